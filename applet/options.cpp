// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/options.h"

namespace pptp {

AppletOptions AppletOptions::parse(const QStringList& arguments)
{
    AppletOptions options;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& word = arguments[i];
        if (word == "-h" || word == "--help")
            options.help = true;
        else if (word == "--version")
            options.version = true;
        else if (word == "--bus" && i + 1 < arguments.size())
            options.bus = arguments[++i];
        else if (options.error.isEmpty())
            options.error = tr("“%1” is not understood.").arg(word);
    }
    return options;
}

QString AppletOptions::helpText()
{
    return tr("Usage: pptp-applet [OPTION]\n"
              "Shows the PPTP tunnels in the system tray; a click connects or disconnects one.\n"
              "\n"
              "  -h, --help   Show this help\n"
              "  --version    Show the version\n"
              "\n"
              "Quitting the applet leaves all tunnels as they are.\n"
              "Note: PPTP does not keep your traffic private.\n");
}

} // namespace pptp
