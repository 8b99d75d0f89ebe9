// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/log_lines.h"

#include "common/printable_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pptp {
namespace {

/// What pppd also says when all is well, or always: never the reason of an end.
constexpr auto Usual = std::to_array<std::string_view>({
    "Plugin ",
    "Using interface",
    "Connect: ",
    "CHAP authentication succeeded",
    "MPPE 128-bit",
    "local  IP address",
    "remote IP address",
    "primary   DNS address",
    "secondary DNS address",
    "Connect time",
    "Sent ",
    "MPPE disabled",
    "Connection terminated.",
    "Modem hangup",
    "Terminating on signal",
    "Hangup (SIGHUP)",
    "Exit.",
});

/// What pppd says because /run is read-only for it, which is meant to be: nobody has to be told each time.
constexpr auto Meant = std::to_array<std::string_view>({
    "Warning: couldn't open ppp database",
    "Failed to create pid file",
});

template <std::size_t N>
bool beginsWithOneOf(const std::string& line, const std::array<std::string_view, N>& beginnings)
{
    return std::ranges::any_of(beginnings, [&](std::string_view text) { return line.starts_with(text); });
}

} // namespace

LogLines::LogLines(std::function<void(const std::string&)> emit) : m_emit(std::move(emit)) {}

void LogLines::feed(std::string_view bytes, Time now)
{
    while (!bytes.empty()) {
        const std::size_t length = bytes.find('\n');
        const std::string_view part = bytes.substr(0, length);
        const std::size_t room = MaxBytes - m_line.size();
        m_line += part.substr(0, room);
        m_tooLong = m_tooLong || part.size() > room;
        if (length == std::string_view::npos)
            return;
        endLine(now);
        bytes.remove_prefix(length + 1);
    }
}

void LogLines::finish(Time now)
{
    endLine(now);
    sayOmitted();
}

void LogLines::endLine(Time now)
{
    if (!m_line.empty() && m_line.back() == '\r')
        m_line.pop_back();
    std::string line = printableText(std::exchange(m_line, {}));
    if (std::exchange(m_tooLong, false))
        line += "...";
    if (line.empty() || beginsWithOneOf(line, Meant))
        return;
    remember(line);
    if (m_inThisSecond == 0 || now - m_second >= std::chrono::seconds(1)) {
        m_second = now;
        m_inThisSecond = 0;
        sayOmitted();
    }
    if (m_inThisSecond < MaxPerSecond) {
        ++m_inThisSecond;
        m_emit(line);
    } else {
        ++m_omitted;
    }
}

void LogLines::sayOmitted()
{
    if (const int omitted = std::exchange(m_omitted, 0); omitted > 0)
        m_emit("(" + std::to_string(omitted) + " lines left out)");
}

void LogLines::remember(const std::string& line)
{
    // "/usr/sbin/pppd: unrecognized option ..."; the screenful of usage that follows helps nobody.
    if (const std::size_t program = line.find("pppd: ");
        program == 0 || (program > 0 && line[0] == '/' && program < 64)) {
        m_lastError = line.substr(program + std::string_view("pppd: ").size());
        m_isOptionError = true;
        return;
    }
    if (!m_isOptionError && !beginsWithOneOf(line, Usual))
        m_lastError = line;
}

} // namespace pptp
