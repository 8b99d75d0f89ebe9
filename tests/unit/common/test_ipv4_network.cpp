// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/ipv4_network.h"

#include <QTest>

using namespace pptp;

namespace {

Ipv4Network network(const char* text)
{
    return Ipv4Network::parse(text).value();
}

} // namespace

class TestIpv4Network : public QObject {
    Q_OBJECT
private slots:
    void readsAndWritesAnAddressAndItsLength()
    {
        QVERIFY(network("10.0.0.0/8") == (Ipv4Network{{0x0A000000}, 8}));
        QVERIFY(network("0.0.0.0/0") == (Ipv4Network{{0}, 0}));
        QVERIFY(network("192.0.2.1") == (Ipv4Network{{0xC0000201}, 32}));
        QCOMPARE(network("192.0.2.1").toString(), std::string("192.0.2.1/32"));
        QCOMPARE(network("10.0.0.0/8").toString(), std::string("10.0.0.0/8"));
    }

    void refusesBitsBehindItsLength()
    {
        QVERIFY(!Ipv4Network::parse("10.1.0.0/8"));
        QVERIFY(!Ipv4Network::parse("0.0.0.1/0"));
        QVERIFY(Ipv4Network::parse("10.0.0.2/31"));
        QVERIFY(!Ipv4Network::parse("10.0.0.1/31"));
    }

    void refusesAnyOtherForm()
    {
        for (const char* text : {"", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/256",
                                 "10.0.0.0/8 ", "10/8", "10.0.0.0/0x8", "10.0.0.0/255.0.0.0", "::/0"})
            QVERIFY2(!Ipv4Network::parse(text), text);
    }

    void knowsWhatIsInIt()
    {
        QVERIFY(network("10.0.0.0/8").contains({0x0AFFFFFF}));
        QVERIFY(!network("10.0.0.0/8").contains({0x0B000000}));
        QVERIFY(network("0.0.0.0/0").contains({0xFFFFFFFF}));
        QVERIFY(network("192.0.2.1").contains({0xC0000201}));
        QVERIFY(!network("192.0.2.1").contains({0xC0000200}));
    }

    void knowsWhatItOverlaps()
    {
        QVERIFY(network("10.0.0.0/8").overlaps(network("10.200.0.0/16")));
        QVERIFY(network("10.200.0.0/16").overlaps(network("10.0.0.0/8")));
        QVERIFY(!network("10.0.0.0/16").overlaps(network("10.1.0.0/16")));
        QVERIFY(network("0.0.0.0/0").overlaps(network("192.0.2.1")));
    }
};

QTEST_APPLESS_MAIN(TestIpv4Network)
#include "test_ipv4_network.moc"
