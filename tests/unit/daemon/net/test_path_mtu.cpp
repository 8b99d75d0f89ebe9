// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/path_mtu.h"

#include "common/profile.h"

#include <QTest>

using namespace pptp;

class TestPathMtu : public QObject {
    Q_OBJECT
private slots:
    void keepsWhatTheProfileSays()
    {
        QCOMPARE(packetSize(1400, 600U), std::uint16_t{1400});
        QCOMPARE(packetSize(1500, std::nullopt), std::uint16_t{1500});
    }

    void takesWhatThePathLeaves()
    {
        QCOMPARE(packetSize(AutomaticPacketSize, 1500U), std::uint16_t{1460});
        QCOMPARE(packetSize(AutomaticPacketSize, 1492U), std::uint16_t{1452});
    }

    void staysWithinItsBounds()
    {
        QCOMPARE(packetSize(AutomaticPacketSize, 65535U), std::uint16_t{1500});
        QCOMPARE(packetSize(AutomaticPacketSize, 68U), std::uint16_t{576});
        QCOMPARE(packetSize(AutomaticPacketSize, 0U), std::uint16_t{576});
        QCOMPARE(packetSize(AutomaticPacketSize, std::nullopt), std::uint16_t{1400});
    }

    void knowsNothingOfWhatIsNoSocket() { QVERIFY(!pathMtu(-1)); }
};

QTEST_APPLESS_MAIN(TestPathMtu)
#include "test_path_mtu.moc"
