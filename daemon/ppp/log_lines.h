// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A child's output as lines fit for the log: bounded in length and rate, without control characters.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace pptp {

class LogLines {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::size_t MaxBytes = 512; ///< Of a line; the rest of it is dropped.
    static constexpr int MaxPerSecond = 100;     ///< Further lines are counted, and the count becomes a line.

    explicit LogLines(std::function<void(const std::string&)> emit);

    void feed(std::string_view bytes, Time now);
    /// The end of the output: what is left counts as a line.
    void finish(Time now);

    /// The line that tells best why pppd ended: its last message about an option, or else the last line
    /// that is not one of those it says every time.
    [[nodiscard]] const std::string& lastError() const { return m_lastError; }

private:
    void endLine(Time now);
    void sayOmitted();
    void remember(const std::string& line);

    std::function<void(const std::string&)> m_emit;
    std::string m_line;
    bool m_tooLong = false;
    Time m_second{};
    int m_inThisSecond = 0;
    int m_omitted = 0;
    std::string m_lastError;
    bool m_isOptionError = false;
};

} // namespace pptp
