// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// pptp-applet: brings together the two buses, the tunnels and, once the desktop has a tray, the icon.

#include "applet/icon_state.h"
#include "applet/options.h"
#include "applet/password_desk.h"
#include "applet/tray_host.h"
#include "applet/tray_icon.h"
#include "client/translation.h"
#include "common/names.h"

#include <QApplication>
#include <QLocale>

#include <cstdio>
#include <memory>
#include <sys/prctl.h>

namespace pptp {
namespace {

constexpr auto applicationId = "org.pptptunnel.Applet";
constexpr std::chrono::seconds hostPatience(10);
constexpr int usageError = 2;

QDBusConnection serviceBus(const QString& address)
{
    return address.isEmpty() ? QDBusConnection::systemBus()
                             : QDBusConnection::connectToBus(address, "pptp-applet");
}

/// Needs neither a display nor a bus. Nothing is returned when the applet shall run.
std::optional<int> answerCommandLine(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    QTranslator translator;
    if (loadTranslation(translator, QLocale::system().uiLanguages()))
        QCoreApplication::installTranslator(&translator);
    const AppletOptions options = AppletOptions::parse(QCoreApplication::arguments().mid(1));
    if (!options.error.isEmpty()) {
        std::fprintf(stderr, "pptp-applet: %s\n", qUtf8Printable(options.error));
        return usageError;
    }
    if (options.help)
        std::fputs(qUtf8Printable(AppletOptions::helpText()), stdout);
    else if (options.version)
        std::printf("pptp-applet %s\n", names::Version);
    else
        return std::nullopt;
    return 0;
}

int run(const AppletOptions& options)
{
    QDBusConnection session = QDBusConnection::sessionBus();
    if (!session.isConnected()) {
        qCritical("There is no session bus: %s", qUtf8Printable(session.lastError().message()));
        return 1;
    }
    // A second applet would show every tunnel twice.
    if (!session.registerService(applicationId)) {
        qInfo("Another pptp-applet runs in this session already.");
        return 0;
    }
    TunnelsClient client(serviceBus(options.bus));
    PasswordDesk desk(client);
    TrayHost host(session);
    std::unique_ptr<TrayIcon> icon;
    QObject::connect(&host, &TrayHost::appeared, &host, [&] {
        icon = std::make_unique<TrayIcon>(client);
        // Not from within the menu's own signal.
        QObject::connect(icon.get(), &TrayIcon::quitRequested, qApp, &QCoreApplication::quit,
                         Qt::QueuedConnection);
    });
    QObject::connect(&host, &TrayHost::missing, &host, [] {
        qInfo("The desktop has no tray (StatusNotifier host) yet; the icon is added as soon as it has one.");
    });
    client.start();
    host.start(hostPatience);
    return QApplication::exec();
}

} // namespace
} // namespace pptp

int main(int argc, char** argv)
{
    using namespace pptp;
    prctl(PR_SET_DUMPABLE, 0); // passwords pass through this memory
    if (const auto exitCode = answerCommandLine(argc, argv))
        return *exitCode;
    QApplication application(argc, argv);
    QApplication::setApplicationName("pptp-applet");
    QApplication::setDesktopFileName(applicationId);
    QApplication::setQuitOnLastWindowClosed(false); // The icon stays.
    QTranslator translator;
    if (loadTranslation(translator, QLocale::system().uiLanguages()))
        QCoreApplication::installTranslator(&translator);
    return run(AppletOptions::parse(QCoreApplication::arguments().mid(1)));
}
