// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/remote_error.h"

#include <QDBusMessage>
#include <QTest>

using namespace pptp;

class TestRemoteError : public QObject {
    Q_OBJECT

private slots:
    void mapsNamesOfTheBus_data()
    {
        QTest::addColumn<QString>("busName");
        QTest::addColumn<QString>("codeName");
        QTest::addColumn<int>("exitCode");
        const auto row = [](const char* busName, const char* codeName, int exitCode) {
            QTest::newRow(busName) << QString(busName) << QString(codeName) << exitCode;
        };
        row("org.pptptunnel.Tunnels1.Error.AuthRefused", "auth-refused", 12);
        row("org.pptptunnel.Tunnels1.Error.GreBlocked", "gre-blocked", 4);
        row("org.pptptunnel.Tunnels1.Error.NotConnected", "not-connected", 5);
        row("org.freedesktop.DBus.Error.AccessDenied", "not-authorised", 11);
        row("org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", "interaction-required", 11);
        row("org.freedesktop.DBus.Error.ServiceUnknown", "service-missing", 8);
        row("org.freedesktop.DBus.Error.NoReply", "service-missing", 8);
        row("org.freedesktop.DBus.Error.Spawn.ServiceNotFound", "service-missing", 8);
        row("org.freedesktop.DBus.Error.Spawn.ChildExited", "service-missing", 8);
        row("org.freedesktop.systemd1.UnitMasked", "service-missing", 8);
        row("org.freedesktop.DBus.Error.UnknownObject", "not-found", 10);
        row("org.freedesktop.DBus.Error.Failed", "org.freedesktop.DBus.Error.Failed", 1);
        row("org.pptptunnel.Tunnels1.Error.FromTheFuture", "org.pptptunnel.Tunnels1.Error.FromTheFuture", 1);
    }
    void mapsNamesOfTheBus()
    {
        QFETCH(QString, busName);
        const RemoteError error = RemoteError::fromBus(QDBusError(QDBusMessage::createError(busName, "why")));
        QTEST(error.codeName, "codeName");
        QTEST(error.exitCode(), "exitCode");
        QCOMPARE(error.detail, "why");
    }

    void knowsItsCode()
    {
        QCOMPARE(RemoteError::of(ErrorCode::Busy).code(), ErrorCode::Busy);
        QCOMPARE(RemoteError{}.code(), std::nullopt);
    }
};

QTEST_GUILESS_MAIN(TestRemoteError)
#include "test_remote_error.moc"
