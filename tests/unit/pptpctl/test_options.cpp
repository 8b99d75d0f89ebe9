// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/options.h"

#include <QTest>

using namespace pptp;

namespace {

std::variant<Options, EarlyExit> parse(const QString& line)
{
    std::vector<std::string> arguments;
    for (const QString& word : line.split(' ', Qt::SkipEmptyParts))
        arguments.push_back(word.toStdString());
    return parseOptions(arguments);
}

Options parsed(const QString& line)
{
    const auto result = parse(line);
    if (const auto* early = std::get_if<EarlyExit>(&result))
        qFatal("%s: %s", qPrintable(line), early->err.c_str());
    return std::get<Options>(result);
}

} // namespace

class TestOptions : public QObject {
    Q_OBJECT

private slots:
    void knowsItsVerbs_data()
    {
        QTest::addColumn<Verb>("verb");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("") << Verb::Status << QStringList{};
        QTest::newRow("status") << Verb::Status << QStringList{};
        QTest::newRow("status a b") << Verb::Status << QStringList{"a", "b"};
        QTest::newRow("list") << Verb::List << QStringList{};
        QTest::newRow("connect work") << Verb::Connect << QStringList{"work"};
        QTest::newRow("up work") << Verb::Connect << QStringList{"work"};
        QTest::newRow("reconnect work") << Verb::Reconnect << QStringList{"work"};
        QTest::newRow("disconnect work") << Verb::Disconnect << QStringList{"work"};
        QTest::newRow("down work") << Verb::Disconnect << QStringList{"work"};
        QTest::newRow("stats work") << Verb::Stats << QStringList{"work"};
        QTest::newRow("agent") << Verb::Agent << QStringList{};
        QTest::newRow("password work") << Verb::Password << QStringList{"work"};
        QTest::newRow("diagnose work") << Verb::Diagnose << QStringList{"work"};
        QTest::newRow("diagnose --quick vpn.example.com:1723")
            << Verb::Diagnose << QStringList{"vpn.example.com:1723"};
        QTest::newRow("connect diagnose") << Verb::Connect << QStringList{"diagnose"};
        QTest::newRow("connect password") << Verb::Connect << QStringList{"password"};
        QTest::newRow("connect stats") << Verb::Connect << QStringList{"stats"};
        QTest::newRow("connect -- -w") << Verb::Connect << QStringList{"-w"};
    }
    void knowsItsVerbs()
    {
        const Options options = parsed(QTest::currentDataTag());
        QTEST(options.verb, "verb");
        QTEST(options.names, "names");
    }

    void takesGlobalOptionsAnywhere_data()
    {
        QTest::addColumn<JsonStyle>("json");
        QTest::newRow("status work") << JsonStyle::Off;
        QTest::newRow("--json status work") << JsonStyle::Pretty;
        QTest::newRow("status --json work") << JsonStyle::Pretty;
        QTest::newRow("status work --json") << JsonStyle::Pretty;
        QTest::newRow("status --json=short work") << JsonStyle::Short;
        QTest::newRow("--json=lines status work") << JsonStyle::Lines;
        QTest::newRow("status work --json=off") << JsonStyle::Off;
    }
    void takesGlobalOptionsAnywhere()
    {
        const Options options = parsed(QTest::currentDataTag());
        QTEST(options.json, "json");
        QCOMPARE(options.names, QStringList{"work"});
    }

    void readsWaitAndWatch()
    {
        QCOMPARE(parsed("connect work").waitSeconds, std::nullopt);
        QCOMPARE(parsed("connect work -w 5").waitSeconds, 5);
        QCOMPARE(parsed("connect --wait=0 work").waitSeconds, 0);
        QCOMPARE(parsed("stats work").watchSeconds, std::nullopt);
        QCOMPARE(parsed("stats -w work").watchSeconds, 1.0);
        QCOMPARE(parsed("stats work --watch").watchSeconds, 1.0);
        QCOMPARE(parsed("stats -w=0.5 work").watchSeconds, 0.5);
        QCOMPARE(parsed("stats --watch=2 work --count 3").watchSeconds, 2.0);
        QCOMPARE(parsed("stats --watch=2 work --count 3").count, 3);
    }

    void readsTheRest()
    {
        const Options options =
            parsed("-q --no-legend --no-ask -c never --bus unix:path=/x status --check work");
        QVERIFY(options.quiet && options.noLegend && options.noAsk && options.check);
        QCOMPARE(options.color, ColorMode::Never);
        QCOMPARE(options.bus, "unix:path=/x");
        QCOMPARE(parsed("connect work").color, ColorMode::Auto);
    }

    void readsWhereThePasswordIs()
    {
        QCOMPARE(parsed("connect work").passwordFile, QString());
        QCOMPARE(parsed("connect work --password-file -").passwordFile, "-");
        QCOMPARE(parsed("password work --password-file=/x").passwordFile, "/x");
        QCOMPARE(parsed("connect work --password-fd 5").passwordFd, 5);
        QVERIFY(parsed("password work --clear").clear);
        QVERIFY(parsed("connect -a work").ask && parsed("--ask agent").ask && !parsed("agent").ask);
    }

    void refusesNonsense_data()
    {
        QTest::addColumn<int>("unused");
        for (const char* line : {"dance",
                                 "connect",
                                 "connect a b",
                                 "--json=xml",
                                 "status --json=",
                                 "-c sometimes",
                                 "connect work -w -1",
                                 "connect work -w soon",
                                 "connect work -w 99999999",
                                 "stats work -w=0.1",
                                 "stats work -w=61",
                                 "stats work --count 0",
                                 "list work",
                                 "--watch",
                                 "status --wait 3",
                                 "connect work --password-file x --password-fd 3",
                                 "connect work --password-fd -1",
                                 "status --password-file x",
                                 "password",
                                 "password work --clear --password-file x",
                                 "agent work",
                                 "connect work --ask --no-ask"})
            QTest::newRow(line) << 0;
    }
    void refusesNonsense()
    {
        const auto result = parse(QTest::currentDataTag());
        const auto* early = std::get_if<EarlyExit>(&result);
        QVERIFY(early);
        QCOMPARE(early->exitCode, 2);
        QCOMPARE(early->out, "");
        QVERIFY2(early->err.starts_with("Error: "), early->err.c_str());
    }

    void helpsOnStandardOutput_data()
    {
        QTest::addColumn<QString>("content");
        QTest::newRow("--help") << "connect, up";
        QTest::newRow("-h") << "--json";
        QTest::newRow("connect --help") << "--wait SECONDS";
        QTest::newRow("--version") << "pptpctl ";
    }
    void helpsOnStandardOutput()
    {
        QFETCH(QString, content);
        const auto result = parse(QTest::currentDataTag());
        const auto* early = std::get_if<EarlyExit>(&result);
        QVERIFY(early);
        QCOMPARE(early->exitCode, 0);
        QCOMPARE(early->err, "");
        QVERIFY2(QString::fromStdString(early->out).contains(content), early->out.c_str());
        QVERIFY(!early->out.ends_with("\n\n") && early->out.ends_with('\n'));
    }

    void hidesTheOptionForTests()
    {
        const auto result = parse("--help");
        QVERIFY(!QString::fromStdString(std::get<EarlyExit>(result).out).contains("--bus"));
    }
};

QTEST_GUILESS_MAIN(TestOptions)
#include "test_options.moc"
