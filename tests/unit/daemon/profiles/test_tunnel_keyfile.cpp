// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/profiles/tunnel_keyfile.h"

#include <QTest>

using namespace pptp;

class TestTunnelKeyfile : public QObject {
    Q_OBJECT
private slots:
    void readsTheEntriesInOrder();
    void unescapesValues();
    void takesLinesOfWindows();
    void refusesWhatIsNoTunnel_data();
    void refusesWhatIsNoTunnel();
    void keepsTranslationsAsKeysOfTheirOwn();
    void showsNoControlCharacters();
};

void TestTunnelKeyfile::readsTheEntriesInOrder()
{
    const auto entries = parseTunnelKeyfile("# the office\n\n[tunnel]\n server = vpn.example.com \n"
                                            "#user=nobody\n[tunnel]\nuser=alice=1\nmtu=\n");
    QVERIFY(entries);
    const std::vector<ProfileEntry> expected{
        {"server", "vpn.example.com "}, {"user", "alice=1"}, {"mtu", ""}};
    QVERIFY(*entries == expected);
}

void TestTunnelKeyfile::unescapesValues()
{
    const auto entries = parseTunnelKeyfile("[tunnel]\nuser=CORP\\\\alice\nserver=a\\sb\\n\n");
    QVERIFY(entries);
    QCOMPARE(entries->at(0).second, std::string("CORP\\alice"));
    QCOMPARE(entries->at(1).second, std::string("a b\n"));
}

void TestTunnelKeyfile::takesLinesOfWindows()
{
    const auto entries = parseTunnelKeyfile("[tunnel]\r\nserver=vpn.example.com\r\nuser=alice");
    QVERIFY(entries);
    const std::vector<ProfileEntry> expected{{"server", "vpn.example.com"}, {"user", "alice"}};
    QVERIFY(*entries == expected);
}

void TestTunnelKeyfile::refusesWhatIsNoTunnel_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, QByteArray text, const char* reason) {
        QTest::newRow(name) << text << QString(reason);
    };
    row("nothing", "", "is empty");
    row("only a comment", "# x\n", "has no group [tunnel]");
    row("another group alone", "[vpn]\nserver=x\n", "group [vpn] is not known, only [tunnel] is");
    row("another group too", "[tunnel]\nserver=x\n[ipv4]\n", "group [ipv4] is not known, only [tunnel] is");
    row("an entry before the group", "server=x\n[tunnel]\n", "Key file does not start with a group");
    row("no group at all", "server=x\n", "Key file does not start with a group");
    row("a line of another kind", "[tunnel]\nserver vpn\n", "not a key-value pair, group, or comment");
    row("an open group", "[tunnel\nserver=x\n", "not a key-value pair, group, or comment");
    row("no key", "[tunnel]\n=x\n", "not a key-value pair, group, or comment");
    row("a key twice", "[tunnel]\nuser=alice\nuser=mallory\n", "user: is given again in line 3");
    row("a key twice, blanks", "[tunnel]\nuser=alice\n\n\t user \t= alice\n",
        "user: is given again in line 4");
    row("a key twice, group twice", "[tunnel]\nuser=a\n[tunnel]\nuser=b\n", "user: is given again in line 4");
    row("a backslash alone", "[tunnel]\nuser=CORP\\alice\n", "(a backslash is written \\\\)");
    row("Latin 1", "[tunnel]\nuser=Andr\xe9\n", "is not text in UTF-8");
    row("a NUL", QByteArray("[tunnel]\nuser=a\0b\n", 18), "is not text in UTF-8");
    row("binary", QByteArray::fromHex("7f454c4602010100"), "is not text in UTF-8");
}

void TestTunnelKeyfile::refusesWhatIsNoTunnel()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, reason);
    const auto entries = parseTunnelKeyfile(text.toStdString());
    QVERIFY(!entries);
    QCOMPARE(entries.error().code, ErrorCode::InvalidSettings);
    const QString detail = QString::fromStdString(entries.error().detail);
    QVERIFY2(detail.contains(reason), qPrintable(detail));
}

void TestTunnelKeyfile::keepsTranslationsAsKeysOfTheirOwn()
{
    const auto entries = parseTunnelKeyfile("[tunnel]\nuser=alice\nuser[de]=mallory\n");
    QVERIFY(entries);
    QCOMPARE(entries->size(), std::size_t{2});
    QCOMPARE(entries->at(1).first, std::string("user[de]"));
}

void TestTunnelKeyfile::showsNoControlCharacters()
{
    for (const char* text :
         {"[tunnel]\n\x1b[31mred\n", "[tunnel]\n\x1b]0;=1\n\x1b]0;=2\n", "[\x1b[2J]\na=b\n"}) {
        const auto entries = parseTunnelKeyfile(text);
        QVERIFY(!entries);
        QVERIFY(entries.error().detail.find('\x1b') == std::string::npos);
        QVERIFY(entries.error().detail.size() < 1000);
    }
}

QTEST_APPLESS_MAIN(TestTunnelKeyfile)
#include "test_tunnel_keyfile.moc"
