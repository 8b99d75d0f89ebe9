// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/link_counters.h"

#include "network_namespace.h"

#include "common/unique_fd.h"

#include <array>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <QCoreApplication>
#include <QTest>

using namespace pptp;
using pptp::test::ip;

namespace {

/// One datagram from us to us.
bool sendOverLoopback(std::size_t bytes)
{
    const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(9);
    const std::array<char, 1000> payload{};
    return ::sendto(socket.get(), payload.data(), bytes, 0, reinterpret_cast<const sockaddr*>(&address),
                    sizeof address) == static_cast<ssize_t>(bytes);
}

} // namespace

class TestLinkCounters : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QCOMPARE(ip("link set lo up"), QString()); }

    void countBothWays()
    {
        const int loopback = static_cast<int>(if_nametoindex("lo"));
        const auto before = readLinkCounters(loopback);
        QVERIFY(before);
        QVERIFY(sendOverLoopback(1000));
        const auto after = readLinkCounters(loopback);
        QVERIFY(after);
        QVERIFY(after->txPackets > before->txPackets);
        QVERIFY(after->rxPackets > before->rxPackets);
        QVERIFY(after->txOctets >= before->txOctets + 1000);
        QVERIFY(after->rxOctets >= before->rxOctets + 1000);
    }

    void failForAnInterfaceThatIsNotThere()
    {
        const auto counters = readLinkCounters(4711);
        QVERIFY(!counters);
        QCOMPARE(counters.error().code, ErrorCode::ConfigureFailed);
    }
};

int main(int argc, char** argv)
{
    pptp::test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestLinkCounters test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_link_counters.moc"
