// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/plugin_protocol.h"
#include "daemon/ppp/pppd_report.h"

#include <cstring>
#include <functional>

#include <QTest>

using namespace pptp;

namespace {

template <class Record>
Result<PppReport> decoded(const Record& record)
{
    return decodePppReport(std::as_bytes(std::span(&record, 1)));
}

/// Addresses as they stand in memory, in network byte order.
std::uint32_t address(unsigned char a, unsigned char b, unsigned char c, unsigned char d)
{
    const unsigned char bytes[4]{a, b, c, d};
    std::uint32_t value = 0;
    std::memcpy(&value, bytes, sizeof(value));
    return value;
}

pptp_plugin_ip_up goodUp()
{
    pptp_plugin_ip_up up{};
    up.type = PPTP_PLUGIN_IP_UP;
    up.interface_index = 12;
    std::strcpy(up.interface_name, "ppp0");
    up.local_address = address(10, 99, 0, 2);
    up.peer_address = address(10, 99, 0, 1);
    up.dns[0] = address(10, 99, 0, 53);
    up.dns[1] = address(10, 99, 0, 54);
    up.mtu = 1396;
    up.authentication = PPTP_PLUGIN_AUTH_MSCHAPV2;
    up.mppe_bits = 128;
    up.mppe_stateless = 1;
    return up;
}

pptp_plugin_exit exitOf(int status, std::uint32_t phase, std::uint32_t failure)
{
    pptp_plugin_exit exit{};
    exit.type = PPTP_PLUGIN_EXIT;
    exit.status = status;
    exit.last_phase = phase;
    exit.failure = failure;
    return exit;
}

using Spoil = std::function<void(pptp_plugin_ip_up&)>;

} // namespace
Q_DECLARE_METATYPE(Spoil)

class TestPppdReport : public QObject {
    Q_OBJECT
private slots:
    void readsHello();
    void readsPhaseAndStatus();
    void readsASecretRequestWithItsMethod();
    void readsALinkThatIsUp();
    void knowsAPeerWithoutAddress();
    void namesEveryEncryption_data();
    void namesEveryEncryption();
    void listsTheSameNameServerOnce();
    void readsTheEnd();
    void readsThePeersWords();
    void refusesAnotherProtocolVersion();
    void refusesWrongSizesAndTypes();
    void refusesNumbersOutsideTheirRange();
    void refusesAnImpossibleLink_data();
    void refusesAnImpossibleLink();
    void makesForeignTextPrintable();
    void mapsPhasesToThoseOfTheTunnel_data();
    void mapsPhasesToThoseOfTheTunnel();
};

void TestPppdReport::readsHello()
{
    pptp_plugin_hello hello{PPTP_PLUGIN_HELLO, PPTP_PLUGIN_PROTOCOL_VERSION, "2.4.9"};
    QCOMPARE(decoded(hello).value(), PppReport(PppHello{"2.4.9"}));
}

void TestPppdReport::readsPhaseAndStatus()
{
    const pptp_plugin_phase_record record{PPTP_PLUGIN_PHASE, PPTP_PLUGIN_PHASE_NETWORK, 10};
    QCOMPARE(decoded(record).value(), PppReport(PppPhaseChange{PppPhase::Network, 10}));
}

void TestPppdReport::readsASecretRequestWithItsMethod()
{
    const pptp_plugin_secret_request record{PPTP_PLUGIN_SECRET_REQUEST, PPTP_PLUGIN_AUTH_MSCHAPV2};
    QCOMPARE(decoded(record).value(), PppReport(PppSecretRequest{"mschapv2"}));
}

void TestPppdReport::readsALinkThatIsUp()
{
    PppUp up;
    up.interface = "ppp0";
    up.interfaceIndex = 12;
    up.localAddress = {0x0A630002};
    up.peerAddress = Ipv4Address{0x0A630001};
    up.dnsServers = {{0x0A630035}, {0x0A630036}};
    up.mtu = 1396;
    up.authentication = "mschapv2";
    up.encryption = "mppe-128-stateless";
    up.protection = "mppe128";
    up.mppeBits = 128;
    up.mppeStateless = true;
    QCOMPARE(decoded(goodUp()).value(), PppReport(up));
}

void TestPppdReport::knowsAPeerWithoutAddress()
{
    pptp_plugin_ip_up up = goodUp();
    up.peer_address = 0;
    QVERIFY(!std::get<PppUp>(decoded(up).value()).peerAddress.has_value());
}

void TestPppdReport::namesEveryEncryption_data()
{
    QTest::addColumn<quint32>("bits");
    QTest::addColumn<quint32>("stateless");
    QTest::addColumn<QString>("encryption");
    QTest::addColumn<QString>("protection");
    QTest::newRow("none") << 0U << 0U << "none"
                          << "none";
    QTest::newRow("40") << 40U << 1U << "mppe-40-stateless"
                        << "mppe40";
    QTest::newRow("56") << 56U << 0U << "mppe-56-stateful"
                        << "mppe40";
    QTest::newRow("128 stateful") << 128U << 0U << "mppe-128-stateful"
                                  << "mppe128";
}

void TestPppdReport::namesEveryEncryption()
{
    QFETCH(quint32, bits);
    QFETCH(quint32, stateless);
    pptp_plugin_ip_up record = goodUp();
    record.mppe_bits = bits;
    record.mppe_stateless = stateless;
    const auto up = std::get<PppUp>(decoded(record).value());
    QTEST(QString::fromStdString(up.encryption), "encryption");
    QTEST(QString::fromStdString(up.protection), "protection");
}

void TestPppdReport::listsTheSameNameServerOnce()
{
    pptp_plugin_ip_up up = goodUp();
    up.dns[1] = up.dns[0];
    QCOMPARE(std::get<PppUp>(decoded(up).value()).dnsServers, (std::vector<Ipv4Address>{{0x0A630035}}));
}

void TestPppdReport::readsTheEnd()
{
    const pptp_plugin_ip_down down{PPTP_PLUGIN_IP_DOWN, 0};
    QCOMPARE(decoded(down).value(), PppReport(PppDown{}));
    const pptp_plugin_heard heard{PPTP_PLUGIN_HEARD, 0};
    QCOMPARE(decoded(heard).value(), PppReport(PppHeard{}));
    const pptp_plugin_heard answer{PPTP_PLUGIN_HEARD, 1};
    QCOMPARE(decoded(answer).value(), PppReport(PppHeard{true}));
    QCOMPARE(decoded(exitOf(10, PPTP_PLUGIN_PHASE_NETWORK, PPTP_PLUGIN_FAILURE_MPPE_WEAK)).value(),
             PppReport(PppExit{10, PppPhase::Network, PppFailure::MppeWeak}));
}

void TestPppdReport::readsThePeersWords()
{
    pptp_plugin_exit exit = exitOf(19, PPTP_PLUGIN_PHASE_AUTHENTICATE, PPTP_PLUGIN_FAILURE_NONE);
    exit.peer_error = 648;
    exit.wanted_authentication = PPTP_PLUGIN_AUTH_PAP;
    std::strcpy(exit.peer_text, "expired\x1b[31m");
    QCOMPARE(decoded(exit).value(), PppReport(PppExit{19, PppPhase::Authenticate, PppFailure::None, 648, 1,
                                                      "expired\xEF\xBF\xBD[31m"}));
}

void TestPppdReport::refusesAnotherProtocolVersion()
{
    const pptp_plugin_hello hello{PPTP_PLUGIN_HELLO, PPTP_PLUGIN_PROTOCOL_VERSION + 1, "2.4.9"};
    QVERIFY(!decoded(hello).has_value());
}

void TestPppdReport::refusesWrongSizesAndTypes()
{
    QVERIFY(!decodePppReport({}).has_value());
    const pptp_plugin_ip_up up = goodUp();
    const auto bytes = std::as_bytes(std::span(&up, 1));
    for (std::size_t size = 0; size < bytes.size(); ++size)
        QVERIFY(!decodePppReport(bytes.first(size)).has_value());
    struct {
        pptp_plugin_ip_down record;
        std::uint32_t more;
    } const longer{{PPTP_PLUGIN_IP_DOWN, 0}, 0};
    QVERIFY(!decoded(longer).has_value());
    for (const std::uint32_t type : {0U, 8U, 100U, 0xFFFFFFFFU})
        QVERIFY(!decoded(pptp_plugin_ip_down{type, 0}).has_value());
}

void TestPppdReport::refusesNumbersOutsideTheirRange()
{
    QVERIFY(!decoded(pptp_plugin_phase_record{PPTP_PLUGIN_PHASE, 8, 0}).has_value());
    QVERIFY(!decoded(pptp_plugin_secret_request{PPTP_PLUGIN_SECRET_REQUEST, 6}).has_value());
    QVERIFY(!decoded(pptp_plugin_heard{PPTP_PLUGIN_HEARD, 2}).has_value());
    QVERIFY(!decoded(exitOf(0, 8, 0)).has_value());
    QVERIFY(!decoded(exitOf(0, 0, 6)).has_value());
    pptp_plugin_exit exit = exitOf(0, 0, 0);
    exit.wanted_authentication = 6;
    QVERIFY(!decoded(exit).has_value());
    exit = exitOf(0, 0, 0);
    std::memset(exit.peer_text, 'x', sizeof(exit.peer_text));
    QVERIFY(!decoded(exit).has_value());
    pptp_plugin_hello hello{PPTP_PLUGIN_HELLO, PPTP_PLUGIN_PROTOCOL_VERSION, {}};
    std::memset(hello.pppd_version, 'x', sizeof(hello.pppd_version));
    QVERIFY(!decoded(hello).has_value());
}

void TestPppdReport::refusesAnImpossibleLink_data()
{
    QTest::addColumn<Spoil>("spoil");
    const auto row = [](const char* name, Spoil spoil) { QTest::newRow(name) << spoil; };
    row("no name", [](auto& up) { up.interface_name[0] = 0; });
    row("name without end", [](auto& up) { std::memset(up.interface_name, 'p', sizeof(up.interface_name)); });
    row("no index", [](auto& up) { up.interface_index = 0; });
    row("negative index", [](auto& up) { up.interface_index = -1; });
    row("no address", [](auto& up) { up.local_address = 0; });
    row("authentication", [](auto& up) { up.authentication = 6; });
    row("key length", [](auto& up) { up.mppe_bits = 64; });
    row("stateless", [](auto& up) { up.mppe_stateless = 2; });
    row("MTU", [](auto& up) { up.mtu = 65536; });
}

void TestPppdReport::refusesAnImpossibleLink()
{
    QFETCH(Spoil, spoil);
    pptp_plugin_ip_up up = goodUp();
    QVERIFY(decoded(up).has_value());
    spoil(up);
    const auto report = decoded(up);
    QVERIFY(!report.has_value());
    QCOMPARE(report.error().code, ErrorCode::PppdFailed);
}

void TestPppdReport::makesForeignTextPrintable()
{
    const pptp_plugin_hello hello{PPTP_PLUGIN_HELLO, PPTP_PLUGIN_PROTOCOL_VERSION, "2.4\n\x1b[31m"};
    QCOMPARE(std::get<PppHello>(decoded(hello).value()).pppdVersion,
             std::string("2.4\xEF\xBF\xBD\xEF\xBF\xBD[31m"));
}

void TestPppdReport::mapsPhasesToThoseOfTheTunnel_data()
{
    QTest::addColumn<int>("ppp");
    QTest::addColumn<int>("tunnel");
    const auto row = [](const char* name, PppPhase ppp, Phase tunnel) {
        QTest::newRow(name) << static_cast<int>(ppp) << static_cast<int>(tunnel);
    };
    row("starting", PppPhase::Starting, Phase::Lcp);
    row("establish", PppPhase::Establish, Phase::Lcp);
    row("authenticate", PppPhase::Authenticate, Phase::Auth);
    row("network", PppPhase::Network, Phase::Ccp);
    row("running", PppPhase::Running, Phase::Configuring);
    row("terminate", PppPhase::Terminate, Phase::None);
    row("disconnect", PppPhase::Disconnect, Phase::None);
    row("dead", PppPhase::Dead, Phase::None);
}

void TestPppdReport::mapsPhasesToThoseOfTheTunnel()
{
    QFETCH(int, ppp);
    QTEST(static_cast<int>(tunnelPhase(static_cast<PppPhase>(ppp)).value_or(Phase::None)), "tunnel");
}

QTEST_APPLESS_MAIN(TestPppdReport)
#include "test_pppd_report.moc"
