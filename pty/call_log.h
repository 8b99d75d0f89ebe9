// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The log of one call, in the form that pptp-linux gave it and that scripts look for.
#pragma once

#include <functional>
#include <source_location>
#include <string>
#include <string_view>

namespace pptp {

class CallLog {
public:
    /// One finished line with its priority (syslog(3)).
    using Sink = std::function<void(int priority, const std::string& line)>;

    CallLog(std::string name, Sink sink) : m_name(std::move(name)), m_sink(std::move(sink)) {}

    /// "anon log[onReport:call.cpp:12]: text", at the priorities notice, warning and critical.
    void log(std::string_view text, std::source_location where = std::source_location::current()) const;
    void warn(std::string_view text, std::source_location where = std::source_location::current()) const;
    void fatal(std::string_view text, std::source_location where = std::source_location::current()) const;
    /// The text alone, at the priority notice: a line of the statistics.
    void plain(std::string_view text) const;

private:
    void write(int priority, std::string_view kind, std::string_view text,
               const std::source_location& where) const;

    std::string m_name;
    Sink m_sink;
};

/// "onReport" for "void pptp::Call::onReport(const pptp::WorkerReport&)".
[[nodiscard]] std::string_view shortFunctionName(std::string_view signature);

} // namespace pptp
