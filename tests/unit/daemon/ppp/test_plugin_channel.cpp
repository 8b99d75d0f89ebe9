// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/plugin_protocol.h"
#include "daemon/ppp/plugin_channel.h"

#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <vector>

#include <QTest>

using namespace pptp;

namespace {

struct Pair {
    std::vector<PppReport> reports;
    std::vector<Error> errors;
    PluginChannel channel{{.report = [this](const PppReport& report) { reports.push_back(report); },
                           .broken = [this](const Error& error) { errors.push_back(error); }}};
    UniqueFd plugin = std::move(*channel.open());

    template <class Record>
    void send(const Record& record) const
    {
        QCOMPARE(::send(plugin.get(), &record, sizeof(record), MSG_NOSIGNAL), ssize_t{sizeof(record)});
    }
    [[nodiscard]] pptp_plugin_secret receive() const
    {
        pptp_plugin_secret answer{};
        const ssize_t size = recv(plugin.get(), &answer, sizeof(answer), MSG_DONTWAIT);
        return size == sizeof(answer) ? answer : pptp_plugin_secret{};
    }
};

constexpr pptp_plugin_ip_down Down{PPTP_PLUGIN_IP_DOWN, 0};

} // namespace

class TestPluginChannel : public QObject {
    Q_OBJECT
private slots:
    void reportsEachRecordInOrder();
    void drainsWhatADeadPluginLeft();
    void nothingFollowsARecordThatMakesNoSense();
    void refusesADatagramThatIsTooLong();
    void surprisesNobodyWithAnEmptyDatagram();
    void answersWithThePassword();
    void refusesWhatPppdCannotTake_data();
    void refusesWhatPppdCannotTake();
    void survivesAnAnswerToNobody();
    void neitherEndSurvivesAnExec();
};

void TestPluginChannel::reportsEachRecordInOrder()
{
    Pair pair;
    pair.send(pptp_plugin_hello{PPTP_PLUGIN_HELLO, PPTP_PLUGIN_PROTOCOL_VERSION, "2.5.2"});
    pair.send(Down);
    QTRY_COMPARE(pair.reports.size(), std::size_t{2});
    QCOMPARE(pair.reports[0], PppReport(PppHello{"2.5.2"}));
    QCOMPARE(pair.reports[1], PppReport(PppDown{}));
    QVERIFY(pair.errors.empty());
}

void TestPluginChannel::drainsWhatADeadPluginLeft()
{
    Pair pair;
    for (int i = 0; i < 20; ++i)
        pair.send(Down);
    pair.plugin.reset();
    pair.channel.drain();
    QCOMPARE(pair.reports.size(), std::size_t{20});
    QVERIFY(pair.errors.empty());
    pair.channel.drain();
}

void TestPluginChannel::nothingFollowsARecordThatMakesNoSense()
{
    Pair pair;
    pair.send(Down);
    pair.send(std::uint32_t{77});
    pair.send(Down);
    QTRY_COMPARE(pair.errors.size(), std::size_t{1});
    pair.channel.drain();
    QCOMPARE(pair.reports.size(), std::size_t{1});
    QCOMPARE(pair.errors.size(), std::size_t{1});
    QCOMPARE(pair.errors[0].code, ErrorCode::PppdFailed);
}

void TestPluginChannel::refusesADatagramThatIsTooLong()
{
    Pair pair;
    std::array<char, 4000> record{};
    record[0] = PPTP_PLUGIN_IP_DOWN;
    pair.send(record);
    pair.channel.drain();
    QCOMPARE(pair.errors.size(), std::size_t{1});
}

void TestPluginChannel::surprisesNobodyWithAnEmptyDatagram()
{
    Pair pair;
    QCOMPARE(::send(pair.plugin.get(), "", 0, MSG_NOSIGNAL), ssize_t{0});
    pair.channel.drain(); // cannot be told from the end of the channel, and is it
    QVERIFY(pair.reports.empty());
    pair.channel.drain();
}

void TestPluginChannel::answersWithThePassword()
{
    Pair pair;
    QVERIFY(pair.channel.answer(Secret(std::string("s3cret \xC3\xA4"))).has_value());
    const pptp_plugin_secret answer = pair.receive();
    QCOMPARE(answer.type, std::uint32_t{PPTP_PLUGIN_SECRET});
    QCOMPARE(answer.granted, 1U);
    QCOMPARE(QByteArray(reinterpret_cast<const char*>(answer.bytes), int(answer.length)),
             QByteArray("s3cret \xC3\xA4"));
    QVERIFY(pair.channel.answer(Secret(std::string(255, 'x'))).has_value());
    QCOMPARE(pair.receive().length, 255U);
}

void TestPluginChannel::refusesWhatPppdCannotTake_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::newRow("too long") << QByteArray(256, 'x');
    QTest::newRow("zero byte") << QByteArray("se\0cret", 7);
}

void TestPluginChannel::refusesWhatPppdCannotTake()
{
    QFETCH(QByteArray, password);
    Pair pair;
    const auto answered = pair.channel.answer(Secret(password.toStdString()));
    QVERIFY(!answered.has_value());
    QCOMPARE(answered.error().code, ErrorCode::NoSecrets);
    const pptp_plugin_secret answer = pair.receive();
    QCOMPARE(answer.type, std::uint32_t{PPTP_PLUGIN_SECRET});
    QCOMPARE(answer.granted, 0U);
    QCOMPARE(answer.length, 0U);
}

void TestPluginChannel::survivesAnAnswerToNobody()
{
    Pair pair;
    pair.plugin.reset();
    QVERIFY(pair.channel.answer(Secret(std::string("x"))).has_value());
    pair.channel.drain();
    pair.channel.refuse();
}

void TestPluginChannel::neitherEndSurvivesAnExec()
{
    const Pair pair;
    QVERIFY((fcntl(pair.plugin.get(), F_GETFD) & FD_CLOEXEC) != 0);
}

QTEST_GUILESS_MAIN(TestPluginChannel)
#include "test_plugin_channel.moc"
