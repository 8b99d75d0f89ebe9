// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/tcp_connector.h"

#include "network_namespace.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <sys/socket.h>
#include <vector>

#include <QElapsedTimer>
#include <QTest>

using namespace pptp;
using namespace std::chrono_literals;
using pptp::test::ip;

namespace {

const Ipv4Address Loopback = *Ipv4Address::parse("127.0.0.1");

/// A listening socket that accepts nothing by itself.
class Listener {
public:
    explicit Listener(int backlog) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(Loopback.value);
        socklen_t length = sizeof address;
        auto* any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(m_socket.get(), any, length) == 0 && ::listen(m_socket.get(), backlog) == 0 &&
            ::getsockname(m_socket.get(), any, &length) == 0)
            port = ntohs(address.sin_port);
    }
    [[nodiscard]] UniqueFd accept(sockaddr_in& peer) const
    {
        socklen_t length = sizeof peer;
        return UniqueFd(::accept4(m_socket.get(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_CLOEXEC));
    }

    std::uint16_t port = 0;

private:
    UniqueFd m_socket;
};

int option(int socket, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    return ::getsockopt(socket, level, name, &value, &length) == 0 ? value : -1;
}

} // namespace

class TestTcpConnector : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void givesAConnectedSocket();
    void usesTheAddressAndTheMarkOfTheProfile();
    void saysThatTheServerRefused();
    void givesUpAtTheDeadline();
    void namesWhatTheNetworkSays_data();
    void namesWhatTheNetworkSays();
    void saysWhyItCouldNotStart();
    void answersLaterEvenIfItFailsAtOnce();
    void isSilentAfterCancel();
    void isSilentWhenDestroyed();
    void aNewCallReplacesTheOld();
    void mayBeUsedAgainFromItsCallback();
    void mayBeDestroyedFromItsCallback();

private:
    void start(const ServerEndpoint& endpoint, std::chrono::milliseconds deadline = 20s);

    std::unique_ptr<TcpConnector> m_connector;
    std::optional<Result<UniqueFd>> m_result;
    int m_calls = 0;
};

void TestTcpConnector::initTestCase()
{
    QCOMPARE(ip("link set lo up"), QString());
    QCOMPARE(ip("link add va type veth peer name vb"), QString());
    QCOMPARE(ip("addr add 192.0.2.7/24 dev va"), QString());
    QCOMPARE(ip("link set va up"), QString());
    QCOMPARE(ip("link set vb up"), QString());
    QCOMPARE(ip("neigh add 192.0.2.50 lladdr 02:00:00:00:00:50 dev va"), QString()); // nobody is there
    QCOMPARE(ip("route add unreachable 198.51.100.1"), QString());
    QCOMPARE(ip("route add blackhole 198.51.100.2"), QString());
    QCOMPARE(ip("route add prohibit 198.51.100.3"), QString());
}

void TestTcpConnector::init()
{
    m_connector = std::make_unique<TcpConnector>();
    m_result.reset();
    m_calls = 0;
}

void TestTcpConnector::start(const ServerEndpoint& endpoint, std::chrono::milliseconds deadline)
{
    m_connector->connectTo(endpoint, deadline, [this](Result<UniqueFd> result) {
        ++m_calls;
        m_result = std::move(result);
    });
}

void TestTcpConnector::givesAConnectedSocket()
{
    const Listener listener(1);
    start({Loopback, listener.port, std::nullopt, 0});
    QTRY_VERIFY(m_result);
    QVERIFY(*m_result);
    const int socket = (*m_result)->get();
    QVERIFY(::fcntl(socket, F_GETFL) & O_NONBLOCK);
    QVERIFY(::fcntl(socket, F_GETFD) & FD_CLOEXEC);
    QVERIFY(option(socket, IPPROTO_TCP, TCP_NODELAY) > 0);
    sockaddr_in peer{};
    const UniqueFd accepted = listener.accept(peer);
    QCOMPARE(::write(socket, "x", 1), 1);
    char byte = 0;
    QCOMPARE(::read(accepted.get(), &byte, 1), 1);
    QCOMPARE(byte, 'x');
    QCOMPARE(m_calls, 1);
}

void TestTcpConnector::usesTheAddressAndTheMarkOfTheProfile()
{
    const Listener listener(1);
    start({Loopback, listener.port, *Ipv4Address::parse("127.0.0.5"), 0x17});
    QTRY_VERIFY(m_result);
    QVERIFY(*m_result);
    QCOMPARE(option((*m_result)->get(), SOL_SOCKET, SO_MARK), 0x17);
    sockaddr_in peer{};
    QVERIFY(listener.accept(peer));
    QCOMPARE(ntohl(peer.sin_addr.s_addr), Ipv4Address::parse("127.0.0.5")->value);
}

void TestTcpConnector::saysThatTheServerRefused()
{
    start({Loopback, 1, std::nullopt, 0}); // nobody listens in this network
    QTRY_VERIFY(m_result);
    QVERIFY(!*m_result);
    QCOMPARE(m_result->error().code, ErrorCode::ConnectionRefused);
    QCOMPARE(m_result->error().detail, std::string("127.0.0.1:1: Connection refused"));
}

void TestTcpConnector::givesUpAtTheDeadline()
{
    QElapsedTimer clock;
    clock.start();
    start({*Ipv4Address::parse("192.0.2.50"), 1723, std::nullopt, 0}, 150ms);
    QTRY_VERIFY(m_result);
    QVERIFY(clock.elapsed() >= 140);
    QVERIFY(clock.elapsed() < 3000);
    QVERIFY(!*m_result);
    QCOMPARE(m_result->error().code, ErrorCode::ServerUnreachable);
    QCOMPARE(m_result->error().detail, std::string("192.0.2.50:1723: no answer within 150 ms"));
}

void TestTcpConnector::namesWhatTheNetworkSays_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* server, ErrorCode code) {
        QTest::newRow(name) << server << static_cast<int>(code);
    };
    row("no route", "203.0.113.9", ErrorCode::NoRoute);
    row("unreachable", "198.51.100.1", ErrorCode::ServerUnreachable);
    row("blackhole", "198.51.100.2", ErrorCode::NoRoute);
    row("prohibit", "198.51.100.3", ErrorCode::NoRoute);
}

void TestTcpConnector::namesWhatTheNetworkSays()
{
    QFETCH(QString, server);
    QFETCH(int, code);
    start({*Ipv4Address::parse(server.toStdString()), 1723, std::nullopt, 0});
    QTRY_VERIFY(m_result);
    QVERIFY(!*m_result);
    QCOMPARE(static_cast<int>(m_result->error().code), code);
    QVERIFY(QString::fromStdString(m_result->error().detail).startsWith(server + ":1723: "));
}

void TestTcpConnector::saysWhyItCouldNotStart()
{
    start({Loopback, 1, *Ipv4Address::parse("203.0.113.1"), 0});
    QTRY_VERIFY(m_result);
    QVERIFY(!*m_result);
    QCOMPARE(m_result->error().code, ErrorCode::ConfigureFailed);
    QVERIFY(m_result->error().detail.starts_with("localbind 203.0.113.1: "));
}

void TestTcpConnector::answersLaterEvenIfItFailsAtOnce()
{
    start({*Ipv4Address::parse("203.0.113.9"), 1723, std::nullopt, 0});
    QVERIFY(!m_result);
    QTRY_COMPARE(m_calls, 1);
}

void TestTcpConnector::isSilentAfterCancel()
{
    const Listener listener(1);
    start({Loopback, listener.port, std::nullopt, 0});
    m_connector->cancel();
    start({*Ipv4Address::parse("203.0.113.9"), 1723, std::nullopt, 0});
    m_connector->cancel();
    // Another connector's answer, made later, comes first.
    TcpConnector other;
    bool answered = false;
    other.connectTo({Loopback, listener.port, std::nullopt, 0}, 20s, [&](const auto&) { answered = true; });
    QTRY_VERIFY(answered);
    QCoreApplication::processEvents();
    QCOMPARE(m_calls, 0);
}

void TestTcpConnector::isSilentWhenDestroyed()
{
    const Listener listener(1);
    start({Loopback, listener.port, std::nullopt, 0});
    m_connector.reset();
    TcpConnector other;
    bool answered = false;
    other.connectTo({Loopback, listener.port, std::nullopt, 0}, 20s, [&](const auto&) { answered = true; });
    QTRY_VERIFY(answered);
    QCOMPARE(m_calls, 0);
}

void TestTcpConnector::aNewCallReplacesTheOld()
{
    const Listener listener(1);
    start({Loopback, 1, std::nullopt, 0});
    start({Loopback, listener.port, std::nullopt, 0});
    QTRY_VERIFY(m_result);
    QVERIFY(*m_result);
    QCoreApplication::processEvents();
    QCOMPARE(m_calls, 1);
}

void TestTcpConnector::mayBeUsedAgainFromItsCallback()
{
    const Listener listener(1);
    m_connector->connectTo({Loopback, 1, std::nullopt, 0}, 20s, [&](const auto&) {
        start({Loopback, listener.port, std::nullopt, 0});
    });
    QTRY_VERIFY(m_result);
    QVERIFY(*m_result);
}

void TestTcpConnector::mayBeDestroyedFromItsCallback()
{
    const Listener listener(1);
    for (const std::uint16_t port : {listener.port, std::uint16_t{1}}) {
        m_connector = std::make_unique<TcpConnector>();
        int calls = 0;
        m_connector->connectTo({Loopback, port, std::nullopt, 0}, 20s, [&](const auto&) {
            m_connector.reset();
            ++calls;
        });
        QTRY_COMPARE(calls, 1);
    }
    m_connector = std::make_unique<TcpConnector>();
    int calls = 0;
    m_connector->connectTo({*Ipv4Address::parse("192.0.2.50"), 1723, std::nullopt, 0}, 1ms, [&](const auto&) {
        m_connector.reset();
        ++calls;
    });
    QTRY_COMPARE(calls, 1);
}

int main(int argc, char** argv)
{
    pptp::test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestTcpConnector test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_tcp_connector.moc"
