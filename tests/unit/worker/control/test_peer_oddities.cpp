// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/peer_oddities.h"

#include <QtTest>

using namespace pptp;

class TestPeerOddities : public QObject {
    Q_OBJECT

private slots:
    void tellsEachUnknownTypeOnce()
    {
        PeerOddities oddities;
        for (const auto type : std::initializer_list<std::uint16_t>{0, 16, 65535}) {
            QVERIFY(oddities.isNewUnknownType(type));
            QVERIFY(!oddities.isNewUnknownType(type));
        }
    }

    void tellsOnlySoManyUnknownTypes()
    {
        PeerOddities oddities;
        int told = 0;
        for (int type = 16; type <= 65535; ++type)
            told += oddities.isNewUnknownType(static_cast<std::uint16_t>(type)) ? 1 : 0;
        QCOMPARE(told, 8);
    }

    void tellsEachTypeWithAReservedFieldOnce()
    {
        PeerOddities oddities;
        for (int type = 1; type <= 15; ++type)
            QVERIFY(oddities.isNewReservedField(static_cast<ControlType>(type)));
        for (int type = 1; type <= 15; ++type)
            QVERIFY(!oddities.isNewReservedField(static_cast<ControlType>(type)));
    }
};

QTEST_APPLESS_MAIN(TestPeerOddities)
#include "test_peer_oddities.moc"
