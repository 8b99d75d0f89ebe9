// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/network_facts.h"

#include "common/unique_fd.h"
#include "tests/unit/daemon/net/network_namespace.h"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <QFile>
#include <QTest>

using namespace pptp;
using pptp::test::ip;

/// The network here: 192.0.2.7/24 on va, and a point-to-point address on vb.
class TestNetworkFacts : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        for (const char* words :
             {"link set lo up", "link add va type veth peer name vb", "address add 192.0.2.7/24 dev va",
              "address add 198.51.100.1 peer 198.51.100.2 dev vb", "link set va mtu 1400 up",
              "link set vb up", "route add 203.0.113.0/24 via 192.0.2.1"})
            QCOMPARE(ip(words), QString());
    }

    void listsInterfaces()
    {
        const auto interfaces = listInterfaces();
        const auto va = std::ranges::find(interfaces, "va", &NetworkInterface::name);
        QVERIFY(va != interfaces.end());
        QCOMPARE(va->mtu, 1400u);
        QVERIFY(!va->ppp);
        QVERIFY(va->running);
        QVERIFY(va->index > 0);
    }

    void listsTheNetworksThatAreHere()
    {
        const auto networks = listLocalNetworks(listInterfaces());
        QCOMPARE(networks.size(), 1u); // neither what is behind a gateway nor what is one host
        QCOMPARE(networks.front(), (LocalNetwork{*Ipv4Network::parse("192.0.2.0/24"), "va"}));
    }

    void countsConnectionsToAPort()
    {
        QVERIFY(connectionsToPort(1723).empty());
        const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(1723);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const auto* name = reinterpret_cast<const sockaddr*>(&address);
        QCOMPARE(::bind(listener.get(), name, sizeof address), 0);
        QCOMPARE(::listen(listener.get(), 2), 0);
        QVERIFY(connectionsToPort(1723).empty()); // who listens has none
        const UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        QCOMPARE(::connect(client.get(), name, sizeof address), 0);
        QCOMPARE(connectionsToPort(1723), std::vector{*Ipv4Address::parse("127.0.0.1")});
        QVERIFY(connectionsToPort(1724).empty());
    }

    void readsTheReversePathFilter()
    {
        const auto interfaces = listInterfaces();
        const int va = std::ranges::find(interfaces, "va", &NetworkInterface::name)->index;
        for (const int mode : {0, 1, 2}) {
            QFile own("/proc/sys/net/ipv4/conf/va/rp_filter");
            QFile all("/proc/sys/net/ipv4/conf/all/rp_filter");
            if (!own.open(QFile::WriteOnly) || !all.open(QFile::WriteOnly)) {
                QVERIFY(
                    reversePathFilter(va)); // read-only here: that it says something is all there is to see
                return;
            }
            own.write(QByteArray::number(mode));
            all.write("0");
            own.close();
            all.close();
            QCOMPARE(reversePathFilter(va), std::optional(mode));
        }
    }
};

int main(int argc, char** argv)
{
    test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestNetworkFacts tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "test_network_facts.moc"
