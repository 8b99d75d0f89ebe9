// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/namespace_service.h"

#include "private_bus.h"

#include <QTest>

using namespace pptp;
using namespace pptp::test;

namespace {

MovedLink link()
{
    return {"ppp0", 999'999, {0x0A630002}, Ipv4Address{0x0A630001}, {{{0x0A000000}, 8}, {{0}, 1}}, 7};
}

QStringList textOf(const std::vector<UnitJobs::Command>& commands)
{
    QStringList lines;
    for (const UnitJobs::Command& command : commands) {
        QStringList words;
        for (const std::string& word : command)
            words.append(QString::fromStdString(word));
        lines.append(words.join(' '));
    }
    return lines;
}

} // namespace

class TestNamespaceService : public QObject {
    Q_OBJECT
private slots:
    void setsUpAddressLinkAndRoutes()
    {
        QCOMPARE(textOf(namespaceCommands(link())),
                 (QStringList{"/usr/sbin/ip -4 address add 10.99.0.2 peer 10.99.0.1 dev ppp0",
                              "/usr/sbin/ip link set dev ppp0 up",
                              "/usr/sbin/ip -4 route add 10.0.0.0/8 dev ppp0 proto 157 metric 7",
                              "/usr/sbin/ip -4 route add 0.0.0.0/1 dev ppp0 proto 157 metric 7"}));
    }

    void doesWithoutAPeer()
    {
        MovedLink lonely = link();
        lonely.peerAddress.reset();
        lonely.routes.clear();
        QCOMPARE(textOf(namespaceCommands(lonely)),
                 (QStringList{"/usr/sbin/ip -4 address add 10.99.0.2 dev ppp0",
                              "/usr/sbin/ip link set dev ppp0 up"}));
    }

    void saysThatThereIsNoSuchNamespace()
    {
        const PrivateBus bus;
        const auto service = NamespaceService::create(bus.address().toStdString()).value();
        std::optional<Error> error;
        service->move("work", "no-such-namespace-of-mine", link(), [&error](const Result<void>& done) {
            if (!done)
                error = done.error();
        });
        QVERIFY(error);
        QCOMPARE(error->detail,
                 std::string("/run/netns/no-such-namespace-of-mine: No such file or directory"));
    }
};

QTEST_GUILESS_MAIN(TestNamespaceService)
#include "test_namespace_service.moc"
