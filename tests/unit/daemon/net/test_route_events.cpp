// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/route_events.h"

#include "daemon/net/route_plan.h"

#include <QTest>
#include <cstring>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <vector>

using namespace pptp;

namespace {

using Bytes = std::vector<std::byte>;

template <class Body>
Bytes message(std::uint16_t type, const Body& body, std::size_t extra = 0)
{
    nlmsghdr header{};
    header.nlmsg_type = type;
    header.nlmsg_len = static_cast<std::uint32_t>(sizeof header + sizeof body + extra);
    Bytes bytes(sizeof header + sizeof body + (extra + 3) / 4 * 4);
    std::memcpy(bytes.data(), &header, sizeof header);
    std::memcpy(bytes.data() + sizeof header, &body, sizeof body);
    return bytes;
}

Bytes route(unsigned char family, unsigned char protocol, unsigned flags = 0)
{
    rtmsg body{};
    body.rtm_family = family;
    body.rtm_protocol = protocol;
    body.rtm_flags = flags;
    return message(RTM_NEWROUTE, body);
}

Bytes address(unsigned char family)
{
    ifaddrmsg body{};
    body.ifa_family = family;
    return message(RTM_DELADDR, body);
}

Bytes joined(const Bytes& first, const Bytes& second)
{
    Bytes both = first;
    both.insert(both.end(), second.begin(), second.end());
    return both;
}

const Bytes ours = route(AF_INET, OurRouteProtocol);
const Bytes foreign = route(AF_INET, RTPROT_DHCP);

} // namespace

Q_DECLARE_METATYPE(Bytes)

class TestRouteEvents : public QObject {
    Q_OBJECT
private slots:
    void knowsWhatMatters_data();
    void knowsWhatMatters();
    void takesEveryPrefixOfAMessageForDoubtful();
};

void TestRouteEvents::knowsWhatMatters_data()
{
    QTest::addColumn<Bytes>("bytes");
    QTest::addColumn<bool>("matters");
    QTest::newRow("nothing") << Bytes{} << false;
    QTest::newRow("a route") << foreign << true;
    QTest::newRow("one of our own") << ours << false;
    QTest::newRow("a cached one") << route(AF_INET, RTPROT_KERNEL, RTM_F_CLONED) << false;
    QTest::newRow("one of IPv6") << route(AF_INET6, RTPROT_RA) << false;
    QTest::newRow("an address") << address(AF_INET) << true;
    QTest::newRow("one of IPv6's") << address(AF_INET6) << false;
    QTest::newRow("a link") << message(RTM_NEWLINK, ifinfomsg{}) << true;
    QTest::newRow("a rule") << message(RTM_DELRULE, rtmsg{}) << true;
    QTest::newRow("a neighbour") << message(RTM_NEWNEIGH, ndmsg{}) << false;
    QTest::newRow("the second of two") << joined(ours, foreign) << true;
    QTest::newRow("neither of two") << joined(ours, ours) << false;
    QTest::newRow("behind an odd length") << joined(message(RTM_NEWNEIGH, ndmsg{}, 5), foreign) << true;
    QTest::newRow("too short a body") << message(RTM_NEWROUTE, nlmsgerr{}.error) << true;
}

void TestRouteEvents::knowsWhatMatters()
{
    QFETCH(Bytes, bytes);
    QFETCH(bool, matters);
    QCOMPARE(mayMoveUplinks(bytes), matters);
}

void TestRouteEvents::takesEveryPrefixOfAMessageForDoubtful()
{
    for (std::size_t length = 1; length < ours.size(); ++length) {
        const Bytes cut(ours.begin(), ours.begin() + static_cast<std::ptrdiff_t>(length));
        QVERIFY(mayMoveUplinks(cut));
    }
}

QTEST_APPLESS_MAIN(TestRouteEvents)
#include "test_route_events.moc"
