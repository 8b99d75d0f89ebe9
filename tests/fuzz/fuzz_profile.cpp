// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A tunnel's settings: the text of a keyfile, and the same text cut into entries without a keyfile's rules.

#include "common/printable_text.h"
#include "common/profile.h"
#include "daemon/profiles/tunnel_keyfile.h"
#include "tests/fuzz/fuzz_input.h"

using namespace pptp;
using namespace pptp::fuzz;

namespace {

using namespace std::chrono_literals;
using Entries = std::vector<ProfileEntry>;

void checkError(const Error& error)
{
    require(error.code == ErrorCode::InvalidSettings, "what is wrong is the settings");
    require(!error.detail.empty() && error.detail.size() < 1000, "an error says something, but not all");
    require(printableText(error.detail) == error.detail, "an error can be shown");
}

void checkProfile(const Profile& profile)
{
    const auto between = [](auto value, auto smallest, auto largest) {
        require(value >= smallest && value <= largest, "a setting has its range");
    };
    between(profile.server.size(), 1U, 255U);
    between(profile.port, 1, 65535);
    for (const auto size : {profile.mtu, profile.mru}) {
        if (size != AutomaticPacketSize)
            between(size, 576, 1500);
    }
    between(profile.routes.size(), 0U, 64U);
    between(profile.searchDomains.size(), 0U, 32U);
    between(profile.dns.servers.size(), 0U, 3U);
    between(profile.reconnectLimit, 0, 1000);
    between(profile.lcpEchoInterval, 0s, 3600s);
    between(profile.lcpEchoFailure, 1, 100);
    between(profile.reorderTimeout, 10ms, 10'000ms);
    between(profile.idleWait, 0s, 3600s);
    between(profile.maxEchoWait, 1s, 3600s);
    between(profile.missingWindow, 1, 32767);
    between(profile.phone.size(), 0U, 64U);
    between(profile.logString.size(), 0U, 64U);
    between(profile.logLevel, 0, 2);
    between(profile.testType, 0, 3);
    between(profile.testRate, 1U, 1'000'000U);
    for (const auto& text : {profile.server, profile.user, profile.phone, profile.logString})
        require(printableText(text) == text, "a text can be shown");
}

void checkEntries(const Entries& entries)
{
    const auto profile = parseProfile(entries);
    if (!profile)
        checkError(profile.error());
    else
        checkProfile(*profile);
    const auto call = parseCallSettings(entries);
    if (!call)
        checkError(call.error());
    require(!profile || call == profile, "a tunnel's settings are a call's settings");
    const Entries reversed(entries.rbegin(), entries.rend());
    require(!profile || parseProfile(reversed) == profile, "the order of the keys is no matter");
}

/// A keyfile's escapes, so that GLib reads exactly this value.
std::string escaped(const std::string& value)
{
    std::string text;
    for (const char c : value) {
        switch (c) {
        case '\\':
            text += "\\\\";
            break;
        case '\n':
            text += "\\n";
            break;
        case '\r':
            text += "\\r";
            break;
        case '\t':
            text += "\\t";
            break;
        case ' ':
            text += "\\s";
            break;
        default:
            text += c;
        }
    }
    return text;
}

void checkKeyfile(std::string_view text)
{
    const auto entries = parseTunnelKeyfile(text);
    if (!entries)
        return checkError(entries.error());
    checkEntries(*entries);
    std::string again = "[tunnel]\n";
    for (const auto& [key, value] : *entries)
        again += key + '=' + escaped(value) + '\n';
    require(parseTunnelKeyfile(again) == entries, "what was read is what was meant");
}

Entries linesOf(std::string_view text)
{
    Entries entries;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const std::size_t equals = std::min(line.find('='), line.size());
        entries.emplace_back(line.substr(0, equals), line.substr(std::min(equals + 1, line.size())));
    }
    return entries;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = textOf(std::as_bytes(std::span(data, size)));
    checkKeyfile(text);
    checkEntries(linesOf(text));
    return 0;
}
