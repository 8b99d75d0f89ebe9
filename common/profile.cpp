// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/profile.h"

#include "common/host_name.h"
#include "common/printable_text.h"
#include "common/quirks.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <variant>

namespace pptp {
namespace {

/// pppd keeps the name in MAXNAMELEN (256) bytes, the last of them a NUL.
constexpr std::int64_t MaxUserBytes = 255;

enum class Type { Server, Address, Boolean, Integer, Mark, Milliseconds, Text, Quirks, DataPath, Version };
using Value = std::variant<std::string, Ipv4Address, bool, std::int64_t>;

struct Key {
    std::string_view name;
    Type type;
    std::int64_t smallest; ///< Of Integer, Mark and Milliseconds; of Text in bytes.
    std::int64_t largest;
    void (*set)(Profile&, const Value&);
};

template <class Integer>
Integer integer(const Value& value)
{
    return static_cast<Integer>(std::get<std::int64_t>(value)); // in range: the table's largest fits
}

/// Every key of the [tunnel] group. Defaults stand in Profile itself.
constexpr std::array keys{
    Key{"server", Type::Server, 0, 0,
        [](Profile& p, const Value& v) { p.server = std::get<std::string>(v); }},
    Key{"port", Type::Integer, 1, 65535,
        [](Profile& p, const Value& v) { p.port = integer<std::uint16_t>(v); }},
    Key{"user", Type::Text, 1, MaxUserBytes,
        [](Profile& p, const Value& v) { p.user = std::get<std::string>(v); }},
    Key{"localbind", Type::Address, 0, 0,
        [](Profile& p, const Value& v) { p.localBind = std::get<Ipv4Address>(v); }},
    Key{"rtmark", Type::Mark, 0, 0xffffffff,
        [](Profile& p, const Value& v) { p.routeMark = integer<std::uint32_t>(v); }},
    Key{"nohostroute", Type::Boolean, 0, 0,
        [](Profile& p, const Value& v) { p.hostRoute = !std::get<bool>(v); }},
    Key{"mtu", Type::Integer, 576, 1500,
        [](Profile& p, const Value& v) { p.mtu = integer<std::uint16_t>(v); }},
    Key{"mru", Type::Integer, 576, 1500,
        [](Profile& p, const Value& v) { p.mru = integer<std::uint16_t>(v); }},
    Key{"timeout", Type::Milliseconds, 10, 10'000,
        [](Profile& p, const Value& v) {
            p.reorderTimeout = std::chrono::milliseconds(integer<std::int64_t>(v));
        }},
    Key{"idle-wait", Type::Integer, 0, 3600,
        [](Profile& p, const Value& v) { p.idleWait = std::chrono::seconds(integer<std::int64_t>(v)); }},
    Key{"max-echo-wait", Type::Integer, 1, 3600,
        [](Profile& p, const Value& v) { p.maxEchoWait = std::chrono::seconds(integer<std::int64_t>(v)); }},
    Key{"missing-window", Type::Integer, 1, 32767,
        [](Profile& p, const Value& v) { p.missingWindow = integer<std::uint16_t>(v); }},
    Key{"nobuffer", Type::Boolean, 0, 0,
        [](Profile& p, const Value& v) { p.buffering = !std::get<bool>(v); }},
    Key{"sync", Type::Boolean, 0, 0, [](Profile& p, const Value& v) { p.synchronous = std::get<bool>(v); }},
    Key{"send-window", Type::Boolean, 0, 0,
        [](Profile& p, const Value& v) { p.sendWindow = std::get<bool>(v); }},
    Key{"phone", Type::Text, 1, 64, [](Profile& p, const Value& v) { p.phone = std::get<std::string>(v); }},
    Key{"quirks", Type::Quirks, 0, 0,
        [](Profile& p, const Value& v) { p.quirks = integer<std::uint8_t>(v); }},
    Key{"logstring", Type::Text, 1, 64,
        [](Profile& p, const Value& v) { p.logString = std::get<std::string>(v); }},
    Key{"loglevel", Type::Integer, 0, 2,
        [](Profile& p, const Value& v) { p.logLevel = integer<std::uint8_t>(v); }},
    Key{"debug", Type::Boolean, 0, 0, [](Profile& p, const Value& v) { p.debug = std::get<bool>(v); }},
    Key{"test-type", Type::Integer, 0, 3,
        [](Profile& p, const Value& v) { p.testType = integer<std::uint8_t>(v); }},
    Key{"test-rate", Type::Integer, 1, 1'000'000,
        [](Profile& p, const Value& v) { p.testRate = integer<std::uint32_t>(v); }},
    Key{"data-path", Type::DataPath, 0, 0,
        [](Profile& p, const Value& v) { p.dataPath = static_cast<DataPathWish>(integer<std::uint8_t>(v)); }},
    Key{"version", Type::Version, ProfileVersion, ProfileVersion, [](Profile&, const Value&) {}},
};

/// A value or a key as an error may show it.
std::string quoted(std::string_view text)
{
    constexpr std::size_t MaxShownBytes = 60;
    if (text.size() <= MaxShownBytes)
        return '"' + printableText(text) + '"';
    std::size_t end = MaxShownBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end; // not within a character
    return '"' + printableText(text.substr(0, end)) + "…\"";
}

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

Result<Value> parseServer(std::string_view text)
{
    const auto address = Ipv4Address::parse(text);
    if (address ? !address->canBeHost() : !isHostName(text))
        return fail(ErrorCode::InvalidSettings,
                    quoted(text) + " is neither a host name nor an IPv4 address of a host");
    return Value(std::string(text));
}

Result<Value> parseText(const Key& key, std::string_view text)
{
    if (std::cmp_less(text.size(), key.smallest) || std::cmp_greater(text.size(), key.largest))
        return fail(ErrorCode::InvalidSettings, "has " + std::to_string(text.size()) + " bytes, not " +
                                                    std::to_string(key.smallest) + " to " +
                                                    std::to_string(key.largest));
    if (printableText(text) != text || hasDeceptiveCharacter(text))
        return fail(ErrorCode::InvalidSettings,
                    quoted(text) + " holds a control character or is not valid UTF-8");
    return Value(std::string(text));
}

Result<Value> parseAddress(std::string_view text)
{
    const auto address = Ipv4Address::parse(text);
    if (!address || !address->canBeHost())
        return fail(ErrorCode::InvalidSettings, quoted(text) + " is not an IPv4 address of a host");
    return Value(*address);
}

Result<Value> parseBoolean(std::string_view text)
{
    if (text == "yes" || text == "true")
        return Value(true);
    if (text == "no" || text == "false")
        return Value(false);
    return fail(ErrorCode::InvalidSettings, quoted(text) + " is neither yes nor no");
}

Result<Value> parseDataPath(std::string_view text)
{
    // As in DataPathWish.
    constexpr std::array<std::string_view, 4> words{"auto", "kernel", "userspace", "loopback"};
    const auto word = std::ranges::find(words, text);
    if (word == words.end())
        return fail(ErrorCode::InvalidSettings,
                    quoted(text) + " is none of auto, kernel, userspace and loopback");
    return Value(std::int64_t{word - words.begin()});
}

Result<Value> parseNumber(const Key& key, std::string_view text)
{
    const bool isTime = key.type == Type::Milliseconds;
    const auto number = isTime                   ? milliseconds(text)
                        : key.type == Type::Mark ? markNumber(text)
                                                 : wholeNumber(text);
    const auto bound = [&](std::int64_t value) {
        return isTime ? secondsText(value) : std::to_string(value);
    };
    const std::string range =
        "between " + bound(key.smallest) + " and " + bound(key.largest) + (isTime ? " seconds" : "");
    if (!number)
        return fail(ErrorCode::InvalidSettings, quoted(text) + " is not a number " + range);
    if (std::cmp_less(*number, key.smallest) || std::cmp_greater(*number, key.largest))
        return fail(ErrorCode::InvalidSettings, printableText(text.substr(0, 30)) + " is not " + range);
    return Value(static_cast<std::int64_t>(*number));
}

/// Of the profile's format.
Result<Value> parseVersion(std::string_view text)
{
    const auto number = wholeNumber(text);
    if (!number || *number == 0)
        return fail(ErrorCode::InvalidSettings, quoted(text) + " is not the number of a profile's format");
    if (*number > ProfileVersion)
        return fail(ErrorCode::InvalidSettings, printableText(text.substr(0, 30)) +
                                                    " is newer than this program, which reads format " +
                                                    std::to_string(ProfileVersion) + " only");
    return Value(std::int64_t{ProfileVersion});
}

Result<Value> parseValue(const Key& key, std::string_view text)
{
    switch (key.type) {
    case Type::Server:
        return parseServer(text);
    case Type::Text:
        return parseText(key, text);
    case Type::Quirks:
        return parseQuirks(text).map([](std::uint8_t quirks) { return Value(std::int64_t{quirks}); });
    case Type::Address:
        return parseAddress(text);
    case Type::Boolean:
        return parseBoolean(text);
    case Type::DataPath:
        return parseDataPath(text);
    case Type::Version:
        return parseVersion(text);
    case Type::Integer:
    case Type::Mark:
    case Type::Milliseconds:
        break;
    }
    return parseNumber(key, text);
}

Result<Profile> parse(std::span<const ProfileEntry> entries, std::span<const std::string_view> required)
{
    if (const auto version = std::ranges::find(entries, "version", &ProfileEntry::first);
        version != entries.end()) {
        if (const auto known = parseVersion(version->second); !known)
            return fail(ErrorCode::InvalidSettings, "version: " + known.error().detail);
    }
    Profile profile;
    std::set<std::string_view> seen;
    for (const auto& [name, text] : entries) {
        const auto key = std::ranges::find(keys, std::string_view(name), &Key::name);
        if (key == keys.end())
            return fail(ErrorCode::InvalidSettings, quoted(name) + " is not a key of a tunnel");
        if (!seen.insert(key->name).second)
            return fail(ErrorCode::InvalidSettings, name + ": is given twice");
        const auto value = parseValue(*key, text);
        if (!value)
            return fail(ErrorCode::InvalidSettings, name + ": " + value.error().detail);
        key->set(profile, *value);
    }
    for (const std::string_view key : required) {
        if (!seen.contains(key))
            return fail(ErrorCode::InvalidSettings, std::string(key) + ": is missing");
    }
    if (profile.debug)
        profile.logLevel = 2;
    return profile;
}

} // namespace

Result<Profile> parseProfile(std::span<const ProfileEntry> entries)
{
    constexpr std::array<std::string_view, 2> required{"server", "user"};
    return parse(entries, required);
}

Result<Profile> parseCallSettings(std::span<const ProfileEntry> entries)
{
    constexpr std::array<std::string_view, 1> required{"server"};
    return parse(entries, required);
}

} // namespace pptp
