// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The log of one call, in the form that pptp-linux gave it and that scripts look for.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace pptp {

/// Where in our source a line comes from. Not std::source_location, which clang 14 does not have.
struct CodePlace {
    const char* function;
    const char* path;
    int line;

    [[nodiscard]] static constexpr CodePlace here(const char* function = __builtin_FUNCTION(),
                                                  const char* path = __builtin_FILE(),
                                                  int line = __builtin_LINE())
    {
        return {function, path, line};
    }
};

class CallLog {
public:
    /// One finished line with its priority (syslog(3)).
    using Sink = std::function<void(int priority, const std::string& line)>;

    CallLog(std::string name, Sink sink) : m_name(std::move(name)), m_sink(std::move(sink)) {}

    /// "anon log[onReport:call.cpp:12]: text", at the priorities notice, warning and critical.
    void log(std::string_view text, CodePlace where = CodePlace::here()) const;
    void warn(std::string_view text, CodePlace where = CodePlace::here()) const;
    void fatal(std::string_view text, CodePlace where = CodePlace::here()) const;
    /// The text alone, at the priority notice: a line of the statistics.
    void plain(std::string_view text) const;

private:
    void write(int priority, std::string_view kind, std::string_view text, const CodePlace& where) const;

    std::string m_name;
    Sink m_sink;
};

} // namespace pptp
