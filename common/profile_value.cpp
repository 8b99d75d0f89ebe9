// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/profile_value.h"

#include "common/host_name.h"
#include "common/printable_text.h"
#include "common/quirks.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace pptp {
namespace {

/// 300 as "0.3", the way the profile has it.
std::string secondsText(std::int64_t milliseconds)
{
    std::string text = std::to_string(milliseconds / 1000);
    std::string fraction = std::to_string(milliseconds % 1000 + 1000).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return fraction.empty() ? text : text + '.' + fraction;
}

std::optional<std::uint64_t> wholeNumber(std::string_view text, int base = 10)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error == std::errc::result_out_of_range && end == text.data() + text.size())
        return UINT64_MAX; // still a number, and outside every range
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<std::uint64_t> markNumber(std::string_view text)
{
    return text.starts_with("0x") || text.starts_with("0X") ? wholeNumber(text.substr(2), 16)
                                                            : wholeNumber(text);
}

/// "1", "0.3" or "0.25": digits, and at most three more behind a point.
std::optional<std::uint64_t> milliseconds(std::string_view text)
{
    const std::size_t point = text.find('.');
    const auto seconds = wholeNumber(text.substr(0, point));
    if (!seconds)
        return std::nullopt;
    std::string fraction = "000";
    if (point != text.npos) {
        const std::string_view digits = text.substr(point + 1);
        if (digits.empty() || digits.size() > fraction.size())
            return std::nullopt;
        fraction.replace(0, digits.size(), digits);
    }
    const auto thousandths = wholeNumber(fraction);
    if (!thousandths)
        return std::nullopt;
    constexpr std::uint64_t Plenty = 1'000'000; // far outside every range, and no overflow
    return std::min(*seconds, Plenty) * 1000 + *thousandths;
}

/// Separators of lines and marks of writing direction: invisible, and apt to make a log line lie.
bool hasDeceptiveCharacter(std::string_view text)
{
    constexpr std::array<std::string_view, 16> deceptive{
        "\u061C", "\u200E", "\u200F", "\u2028", "\u2029", "\u202A", "\u202B", "\u202C",
        "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069", "\uFEFF", "\u200B"};
    return std::ranges::any_of(deceptive, [&](std::string_view c) { return text.find(c) != text.npos; });
}

Result<ProfileValue> parseServer(std::string_view text)
{
    const auto address = Ipv4Address::parse(text);
    if (address ? !address->canBeHost() : !isHostName(text))
        return fail(ErrorCode::InvalidSettings,
                    quotedText(text) + " is neither a host name nor an IPv4 address of a host");
    return ProfileValue(std::string(text));
}

Result<ProfileValue> parseText(const ValueRule& rule, std::string_view text)
{
    if (std::cmp_less(text.size(), rule.smallest) || std::cmp_greater(text.size(), rule.largest))
        return fail(ErrorCode::InvalidSettings, "has " + std::to_string(text.size()) + " bytes, not " +
                                                    std::to_string(rule.smallest) + " to " +
                                                    std::to_string(rule.largest));
    if (printableText(text) != text || hasDeceptiveCharacter(text))
        return fail(ErrorCode::InvalidSettings,
                    quotedText(text) + " holds a control character or is not valid UTF-8");
    return ProfileValue(std::string(text));
}

Result<ProfileValue> parseBoolean(std::string_view text)
{
    if (text == "yes" || text == "true")
        return ProfileValue(true);
    if (text == "no" || text == "false")
        return ProfileValue(false);
    return fail(ErrorCode::InvalidSettings, quotedText(text) + " is neither yes nor no");
}

Result<ProfileValue> parseWord(const ValueRule& rule, std::string_view text)
{
    const auto word = std::ranges::find(rule.words, text);
    if (word != rule.words.end())
        return ProfileValue(std::int64_t{word - rule.words.begin()});
    std::string all;
    for (const std::string_view known : rule.words)
        all += (all.empty() ? "" : ", ") + std::string(known);
    return fail(ErrorCode::InvalidSettings, quotedText(text) + " is none of " + all);
}

/// The parts of "a,b,c"; an empty text, an empty part and blanks are errors of what parses the parts.
std::vector<std::string_view> listParts(std::string_view text)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        parts.push_back(text.substr(begin, comma - begin));
        begin = comma + 1;
    }
    return parts;
}

template <class Item>
Result<ProfileValue> parseList(const ValueRule& rule, std::string_view text,
                               Result<Item> (*parseItem)(std::string_view))
{
    const std::vector<std::string_view> parts = listParts(text);
    if (std::cmp_greater(parts.size(), rule.largest))
        return fail(ErrorCode::InvalidSettings,
                    "lists " + std::to_string(parts.size()) + ", more than " + std::to_string(rule.largest));
    std::vector<Item> items;
    for (const std::string_view part : parts) {
        auto item = parseItem(part);
        if (!item)
            return tl::unexpected(item.error());
        if (std::ranges::find(items, *item) == items.end())
            items.push_back(std::move(*item));
    }
    return ProfileValue(std::move(items));
}

Result<Ipv4Network> networkItem(std::string_view text)
{
    const auto network = Ipv4Network::parse(text);
    if (!network)
        return fail(ErrorCode::InvalidSettings,
                    quotedText(text) +
                        " is not an IPv4 network such as 10.0.0.0/8, without bits behind its length");
    return *network;
}

/// A leading "~" stands for "only for look-ups below this name", as with systemd-resolved.
Result<std::string> domainItem(std::string_view text)
{
    if (!isHostName(text.starts_with('~') ? text.substr(1) : text))
        return fail(ErrorCode::InvalidSettings, quotedText(text) + " is not a domain name");
    return std::string(text);
}

Result<Ipv4Address> addressItem(std::string_view text)
{
    const auto address = Ipv4Address::parse(text);
    if (!address || !address->canBeHost())
        return fail(ErrorCode::InvalidSettings, quotedText(text) + " is not an IPv4 address of a host");
    return *address;
}

Result<ProfileValue> parseDns(const ValueRule& rule, std::string_view text)
{
    if (text == "no")
        return ProfileValue(DnsWish{});
    if (text == "peer")
        return ProfileValue(DnsWish{.usePeers = true});
    return parseList<Ipv4Address>(rule, text, addressItem).map([](const ProfileValue& list) {
        return ProfileValue(DnsWish{.servers = std::get<std::vector<Ipv4Address>>(list)});
    });
}

Result<ProfileValue> parseNamespace(std::string_view text)
{
    constexpr std::size_t MaxBytes = 64;
    const auto isGood = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
    };
    if (text.empty() || text.size() > MaxBytes || text.front() == '.' || !std::ranges::all_of(text, isGood))
        return fail(ErrorCode::InvalidSettings, quotedText(text) + " is not the name of a network namespace");
    return ProfileValue(std::string(text));
}

Result<ProfileValue> parseNumber(const ValueRule& rule, std::string_view text)
{
    const bool isTime = rule.type == ValueType::Milliseconds;
    const auto number = isTime                         ? milliseconds(text)
                        : rule.type == ValueType::Mark ? markNumber(text)
                                                       : wholeNumber(text);
    const auto bound = [&](std::int64_t value) {
        return isTime ? secondsText(value) : std::to_string(value);
    };
    const std::string range =
        "between " + bound(rule.smallest) + " and " + bound(rule.largest) + (isTime ? " seconds" : "");
    if (!number)
        return fail(ErrorCode::InvalidSettings, quotedText(text) + " is not a number " + range);
    if (std::cmp_less(*number, rule.smallest) || std::cmp_greater(*number, rule.largest))
        return fail(ErrorCode::InvalidSettings, printableText(text.substr(0, 30)) + " is not " + range);
    return ProfileValue(static_cast<std::int64_t>(*number));
}

/// Of the profile's format.
Result<ProfileValue> parseVersion(std::string_view text)
{
    const auto number = wholeNumber(text);
    if (!number || *number == 0)
        return fail(ErrorCode::InvalidSettings,
                    quotedText(text) + " is not the number of a profile's format");
    if (*number > ProfileVersion)
        return fail(ErrorCode::InvalidSettings, printableText(text.substr(0, 30)) +
                                                    " is newer than this program, which reads format " +
                                                    std::to_string(ProfileVersion) + " only");
    return ProfileValue(std::int64_t{ProfileVersion});
}

} // namespace

Result<ProfileValue> parseProfileValue(const ValueRule& rule, std::string_view text)
{
    switch (rule.type) {
    case ValueType::Server:
        return parseServer(text);
    case ValueType::Text:
        return parseText(rule, text);
    case ValueType::Quirks:
        return parseQuirks(text).map([](std::uint8_t quirks) { return ProfileValue(std::int64_t{quirks}); });
    case ValueType::Address:
        return addressItem(text).map([](Ipv4Address address) { return ProfileValue(address); });
    case ValueType::Boolean:
        return parseBoolean(text);
    case ValueType::Word:
        return parseWord(rule, text);
    case ValueType::Networks:
        return parseList<Ipv4Network>(rule, text, networkItem);
    case ValueType::Domains:
        return parseList<std::string>(rule, text, domainItem);
    case ValueType::Dns:
        return parseDns(rule, text);
    case ValueType::Namespace:
        return parseNamespace(text);
    case ValueType::Version:
        return parseVersion(text);
    case ValueType::PacketSize:
        if (text == "auto")
            return ProfileValue(std::int64_t{0});
        break;
    case ValueType::Integer:
    case ValueType::Mark:
    case ValueType::Milliseconds:
        break;
    }
    return parseNumber(rule, text);
}

std::string quotedText(std::string_view text)
{
    constexpr std::size_t MaxShownBytes = 60;
    if (text.size() <= MaxShownBytes)
        return '"' + printableText(text) + '"';
    std::size_t end = MaxShownBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end; // not within a character
    return '"' + printableText(text.substr(0, end)) + "…\"";
}

} // namespace pptp
