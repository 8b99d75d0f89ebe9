// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// pptp-applet: the tray icon of one desktop session.

#include "applet/tray_host.h"
#include "applet/tray_icon.h"
#include "client/translation.h"
#include "common/names.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>
#include <QTimer>

#include <cstdio>

namespace {

constexpr const char* applicationName = "org.pptptunnel.Applet";
constexpr int complainAfterMs = 10'000;

} // namespace

int main(int argc, char** argv)
{
    using namespace pptp;
    QApplication application(argc, argv);
    QApplication::setApplicationName("pptp-applet");
    QApplication::setApplicationVersion(names::Version);
    QApplication::setDesktopFileName(applicationName);
    QApplication::setQuitOnLastWindowClosed(false);
    QTranslator translator;
    if (loadTranslation(translator, QLocale::system().uiLanguages()))
        QApplication::installTranslator(&translator);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("Applet", "Shows PPTP tunnels in the tray and connects them."));
    parser.addHelpOption();
    parser.addVersionOption();
    QCommandLineOption busOption("bus", {}, "address");
    busOption.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOption(busOption);
    parser.process(application);

    QDBusConnection session = QDBusConnection::sessionBus();
    if (session.isConnected() && !session.registerService(applicationName)) {
        std::fputs(
            qPrintable(QCoreApplication::translate("Applet", "pptp-applet is running already.") + '\n'),
            stderr);
        return 0;
    }
    TunnelsClient client(parser.isSet(busOption)
                             ? QDBusConnection::connectToBus(parser.value(busOption), "pptp-applet")
                             : QDBusConnection::systemBus());
    TunnelMenu menu(client);
    TrayHost host(session);
    std::unique_ptr<TrayIcon> icon;
    QObject::connect(&host, &TrayHost::available, &application,
                     [&] { icon = std::make_unique<TrayIcon>(client, menu); });
    QObject::connect(&menu, &TunnelMenu::quitRequested, &application, &QApplication::quit,
                     Qt::QueuedConnection);
    QTimer::singleShot(complainAfterMs, &host, [&icon] {
        if (!icon)
            qWarning("No tray so far; the icon appears as soon as there is one. GNOME needs its AppIndicator "
                     "extension for that.");
    });
    host.start();
    client.start();
    return QApplication::exec();
}
