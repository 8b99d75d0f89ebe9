// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/ledger.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

namespace {

constexpr Ipv4Address Server{0xCB007109};
constexpr Ipv4Address Gateway{0xC0000201};
constexpr Ipv4Address Source{0xC0000207};
const HostRoute full{Server, 2, Gateway, Source};
const HostRoute plain{Server, 3, std::nullopt, std::nullopt};

} // namespace

class TestLedger : public QObject {
    Q_OBJECT
private slots:
    void init();
    void writesOneLine();
    void readsWhatItWrites();
    void refusesAnythingElse_data();
    void refusesAnythingElse();
    void listsWhatIsNotForgotten();
    void keepsTheLastNoteOfATunnel();
    void leavesNoFileBehind();
    void removesFilesThatMakeNoSense();
    void removesWhatAKilledWriterLeft();
    void readsThroughNoLink();
    void failsWithoutItsFolder();

private:
    void put(const QString& name, const QByteArray& bytes);
    [[nodiscard]] QStringList files() const { return QDir(m_folder->path()).entryList(QDir::Files); }
    [[nodiscard]] Ledger ledger() const { return Ledger(m_folder->path().toStdString()); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestLedger::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestLedger::put(const QString& name, const QByteArray& bytes)
{
    QFile file(m_folder->filePath(name));
    QVERIFY(file.open(QFile::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

void TestLedger::writesOneLine()
{
    QCOMPARE(
        ledgerText(full),
        std::string("host-route destination=203.0.113.9 interface=2 gateway=192.0.2.1 source=192.0.2.7\n"));
    QCOMPARE(ledgerText(plain), std::string("host-route destination=203.0.113.9 interface=3\n"));
}

void TestLedger::readsWhatItWrites()
{
    HostRoute noGateway = full;
    noGateway.gateway.reset();
    HostRoute noSource = full;
    noSource.preferredSource.reset();
    for (const HostRoute& route : {full, plain, noGateway, noSource})
        QCOMPARE(parseLedgerText(ledgerText(route)), std::optional(route));
}

void TestLedger::refusesAnythingElse_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a newline") << QByteArray("\n");
    QTest::newRow("cut") << QByteArray("host-route destination=203.0.113.9 interface=2");
    QTest::newRow("another word") << QByteArray("dns destination=203.0.113.9 interface=2\n");
    QTest::newRow("no interface") << QByteArray("host-route destination=203.0.113.9\n");
    QTest::newRow("no destination") << QByteArray("host-route interface=2\n");
    QTest::newRow("another order") << QByteArray("host-route interface=2 destination=203.0.113.9\n");
    QTest::newRow("interface 0") << QByteArray("host-route destination=203.0.113.9 interface=0\n");
    QTest::newRow("interface -1") << QByteArray("host-route destination=203.0.113.9 interface=-1\n");
    QTest::newRow("interface eth0") << QByteArray("host-route destination=203.0.113.9 interface=eth0\n");
    QTest::newRow("interface too large")
        << QByteArray("host-route destination=203.0.113.9 interface=4294967298\n");
    QTest::newRow("interface 2x") << QByteArray("host-route destination=203.0.113.9 interface=2x\n");
    QTest::newRow("short address") << QByteArray("host-route destination=203.0.113 interface=2\n");
    QTest::newRow("bad gateway") << QByteArray("host-route destination=203.0.113.9 interface=2 gateway=x\n");
    QTest::newRow("empty source") << QByteArray("host-route destination=203.0.113.9 interface=2 source=\n");
    QTest::newRow("two blanks") << QByteArray("host-route  destination=203.0.113.9 interface=2\n");
    QTest::newRow("more behind") << QByteArray("host-route destination=203.0.113.9 interface=2 metric=1\n");
    QTest::newRow("two lines") << QByteArray("host-route destination=203.0.113.9 interface=2\nx\n");
    QTest::newRow("a NUL") << QByteArray("host-route destination=203.0.113.9 interface=2\0\n", 48);
    QTest::newRow("too long") << QByteArray("host-route destination=203.0.113.9 interface=2") +
                                     QByteArray(2000, ' ') + "\n";
}

void TestLedger::refusesAnythingElse()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseLedgerText(text.toStdString()));
}

void TestLedger::listsWhatIsNotForgotten()
{
    Ledger written = ledger();
    QVERIFY(written.noteHostRoute("work", full));
    QVERIFY(written.noteHostRoute("home.1", plain));
    const std::vector<Ledger::Entry> both{{"home.1", plain}, {"work", full}};
    QVERIFY(ledger().entries() == both);
    QCOMPARE(QFile::permissions(m_folder->filePath("work.routes")) & (QFile::ReadOther | QFile::ReadGroup),
             QFile::Permissions());
    written.forget("work");
    QVERIFY(ledger().entries() == std::vector<Ledger::Entry>({{"home.1", plain}}));
}

void TestLedger::keepsTheLastNoteOfATunnel()
{
    Ledger written = ledger();
    QVERIFY(written.noteHostRoute("work", full));
    QVERIFY(written.noteHostRoute("work", plain));
    QVERIFY(written.entries() == std::vector<Ledger::Entry>({{"work", plain}}));
}

void TestLedger::leavesNoFileBehind()
{
    Ledger written = ledger();
    QVERIFY(written.noteHostRoute("work", full));
    QCOMPARE(files(), QStringList{"work.routes"});
    written.forget("work");
    written.forget("work"); // twice is no error
    QCOMPARE(files(), QStringList());
}

void TestLedger::removesFilesThatMakeNoSense()
{
    put("work.routes", "host-route destination=203.0.113.9 inter");
    put("no name.routes", ledgerText(full).c_str());
    put("big.routes", QByteArray(5000, 'x'));
    put("pid", "1");
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("work.routes: removed, it makes no sense"));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("no name.routes: removed"));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("big.routes: removed.*is larger than 1024 bytes"));
    QVERIFY(ledger().entries().empty());
    QCOMPARE(files(), QStringList{"pid"});
}

void TestLedger::removesWhatAKilledWriterLeft()
{
    put("work.routes.new", "host-ro");
    Ledger written = ledger();
    QVERIFY(written.noteHostRoute("work", full)); // not in its way
    put("home.routes.new", "host-ro");
    QVERIFY(written.entries() == std::vector<Ledger::Entry>({{"work", full}}));
    QCOMPARE(files(), QStringList{"work.routes"});
}

void TestLedger::readsThroughNoLink()
{
    put("elsewhere", ledgerText(full).c_str());
    QVERIFY(QFile::link(m_folder->filePath("elsewhere"), m_folder->filePath("work.routes")));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("work.routes: removed.*symbolic link"));
    QVERIFY(ledger().entries().empty());
    QCOMPARE(files(), QStringList{"elsewhere"});
}

void TestLedger::failsWithoutItsFolder()
{
    Ledger nowhere(m_folder->filePath("none").toStdString());
    const auto noted = nowhere.noteHostRoute("work", full);
    QVERIFY(!noted);
    QCOMPARE(noted.error().code, ErrorCode::ConfigureFailed);
    QVERIFY(noted.error().detail.ends_with("none: does not exist"));
    QVERIFY(nowhere.entries().empty());
}

QTEST_APPLESS_MAIN(TestLedger)
#include "test_ledger.moc"
