// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/gre_socket.h"

#include "network_namespace.h"

#include <array>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <poll.h>
#include <sys/socket.h>

#include <QTest>
#include <QtEndian>

using namespace pptp;
using pptp::test::ip;

namespace {

const Ipv4Address Client = *Ipv4Address::parse("127.0.0.1");
const Ipv4Address Server = *Ipv4Address::parse("127.0.0.2");
const Ipv4Address Stranger = *Ipv4Address::parse("127.0.0.3");

const QByteArray Marker = QByteArray::fromHex("3001880b0000ffff00000001"); // call 65535

QByteArray hex(const char* digits)
{
    return QByteArray::fromHex(digits);
}

/// A data packet of one byte with sequence and acknowledgement (RFC 2637, 4.1).
QByteArray packet(std::uint16_t callId)
{
    QByteArray bytes = hex("3081880b0001000000000001000000007e");
    bytes[6] = static_cast<char>(callId >> 8);
    bytes[7] = static_cast<char>(callId & 0xff);
    return bytes;
}

sockaddr_in socketAddress(Ipv4Address address)
{
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_addr.s_addr = htonl(address.value);
    return result;
}

/// Sends as the peer does: a raw socket of its own, bound to the peer's address.
bool send(Ipv4Address from, const QByteArray& bytes, bool withIpOptions = false)
{
    const UniqueFd socket(::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_GRE));
    const sockaddr_in source = socketAddress(from);
    const sockaddr_in destination = socketAddress(Client);
    const std::array<unsigned char, 4> noOperations{IPOPT_NOP, IPOPT_NOP, IPOPT_NOP, IPOPT_EOL};
    if (withIpOptions &&
        ::setsockopt(socket.get(), IPPROTO_IP, IP_OPTIONS, noOperations.data(), noOperations.size()) != 0)
        return false;
    return ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&source), sizeof source) == 0 &&
           ::sendto(socket.get(), bytes.data(), static_cast<std::size_t>(bytes.size()), 0,
                    reinterpret_cast<const sockaddr*>(&destination), sizeof destination) == bytes.size();
}

/// The GRE part of every packet up to the marker, which is sent last and passes every filter.
QList<QByteArray> receiveUpToMarker(int socket)
{
    QList<QByteArray> received;
    if (!send(Server, Marker))
        return {"the marker was not sent"};
    for (int i = 0; i < 1000; ++i) {
        pollfd ready{socket, POLLIN, 0};
        if (::poll(&ready, 1, 5000) != 1)
            return {"the marker did not arrive"};
        std::array<char, 2048> buffer{};
        const ssize_t length = ::recv(socket, buffer.data(), buffer.size(), 0);
        if (length < 20)
            return {"less than an IP header"};
        const int header = (buffer[0] & 0xf) * 4;
        const QByteArray gre(buffer.data() + header, static_cast<qsizetype>(length) - header);
        if (gre == Marker)
            return received;
        received << gre;
    }
    return {"too many packets"};
}

UniqueFd openSocket(std::uint32_t mark = 0)
{
    auto socket = openGreSocket({Server, 1723, Client, mark});
    return socket ? std::move(*socket) : UniqueFd();
}

int option(int socket, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    return ::getsockopt(socket, level, name, &value, &length) == 0 ? value : -1;
}

} // namespace

class TestGreSocket : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void isSetUpForTheWorker();
    void sendsToItsServer();
    void hearsItsServerOnly();
    void dropsExactlyTheNamedCalls();
    void dropsBehindIpOptionsToo();
    void passesWhateverIsNoWellFormedPacket_data();
    void passesWhateverIsNoWellFormedPacket();
    void replacesTheFilter();
    void takesAsManyCallsAsItSays();
    void refusesMoreCalls();
    void showsAnObserverNumberedPacketsOfOneCall();
    void countsWhatAnObserverHasNoRoomFor();
    void locksTheObserversFilter();
    void keepsItsOwnCallOnly();
    void saysWhyItCannotBeOpened();
};

void TestGreSocket::initTestCase()
{
    QCOMPARE(ip("link set lo up"), QString());
}

void TestGreSocket::isSetUpForTheWorker()
{
    const UniqueFd socket = openSocket(0x2a);
    QVERIFY(socket);
    QVERIFY(::fcntl(socket.get(), F_GETFL) & O_NONBLOCK);
    QVERIFY(::fcntl(socket.get(), F_GETFD) & FD_CLOEXEC);
    QCOMPARE(option(socket.get(), SOL_SOCKET, SO_PROTOCOL), IPPROTO_GRE);
    QCOMPARE(option(socket.get(), SOL_SOCKET, SO_MARK), 0x2a);
    QCOMPARE(option(socket.get(), IPPROTO_IP, IP_RECVERR), 1);
}

void TestGreSocket::sendsToItsServer()
{
    const auto server = openGreSocket({Client, 1723, Server, 0}); // the other end, the same way
    QVERIFY(server);
    const UniqueFd socket = openSocket();
    const QByteArray sent = packet(9);
    QCOMPARE(::send(socket.get(), sent.data(), static_cast<std::size_t>(sent.size()), 0), sent.size());
    pollfd ready{server->get(), POLLIN, 0};
    QCOMPARE(::poll(&ready, 1, 5000), 1);
    std::array<char, 100> buffer{};
    QCOMPARE(::recv(server->get(), buffer.data(), buffer.size(), 0), 20 + sent.size());
    QCOMPARE(QByteArray(buffer.data() + 20, sent.size()), sent);
}

void TestGreSocket::hearsItsServerOnly()
{
    const UniqueFd socket = openSocket();
    QVERIFY(send(Stranger, packet(7)));
    QVERIFY(send(Server, packet(8)));
    QCOMPARE(receiveUpToMarker(socket.get()), QList{packet(8)});
}

void TestGreSocket::dropsExactlyTheNamedCalls()
{
    const UniqueFd socket = openSocket();
    const std::array<std::uint16_t, 3> others{1, 0x1234, 0xfffe};
    QVERIFY(dropCalls(socket.get(), others));
    const std::array<std::uint16_t, 10> sent{0x0000, 0x0001, 0x0002, 0x0100, 0x1233,
                                             0x1234, 0x1235, 0x3412, 0xfffd, 0xfffe};
    for (const std::uint16_t callId : sent)
        QVERIFY(send(Server, packet(callId)));
    QVERIFY(send(Server, hex("2081880b0000123400000001"))); // an acknowledgement only, of a named call
    const QList<QByteArray> expected{packet(0x0000), packet(0x0002), packet(0x0100), packet(0x1233),
                                     packet(0x1235), packet(0x3412), packet(0xfffd)};
    QCOMPARE(receiveUpToMarker(socket.get()), expected);
}

void TestGreSocket::dropsBehindIpOptionsToo()
{
    const UniqueFd socket = openSocket();
    QVERIFY(dropCalls(socket.get(), std::array<std::uint16_t, 1>{0x1234}));
    QVERIFY(send(Server, packet(0x1234), true));
    QVERIFY(send(Server, packet(0x1235), true));
    QCOMPARE(receiveUpToMarker(socket.get()), QList{packet(0x1235)});
}

void TestGreSocket::passesWhateverIsNoWellFormedPacket_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing behind the IP header") << QByteArray();
    QTest::newRow("one byte") << hex("30");
    QTest::newRow("no call id") << hex("3001880b0000");
    QTest::newRow("half a call id") << hex("3001880b000012");
    QTest::newRow("version 0") << hex("3000880b0000123400000001");
    QTest::newRow("version 2") << hex("3002880b0000123400000001");
    QTest::newRow("no key") << hex("1001880b0000123400000001");
    QTest::newRow("a checksum") << hex("b001880b0000123400000001");
    QTest::newRow("routing") << hex("7001880b0000123400000001");
    QTest::newRow("a source route") << hex("3801880b0000123400000001");
    QTest::newRow("recursion") << hex("3101880b0000123400000001");
    QTest::newRow("reserved flags") << hex("3041880b0000123400000001");
    QTest::newRow("another protocol") << hex("300108000000123400000001");
}

void TestGreSocket::passesWhateverIsNoWellFormedPacket()
{
    QFETCH(QByteArray, bytes);
    const UniqueFd socket = openSocket();
    QVERIFY(dropCalls(socket.get(), std::array<std::uint16_t, 2>{0x1234, 0}));
    QVERIFY(send(Server, bytes));
    QCOMPARE(receiveUpToMarker(socket.get()), QList{bytes});
}

void TestGreSocket::replacesTheFilter()
{
    const UniqueFd socket = openSocket();
    QVERIFY(dropCalls(socket.get(), {})); // none yet: no error
    QVERIFY(dropCalls(socket.get(), std::array<std::uint16_t, 1>{1}));
    QVERIFY(dropCalls(socket.get(), std::array<std::uint16_t, 1>{2}));
    QVERIFY(send(Server, packet(1)));
    QVERIFY(send(Server, packet(2)));
    QCOMPARE(receiveUpToMarker(socket.get()), QList{packet(1)});
    QVERIFY(dropCalls(socket.get(), {}));
    QVERIFY(send(Server, packet(2)));
    QCOMPARE(receiveUpToMarker(socket.get()), QList{packet(2)});
}

void TestGreSocket::takesAsManyCallsAsItSays()
{
    const UniqueFd socket = openSocket();
    std::vector<std::uint16_t> others;
    for (std::size_t i = 0; i < MaxDroppedCalls; ++i)
        others.push_back(static_cast<std::uint16_t>(1000 + i));
    QVERIFY(dropCalls(socket.get(), others));
    for (const std::uint16_t callId : {others.front(), others[100], others.back()})
        QVERIFY(send(Server, packet(callId)));
    const auto beyond = static_cast<std::uint16_t>(others.back() + 1);
    QVERIFY(send(Server, packet(beyond)));
    QCOMPARE(receiveUpToMarker(socket.get()), QList{packet(beyond)});
}

void TestGreSocket::refusesMoreCalls()
{
    const UniqueFd socket = openSocket();
    QVERIFY(dropCalls(socket.get(), std::array<std::uint16_t, 1>{0}));
    const auto refused = dropCalls(socket.get(), std::vector<std::uint16_t>(MaxDroppedCalls + 1, 5));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::LimitsExceeded);
    QVERIFY(send(Server, packet(0))); // the filter before it still stands
    QCOMPARE(receiveUpToMarker(socket.get()), QList<QByteArray>());
}

void TestGreSocket::showsAnObserverNumberedPacketsOfOneCall()
{
    const auto observer = openGreObserver({Server, 1723, Client, 0}, 0x1234);
    QVERIFY(observer);
    const QByteArray acknowledging = packet(0x1234);
    const QByteArray plain = hex("3001880b00011234000000017e");
    for (const QByteArray& other :
         {packet(0x1235), hex("2081880b0000123400000001"), hex("3001080000011234000000017e"),
          hex("3011880b00011234000000017e"), hex("3000880b00011234000000017e"), hex("30")})
        QVERIFY(send(Server, other));
    QVERIFY(send(Stranger, acknowledging));
    for (const QByteArray& own : {acknowledging, plain}) {
        QVERIFY(send(Server, own));
        pollfd ready{observer->get(), POLLIN, 0};
        QCOMPARE(::poll(&ready, 1, 5000), 1);
        std::array<char, 2048> buffer{};
        QCOMPARE(::recv(observer->get(), buffer.data(), buffer.size(), 0), 20 + own.size());
        QCOMPARE(QByteArray(buffer.data() + 20, own.size()), own);
        QCOMPARE(::recv(observer->get(), buffer.data(), buffer.size(), 0), ssize_t{-1});
    }
}

void TestGreSocket::countsWhatAnObserverHasNoRoomFor()
{
    const auto observer = openGreObserver({Server, 1723, Client, 0}, 0x1234);
    QVERIFY(observer);
    quint32 sent = 0;
    const auto sendNext = [&sent] {
        QByteArray bytes = packet(0x1234) + QByteArray(1400, 'x');
        qToBigEndian(++sent, bytes.data() + 8);
        return send(Server, bytes);
    };
    quint32 read = 0;
    quint32 dropped = 0;
    quint32 number = 0;
    const auto readAll = [&] {
        std::array<char, 64> bytes{};
        alignas(cmsghdr) std::array<char, 64> control{};
        iovec piece{bytes.data(), bytes.size()};
        msghdr message{};
        message.msg_iov = &piece;
        message.msg_iovlen = 1;
        for (;;) {
            message.msg_control = control.data();
            message.msg_controllen = control.size();
            if (::recvmsg(observer->get(), &message, 0) <= 0)
                return;
            ++read;
            number = qFromBigEndian<quint32>(bytes.data() + 28);
            if (const cmsghdr* header = CMSG_FIRSTHDR(&message))
                std::memcpy(&dropped, CMSG_DATA(header), sizeof dropped);
        }
    };
    for (int i = 0; i < 100; ++i)
        QVERIFY(sendNext());
    readAll();
    QVERIFY2(read <= 3, qPrintable(QString::number(read)));
    // The next one for which there is room knows of all before it.
    for (int tries = 0; tries < 1000 && number != sent; ++tries) {
        QVERIFY(sendNext());
        readAll();
    }
    QCOMPARE(number, sent);
    QCOMPARE(dropped + read, sent);
}

void TestGreSocket::locksTheObserversFilter()
{
    const auto observer = openGreObserver({Server, 1723, Client, 0}, 7);
    QVERIFY(observer);
    const int unused = 0;
    QCOMPARE(::setsockopt(observer->get(), SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused), -1);
    QVERIFY(::fcntl(observer->get(), F_GETFL) & O_NONBLOCK);
}

void TestGreSocket::keepsItsOwnCallOnly()
{
    const UniqueFd socket = openSocket();
    QVERIFY(dropCalls(socket.get(), std::array<std::uint16_t, 1>{0xffff}));
    QVERIFY(keepCall(socket.get(), 0xffff)); // that of the marker
    for (const std::uint16_t callId : std::array<std::uint16_t, 5>{0x0000, 0x0001, 0xff00, 0x00ff, 0xfffe})
        QVERIFY(send(Server, packet(callId)));
    const QByteArray malformed = hex("3002880b0000123400000001");
    QVERIFY(send(Server, malformed));
    QVERIFY(send(Server, packet(0xffff), true));
    const QList<QByteArray> expected{malformed, packet(0xffff)};
    QCOMPARE(receiveUpToMarker(socket.get()), expected);
}

void TestGreSocket::saysWhyItCannotBeOpened()
{
    const auto foreign = openGreSocket({Server, 1723, *Ipv4Address::parse("203.0.113.1"), 0});
    QVERIFY(!foreign);
    QCOMPARE(foreign.error().code, ErrorCode::ConfigureFailed);
    QVERIFY(foreign.error().detail.starts_with("localbind 203.0.113.1: "));
    const auto away = openGreSocket({*Ipv4Address::parse("203.0.113.9"), 1723, std::nullopt, 0});
    QVERIFY(!away);
    QCOMPARE(away.error().code, ErrorCode::NoRoute);
}

int main(int argc, char** argv)
{
    pptp::test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestGreSocket test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_gre_socket.moc"
