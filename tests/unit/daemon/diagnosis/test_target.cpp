// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/target.h"

#include <QTest>

using namespace pptp;

class TestTarget : public QObject {
    Q_OBJECT
private slots:
    void readsAServer_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::newRow("vpn.example.com") << "vpn.example.com" << 1723;
        QTest::newRow("vpn.example.com:1724") << "vpn.example.com" << 1724;
        QTest::newRow("203.0.113.9") << "203.0.113.9" << 1723;
        QTest::newRow("203.0.113.9:65535") << "203.0.113.9" << 65535;
        QTest::newRow("localhost:1723") << "localhost" << 1723;
    }
    void readsAServer()
    {
        const auto server = parseBareServer(QTest::currentDataTag());
        QVERIFY(server);
        QTEST(QString::fromStdString(server->host), "host");
        QTEST(int(server->port), "port");
    }

    void refusesWhatIsNone_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("a word is a tunnel that is not there") << "wrok" << ErrorCode::NotFound;
        QTest::newRow("empty") << "" << ErrorCode::InvalidArguments;
        QTest::newRow("no host") << ":1723" << ErrorCode::InvalidArguments;
        QTest::newRow("no port") << "vpn.example.com:" << ErrorCode::InvalidArguments;
        QTest::newRow("port 0") << "vpn.example.com:0" << ErrorCode::InvalidArguments;
        QTest::newRow("port too large") << "vpn.example.com:65536" << ErrorCode::InvalidArguments;
        QTest::newRow("port with sign") << "vpn.example.com:+1" << ErrorCode::InvalidArguments;
        QTest::newRow("IPv6") << "::1" << ErrorCode::InvalidArguments;
        QTest::newRow("blank") << "vpn example.com" << ErrorCode::InvalidArguments;
        QTest::newRow("option") << "-x.example.com" << ErrorCode::InvalidArguments;
        QTest::newRow("path") << "/etc/passwd" << ErrorCode::InvalidArguments;
        QTest::newRow("long") << QString(1000, 'a') + ".b" << ErrorCode::InvalidArguments;
    }
    void refusesWhatIsNone()
    {
        QFETCH(QString, text);
        const auto server = parseBareServer(text.toStdString());
        QVERIFY(!server);
        QTEST(server.error().code, "code");
        QVERIFY(server.error().detail.size() < 300);
    }
};

QTEST_GUILESS_MAIN(TestTarget)
#include "test_target.moc"
