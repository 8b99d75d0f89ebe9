// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/entry_text.h"

#include <QTest>

namespace pptp {

class TestEntryText : public QObject {
    Q_OBJECT

private slots:
    void saysNameAndState_data();
    void saysNameAndState();
    void saysWhyAClickHadNoEffect();
    void limitsWhatAServerSays();
    void escapesWhatMenusUnderline_data();
    void escapesWhatMenusUnderline();
};

void TestEntryText::saysNameAndState_data()
{
    QTest::addColumn<QVariantMap>("properties");
    QTest::addColumn<QString>("text");

    QTest::newRow("disconnected") << QVariantMap{{"State", "disconnected"}} << "work — disconnected";
    QTest::newRow("connected") << QVariantMap{{"State", "connected"}, {"LocalAddress", "10.99.0.10"}}
                               << "work — connected (10.99.0.10)";
    QTest::newRow("connected, no address yet") << QVariantMap{{"State", "connected"}} << "work — connected";
    QTest::newRow("busy") << QVariantMap{{"State", "connecting"}, {"Phase", "auth"}}
                          << "work — connecting (checking user name and password)";
    QTest::newRow("between two attempts")
        << QVariantMap{{"State", "reconnecting"}, {"Phase", "waiting"}, {"Attempt", 2U}}
        << "work — reconnecting (attempt 2 as soon as the server can be reached)";
    QTest::newRow("failed") << QVariantMap{{"State", "failed"}, {"Error", "auth-refused"}}
                            << "work — failed: The server refused this user name or password.";
    QTest::newRow("an old error is not told")
        << QVariantMap{{"State", "disconnected"}, {"LastError", "auth-refused"}} << "work — disconnected";
    QTest::newRow("a state of a newer service") << QVariantMap{{"State", "dreaming"}} << "work — dreaming";
}

void TestEntryText::saysNameAndState()
{
    QFETCH(QVariantMap, properties);
    properties.insert("Name", "work");
    TunnelProperties tunnel;
    tunnel.apply(properties);
    QTEST(EntryText::of(tunnel), "text");
}

void TestEntryText::saysWhyAClickHadNoEffect()
{
    TunnelProperties tunnel;
    tunnel.apply({{"Name", "work"}, {"State", "disconnected"}});
    QCOMPARE(EntryText::of(tunnel, RemoteError::of(ErrorCode::NotAuthorised)),
             "work — disconnected: You are not allowed to do this.");
}

void TestEntryText::limitsWhatAServerSays()
{
    TunnelProperties tunnel;
    tunnel.apply({{"Name", "work"},
                  {"State", "failed"},
                  {"Error", "call-rejected"},
                  {"ErrorPeerText", QString(1000, 'x')}});
    const QString text = EntryText::of(tunnel);
    QCOMPARE(text.size(), 160);
    QVERIFY(text.endsWith("x…"));
}

void TestEntryText::escapesWhatMenusUnderline_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("own");

    // Qt makes a "_" of the first "&" unless it is the last character; a host shows "__" as "_" and
    // underlines what follows a single one.
    QTest::newRow("plain") << "work"
                           << "work"
                           << "work";
    QTest::newRow("underscores") << "a_b_c"
                                 << "a__b__c"
                                 << "a_b_c";
    QTest::newRow("ampersands") << "a & b & c"
                                << "a && b & c"
                                << "a && b && c";
    QTest::newRow("ampersand at the end") << "a&"
                                          << "a&"
                                          << "a&&";
}

void TestEntryText::escapesWhatMenusUnderline()
{
    QFETCH(QString, text);
    QTEST(EntryText::escaped(text, MenuKind::Host), "host");
    QTEST(EntryText::escaped(text, MenuKind::Own), "own");
}

} // namespace pptp

QTEST_APPLESS_MAIN(pptp::TestEntryText)
#include "test_entry_text.moc"
