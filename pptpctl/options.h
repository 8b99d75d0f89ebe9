// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the command line asks for, checked.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace pptp {

enum class Verb { Status, List, Connect, Reconnect, Disconnect, Stats, Agent, Password, Diagnose };
enum class JsonStyle { Off, Pretty, Short, Lines };
enum class ColorMode { Auto, Always, Never };

struct Options {
    Verb verb = Verb::Status;
    QStringList names;

    JsonStyle json = JsonStyle::Off;
    ColorMode color = ColorMode::Auto;
    bool quiet = false;
    bool noLegend = false;
    bool ask = false; ///< Also where there is no terminal.
    bool noAsk = false;
    QString bus; ///< The address of another bus than the system's, for tests.

    std::optional<int> waitSeconds;     ///< connect, reconnect, disconnect; 0 does not wait.
    QString passwordFile;               ///< connect, password: "-" is standard input; empty: none.
    std::optional<int> passwordFd;      ///< connect, password: an inherited descriptor.
    bool clear = false;                 ///< password: remove it.
    bool quick = false;                 ///< diagnose: call nobody.
    bool check = false;                 ///< status: say it by the exit code only.
    std::optional<double> watchSeconds; ///< stats: the interval; one reading without it.
    int count = 0;                      ///< stats: samples until the end; 0 is without end.
};

/// The command line asked for help, or made no sense.
struct EarlyExit {
    int exitCode = 0;
    std::string out;
    std::string err;
};

/// `arguments` without the program's name.
[[nodiscard]] std::variant<Options, EarlyExit> parseOptions(const std::vector<std::string>& arguments);

} // namespace pptp
