// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/client/private_bus.h"

#include <QDir>
#include <QFile>

namespace pptp::fakes {
namespace {

constexpr int patienceMs = 20'000;

void end(QProcess& process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.terminate();
    if (!process.waitForFinished(patienceMs)) {
        process.kill();
        process.waitForFinished(patienceMs);
    }
}

bool startAndAwaitLine(QProcess& process, const QString& program, const QStringList& arguments)
{
    process.start(program, arguments);
    while (!process.canReadLine()) {
        if (!process.waitForReadyRead(patienceMs))
            return false;
    }
    process.readLine();
    return true;
}

bool writeFile(const QString& path, const QString& text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) > 0;
}

} // namespace

PrivateBus::~PrivateBus()
{
    end(m_service);
    end(m_bus);
}

bool PrivateBus::start(bool activatable)
{
    return writeConfiguration(activatable) &&
           startAndAwaitLine(
               m_bus, "dbus-daemon",
               {"--nofork", "--print-address", "--config-file=" + m_folder.filePath("bus.conf")});
}

bool PrivateBus::startService(const QStringList& arguments)
{
    m_service.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    return startAndAwaitLine(m_service, FAKE_DAEMON, QStringList{"--address", address()} + arguments);
}

void PrivateBus::killService()
{
    m_service.kill();
    m_service.waitForFinished(patienceMs);
}

QString PrivateBus::address() const
{
    return "unix:path=" + m_folder.filePath("bus");
}

bool PrivateBus::writeConfiguration(bool activatable)
{
    const QString services = m_folder.filePath("services");
    QDir().mkpath(services);
    if (activatable &&
        !writeFile(services + "/org.pptptunnel.Tunnels1.service",
                   QStringLiteral("[D-BUS Service]\nName=org.pptptunnel.Tunnels1\nExec=%1 --address %2\n")
                       .arg(FAKE_DAEMON, address())))
        return false;
    return writeFile(
        m_folder.filePath("bus.conf"),
        QStringLiteral("<busconfig><type>session</type><listen>%1</listen><servicedir>%2</servicedir>"
                       "<policy context=\"default\"><allow send_destination=\"*\"/>"
                       "<allow receive_sender=\"*\"/><allow own=\"*\"/></policy></busconfig>")
            .arg(address(), services));
}

} // namespace pptp::fakes
