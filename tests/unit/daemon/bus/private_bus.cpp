// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "private_bus.h"

#include "common/names.h"

#include <QDBusMessage>
#include <QDBusVariant>
#include <QFile>
#include <QTest>
#include <csignal>
#include <sys/prctl.h>

namespace pptp::test {
namespace {

constexpr const char* Head =
    R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>test</type><auth>EXTERNAL</auth>)";

/// Everything is allowed.
constexpr const char* Open = R"(<policy context="default"><allow user="*"/><allow own="*"/>
<allow send_type="method_call"/><allow send_type="signal"/>
<allow send_requested_reply="true" send_type="method_return"/>
<allow send_requested_reply="true" send_type="error"/>
<allow receive_type="method_call"/><allow receive_type="signal"/>
<allow receive_type="method_return"/><allow receive_type="error"/></policy>)";

constexpr int PatienceMs = 10'000;

} // namespace

PrivateBus::PrivateBus(const QString& configuration)
{
    QFile file(m_folder.filePath("bus.conf"));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(file.fileName()));
    file.write(Head);
    file.write(("<listen>unix:path=" + m_folder.filePath("socket") + "</listen>").toUtf8());
    file.write(configuration.isEmpty() ? QByteArray(Open) : configuration.toUtf8());
    file.write("</busconfig>");
    file.close();
    // A test that crashes leaves no bus behind.
    m_daemon.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
    m_daemon.start("dbus-daemon", {"--config-file=" + file.fileName(), "--print-address", "--nofork"});
    if (!QTest::qWaitFor([this] { return m_daemon.canReadLine(); }, PatienceMs))
        qFatal("dbus-daemon: %s", m_daemon.readAllStandardError().constData());
    m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
}

PrivateBus::~PrivateBus()
{
    stop();
}

void PrivateBus::stop()
{
    m_daemon.terminate();
    (void)QTest::qWaitFor([this] { return m_daemon.state() == QProcess::NotRunning; }, PatienceMs);
}

Caller::Caller(const PrivateBus& bus)
    : m_key("caller-" + QString::number(reinterpret_cast<quintptr>(this))),
      m_connection(QDBusConnection::connectToBus(bus.address(), m_key))
{
}

Caller::~Caller()
{
    vanish();
}

QDBusPendingCall Caller::call(const QString& path, const QString& interface, const QString& method,
                              const QVariantList& arguments) const
{
    QDBusMessage message = QDBusMessage::createMethodCall(names::BusName, path, interface, method);
    message.setArguments(arguments);
    return m_connection.asyncCall(message);
}

void Caller::send(const QString& path, const QString& interface, const QString& method,
                  const QVariantList& arguments) const
{
    QDBusMessage message = QDBusMessage::createMethodCall(names::BusName, path, interface, method);
    message.setArguments(arguments);
    m_connection.send(message);
}

QVariant Caller::property(const QString& path, const QString& interface, const QString& name) const
{
    const QDBusPendingCall reply = call(path, "org.freedesktop.DBus.Properties", "Get", {interface, name});
    if (!outcome(reply).isEmpty())
        return {};
    return reply.reply().arguments().value(0).value<QDBusVariant>().variant();
}

void Caller::vanish()
{
    // The connection ends with the last copy of it.
    m_connection = QDBusConnection("none");
    QDBusConnection::disconnectFromBus(m_key);
}

QString outcome(const QDBusPendingCall& call)
{
    if (!QTest::qWaitFor([&] { return call.isFinished(); }, PatienceMs))
        return "nothing";
    return call.isError() ? call.error().name() : QString();
}

} // namespace pptp::test
