// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/call_options.h"

#include <QTest>
#include <fcntl.h>
#include <sdbus-c++/Types.h>

using namespace pptp;

class TestCallOptions : public QObject {
    Q_OBJECT
private slots:
    void hasDefaults()
    {
        const auto parsed = parseCallOptions({}, OptionSet::WaitAndInteractive);
        QVERIFY(parsed.has_value());
        QVERIFY(parsed->wait);
        QVERIFY(parsed->interactive);
    }

    void readsKnownKeys()
    {
        const auto parsed =
            parseCallOptions({{"wait", sdbus::Variant(false)}, {"interactive", sdbus::Variant(false)}},
                             OptionSet::WaitAndInteractive);
        QVERIFY(parsed.has_value());
        QVERIFY(!parsed->wait);
        QVERIFY(!parsed->interactive);
    }

    void ignoresExtensions()
    {
        QVERIFY(parseCallOptions({{"x-test", sdbus::Variant(7)}}, OptionSet::InteractiveOnly).has_value());
    }

    void namesTheKeyThatItRefuses_data()
    {
        QTest::addColumn<std::string>("key");
        QTest::addColumn<bool>("isBool");
        QTest::newRow("typing mistake") << std::string("wiat") << true;
        QTest::newRow("capital") << std::string("Wait") << true;
        QTest::newRow("empty") << std::string() << true;
        QTest::newRow("wrong type of wait") << std::string("wait") << false;
        QTest::newRow("wrong type of interactive") << std::string("interactive") << false;
    }

    void namesTheKeyThatItRefuses()
    {
        QFETCH(std::string, key);
        QFETCH(bool, isBool);
        const OptionMap options{{key, isBool ? sdbus::Variant(true) : sdbus::Variant("true")}};
        const auto parsed = parseCallOptions(options, OptionSet::WaitAndInteractive);
        QVERIFY(!parsed.has_value());
        QCOMPARE(parsed.error().code, ErrorCode::InvalidArguments);
        QVERIFY(parsed.error().detail.find('"' + key + '"') != std::string::npos);
    }

    void takesTheDescriptorOfASecret()
    {
        const int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        const OptionMap secrets{{"password", sdbus::Variant(sdbus::UnixFd(fd, sdbus::adopt_fd))}};
        const OptionMap options{{"secrets", sdbus::Variant(secrets)}};
        const auto parsed = parseCallOptions(options, OptionSet::WaitAndSecrets);
        QVERIFY(parsed && parsed->password && *parsed->password);
        QVERIFY(!parseCallOptions(options, OptionSet::WaitAndInteractive));
    }

    void refusesSecretsThatAreNoDescriptors_data()
    {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind < 3; ++kind)
            QTest::addRow("%d", kind) << kind;
    }

    void refusesSecretsThatAreNoDescriptors()
    {
        QFETCH(int, kind);
        const std::array values{
            sdbus::Variant("secret"),
            sdbus::Variant(OptionMap{{"password", sdbus::Variant("secret")}}),
            sdbus::Variant(OptionMap{{"pin", sdbus::Variant(7)}}),
        };
        const auto parsed = parseCallOptions({{"secrets", values.at(static_cast<std::size_t>(kind))}},
                                             OptionSet::WaitAndSecrets);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::InvalidArguments);
        QVERIFY(parsed.error().detail.find("secret\"") == std::string::npos); // not even a misplaced one
    }

    void knowsMethodsWithoutOptions()
    {
        QVERIFY(parseCallOptions({}, OptionSet::None));
        QVERIFY(!parseCallOptions({{"interactive", sdbus::Variant(true)}}, OptionSet::None));
    }

    void refusesWaitWhereNothingCanBeWaitedFor()
    {
        QVERIFY(!parseCallOptions({{"wait", sdbus::Variant(true)}}, OptionSet::InteractiveOnly).has_value());
    }
};

QTEST_APPLESS_MAIN(TestCallOptions)
#include "test_call_options.moc"
