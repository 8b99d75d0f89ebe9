// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The command line of pptp-applet.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>

namespace pptp {

struct AppletOptions {
    Q_DECLARE_TR_FUNCTIONS(AppletOptions)

public:
    bool help = false;
    bool version = false;
    QString bus;   ///< Address of the bus of the service; empty: the system bus.
    QString error; ///< What is wrong with the command line, in the user's language.

    /// `arguments` without the program's name.
    [[nodiscard]] static AppletOptions parse(const QStringList& arguments);
    [[nodiscard]] static QString helpText();
};

} // namespace pptp
