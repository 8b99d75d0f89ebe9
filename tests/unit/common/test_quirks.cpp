// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/quirks.h"

#include <QtTest>

using namespace pptp;

class TestQuirks : public QObject {
    Q_OBJECT

private slots:
    void knowsEachQuirkByItsName_data()
    {
        QTest::addColumn<QString>("names");
        QTest::addColumn<int>("quirks");
        QTest::newRow("the provider") << "BEZEQ_ISRAEL" << 1;
        QTest::newRow("the first sequence") << "SEQUENCE_FROM_1" << 2;
        QTest::newRow("both") << "BEZEQ_ISRAEL,SEQUENCE_FROM_1" << 3;
        QTest::newRow("both, the other way round") << "SEQUENCE_FROM_1,BEZEQ_ISRAEL" << 3;
        QTest::newRow("one twice") << "BEZEQ_ISRAEL,BEZEQ_ISRAEL" << 1;
    }
    void knowsEachQuirkByItsName()
    {
        QFETCH(QString, names);
        QFETCH(int, quirks);
        const auto parsed = parseQuirks(names.toStdString());
        QVERIFY(parsed);
        QCOMPARE(int{*parsed}, quirks);
    }

    void refusesWhatIsNoQuirk_data()
    {
        QTest::addColumn<QByteArray>("names");
        QTest::addColumn<QString>("shown");
        QTest::newRow("nothing") << QByteArray("") << "\"\"";
        QTest::newRow("another case") << QByteArray("bezeq_israel") << "\"bezeq_israel\"";
        QTest::newRow("a part of a name") << QByteArray("BEZEQ") << "\"BEZEQ\"";
        QTest::newRow("more than a name") << QByteArray("BEZEQ_ISRAELI") << "\"BEZEQ_ISRAELI\"";
        QTest::newRow("a space") << QByteArray("BEZEQ_ISRAEL, SEQUENCE_FROM_1") << "\" SEQUENCE_FROM_1\"";
        QTest::newRow("a comma at the end") << QByteArray("BEZEQ_ISRAEL,") << "\"\"";
        QTest::newRow("a comma at the start") << QByteArray(",BEZEQ_ISRAEL") << "\"\"";
        QTest::newRow("no quirk of ours") << QByteArray("ORCKIT_ATUR3") << "\"ORCKIT_ATUR3\"";
    }
    void refusesWhatIsNoQuirk()
    {
        QFETCH(QByteArray, names);
        QFETCH(QString, shown);
        const auto parsed = parseQuirks(names.toStdString());
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::InvalidSettings);
        QCOMPARE(QString::fromStdString(parsed.error().detail),
                 shown + " is not a quirk: BEZEQ_ISRAEL, SEQUENCE_FROM_1");
    }

    void showsNoMoreOfANameThanIsReadable()
    {
        const auto parsed = parseQuirks("\x1b[2J" + std::string(100'000, 'x'));
        QVERIFY(!parsed);
        QVERIFY(parsed.error().detail.size() < 200);
        QVERIFY(parsed.error().detail.find('\x1b') == std::string::npos);
    }

    void survivesAVeryLongList()
    {
        std::string names = "BEZEQ_ISRAEL";
        for (int i = 0; i < 10'000; ++i)
            names += ",SEQUENCE_FROM_1";
        const auto parsed = parseQuirks(names);
        QVERIFY(parsed);
        QCOMPARE(*parsed, AllQuirks);
    }
};

QTEST_APPLESS_MAIN(TestQuirks)
#include "test_quirks.moc"
