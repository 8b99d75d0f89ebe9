// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/route_reply.h"

#include <QTest>
#include <QtEndian>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <vector>

using namespace pptp;
using Type = RouteLookup::Type;

namespace {

// 203.0.113.9 via 192.0.2.1 dev 2 src 192.0.2.7, as "ip route get" has it: numbers in host byte order,
// addresses in network byte order.
struct Reply {
    quint16 messageType = RTM_NEWROUTE;
    quint8 family = AF_INET;
    quint8 prefix = 32;
    quint8 protocol = 0;
    quint8 type = RTN_UNICAST;
    QByteArray attributes{};

    [[nodiscard]] QByteArray bytes() const
    {
        QByteArray message;
        const auto add = [&message](const auto& value) {
            message.append(reinterpret_cast<const char*>(&value), sizeof value);
        };
        add(static_cast<quint32>(sizeof(nlmsghdr) + sizeof(rtmsg)) + static_cast<quint32>(attributes.size()));
        add(messageType);
        add(quint16{0});
        add(quint32{1});
        add(quint32{0});
        for (const quint8 byte : {family, prefix, quint8{0}, quint8{0}, quint8{RT_TABLE_MAIN}, protocol,
                                  quint8{RT_SCOPE_UNIVERSE}, type})
            add(byte);
        add(quint32{0});
        return message + attributes;
    }
};

QByteArray attribute(quint16 type, const QByteArray& value)
{
    const auto length = static_cast<quint16>(value.size() + 4);
    QByteArray bytes;
    bytes.append(reinterpret_cast<const char*>(&length), sizeof length);
    bytes.append(reinterpret_cast<const char*>(&type), sizeof type);
    bytes.append(value);
    while (bytes.size() % 4 != 0)
        bytes.append('\0');
    return bytes;
}

QByteArray number(quint32 value)
{
    return QByteArray(reinterpret_cast<const char*>(&value), sizeof value);
}

QByteArray address(const char* text)
{
    return number(qToBigEndian(Ipv4Address::parse(text)->value));
}

const QByteArray Interface = attribute(RTA_OIF, number(2));
const QByteArray Gateway = attribute(RTA_GATEWAY, address("192.0.2.1"));
const QByteArray Source = attribute(RTA_PREFSRC, address("192.0.2.7"));

std::optional<RouteLookup> decode(const QByteArray& message)
{
    // Of its own exact size, so that a sanitizer sees each byte too many.
    const std::vector<char> bytes(message.begin(), message.end());
    return decodeRouteReply(std::as_bytes(std::span(bytes)));
}

std::optional<RouteLookup> decode(const Reply& reply)
{
    return decode(reply.bytes());
}

} // namespace

class TestRouteReply : public QObject {
    Q_OBJECT
private slots:
    void readsTheWay();
    void readsWhatWasMatched();
    void readsTheKindOfRoute_data();
    void readsTheKindOfRoute();
    void refusesWhatIsNoRoute_data();
    void refusesWhatIsNoRoute();
    void takesNothingFromBehindDamage_data();
    void takesNothingFromBehindDamage();
    void isSafeAtEveryLength();
};

void TestRouteReply::readsTheWay()
{
    const auto lookup = decode({.attributes = attribute(RTA_TABLE, number(254)) + Interface + Gateway +
                                              Source + attribute(RTA_CACHEINFO, QByteArray(32, 'x'))});
    QVERIFY(lookup == RouteLookup({Type::Unicast, 2, Ipv4Address::parse("192.0.2.1"),
                                   Ipv4Address::parse("192.0.2.7"), 32, 0}));
    const auto onLink = decode({.attributes = Interface});
    QVERIFY(onLink == RouteLookup({Type::Unicast, 2, std::nullopt, std::nullopt, 32, 0}));
}

void TestRouteReply::readsWhatWasMatched()
{
    const auto lookup = decode({.prefix = 24, .protocol = OurRouteProtocol, .attributes = Interface});
    QCOMPARE(lookup->matchedPrefixLength, quint8{24});
    QCOMPARE(lookup->matchedProtocol, quint8{157});
}

void TestRouteReply::readsTheKindOfRoute_data()
{
    QTest::addColumn<quint8>("type");
    QTest::addColumn<QByteArray>("attributes");
    QTest::addColumn<Type>("expected");
    QTest::newRow("unicast") << quint8{RTN_UNICAST} << Interface << Type::Unicast;
    QTest::newRow("local") << quint8{RTN_LOCAL} << Interface << Type::Local;
    QTest::newRow("blackhole") << quint8{RTN_BLACKHOLE} << QByteArray() << Type::Other;
    QTest::newRow("over a gateway of IPv6")
        << quint8{RTN_UNICAST} << Interface + attribute(RTA_VIA, QByteArray(18, '\0')) << Type::Other;
}

void TestRouteReply::readsTheKindOfRoute()
{
    QFETCH(quint8, type);
    QFETCH(QByteArray, attributes);
    QFETCH(Type, expected);
    const auto lookup = decode({.type = type, .attributes = attributes});
    QVERIFY(lookup);
    QCOMPARE(lookup->type, expected);
}

void TestRouteReply::refusesWhatIsNoRoute_data()
{
    QTest::addColumn<QByteArray>("message");
    const QByteArray good = Reply{.attributes = Interface}.bytes();
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("header alone") << number(16) + good.mid(4, 12);
    QTest::newRow("cut off") << good.chopped(1);
    QTest::newRow("claims less than its header") << number(15) + good.mid(4);
    QTest::newRow("claims less than a route") << number(27) + good.mid(4);
    QTest::newRow("an error") << Reply{.messageType = NLMSG_ERROR, .attributes = Interface}.bytes();
    QTest::newRow("IPv6") << Reply{.family = AF_INET6, .attributes = Interface}.bytes();
}

void TestRouteReply::refusesWhatIsNoRoute()
{
    QFETCH(QByteArray, message);
    QVERIFY(!decode(message));
}

void TestRouteReply::takesNothingFromBehindDamage_data()
{
    QTest::addColumn<QByteArray>("damage");
    QTest::newRow("attribute of length 0") << QByteArray(4, '\0');
    QTest::newRow("attribute of length 3") << number(3);
    QTest::newRow("attribute beyond the end") << number(64 | RTA_IIF << 16) + QByteArray(4, 0);
    QTest::newRow("half an attribute") << QByteArray(2, '\0');
}

void TestRouteReply::takesNothingFromBehindDamage()
{
    QFETCH(QByteArray, damage);
    const auto lookup = decode({.attributes = Interface + damage + Gateway});
    QVERIFY(lookup);
    QCOMPARE(lookup->interfaceIndex, 2);
    QVERIFY(!lookup->gateway);
}

void TestRouteReply::isSafeAtEveryLength()
{
    const auto tooShort = decode({.attributes = attribute(RTA_OIF, "ab") + attribute(RTA_GATEWAY, "abc")});
    QVERIFY(tooShort == RouteLookup({Type::Unicast, 0, std::nullopt, std::nullopt, 32, 0}));
    const auto negative = decode({.attributes = attribute(RTA_OIF, number(0x80000001))});
    QCOMPARE(negative->interfaceIndex, 0);

    const QByteArray attributes = Interface + Gateway + Source;
    for (qsizetype length = 0; length <= attributes.size(); ++length) {
        const auto lookup = decode({.attributes = attributes.left(length)});
        QVERIFY(lookup);
        QCOMPARE(lookup->interfaceIndex, length >= 8 ? 2 : 0);
        QCOMPARE(lookup->gateway.has_value(), length >= 16);
        QCOMPARE(lookup->preferredSource.has_value(), length >= 24);
    }
}

QTEST_APPLESS_MAIN(TestRouteReply)
#include "test_route_reply.moc"
