// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/profiles/profile_store.h"

#include <memory>
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

namespace {

const QByteArray good = "[tunnel]\nserver=vpn.example.com\nuser=alice\n";

} // namespace

class TestProfileStore : public QObject {
    Q_OBJECT
private slots:
    void init();
    void readsAProfile();
    void sortsByName();
    void looksAtConfFilesOnly();
    void leavesOutNamesThatNoTunnelCanHave();
    void namesFileKeyAndReason();
    void oneBadFileSpoilsOnlyItsTunnel_data();
    void oneBadFileSpoilsOnlyItsTunnel();
    void takesAFileOfTheLargestSize();
    void readsNoFolderThatOthersCanWrite();
    void readsNoFolderBehindALink();
    void hasNoTunnelsWithoutAFolder();
    void stopsAtItsLimit();

private:
    void put(const QString& name, const QByteArray& bytes);
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }
    [[nodiscard]] std::vector<StoredProfile> load() const
    {
        return ProfileStore(m_folder->path().toStdString()).load();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestProfileStore::init()
{
    ::umask(0022);
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestProfileStore::put(const QString& name, const QByteArray& bytes)
{
    QFile file(path(name));
    QVERIFY(file.open(QFile::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

void TestProfileStore::readsAProfile()
{
    put("work.conf", "[tunnel]\nserver=vpn.example.com\nuser=CORP\\\\alice\nmtu=1450\n");
    const auto profiles = load();
    QCOMPARE(profiles.size(), std::size_t{1});
    QCOMPARE(profiles[0].name, std::string("work"));
    QVERIFY(profiles[0].profile);
    QCOMPARE(profiles[0].profile->user, std::string("CORP\\alice"));
    QCOMPARE(profiles[0].profile->mtu, 1450);
}

void TestProfileStore::sortsByName()
{
    for (const char* name : {"b.conf", "a-b.conf", "a.conf", "B.conf", "a.b.conf"})
        put(name, good);
    std::vector<std::string> names;
    for (const auto& stored : load())
        names.push_back(stored.name);
    QVERIFY(names == std::vector<std::string>({"B", "a", "a-b", "a.b", "b"}));
}

void TestProfileStore::looksAtConfFilesOnly()
{
    put("work.conf~", good);
    put("README", good);
    put("work.conf.dpkg-old", good);
    QVERIFY(load().empty());
}

void TestProfileStore::leavesOutNamesThatNoTunnelCanHave()
{
    for (const char* name : {".conf", ".hidden.conf", "two words.conf", "-x.conf", "\x1b[31m.conf"})
        put(name, good);
    put("work.conf", good);
    for (int i = 0; i < 5; ++i)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression("^[^\x1b]*conf: left out, no tunnel can have"));
    QCOMPARE(load().size(), std::size_t{1});
}

void TestProfileStore::namesFileKeyAndReason()
{
    put("work.conf", good + "mtu=9000\n");
    const auto profiles = load();
    QCOMPARE(profiles.size(), std::size_t{1});
    QVERIFY(!profiles[0].profile);
    QCOMPARE(profiles[0].profile.error().code, ErrorCode::InvalidSettings);
    QCOMPARE(profiles[0].profile.error().detail,
             path("work.conf").toStdString() + ": mtu: 9000 is not between 576 and 1500");
}

void TestProfileStore::oneBadFileSpoilsOnlyItsTunnel_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("reason");
    QTest::newRow("symbolic link") << "link"
                                   << "is a symbolic link";
    QTest::newRow("hard link") << "hard link"
                               << "has more than one name (a hard link)";
    QTest::newRow("FIFO") << "fifo"
                          << "is not a regular file";
    QTest::newRow("folder") << "folder"
                            << "is not a regular file";
    QTest::newRow("writable by others") << "0666"
                                        << "may be written by others";
    QTest::newRow("writable by its group") << "0664"
                                           << "may be written by others";
    QTest::newRow("too large") << "large"
                               << "is larger than 65536 bytes";
    QTest::newRow("empty") << "empty"
                           << "is empty";
    QTest::newRow("unknown key") << "key"
                                 << "\"password\" is not a key of a tunnel";
    if (::geteuid() == 0) // nobody else can give files away
        QTest::newRow("another owner") << "owner"
                                       << "belongs to user id 65534, not to root or to the service";
}

void TestProfileStore::oneBadFileSpoilsOnlyItsTunnel()
{
    QFETCH(QString, kind);
    QFETCH(QString, reason);
    put("good.conf", good);
    const std::string bad = path("bad.conf").toStdString();
    if (kind == "link") {
        QVERIFY(QFile::link(path("good.conf"), path("bad.conf")));
    } else if (kind == "fifo") {
        QCOMPARE(::mkfifo(bad.c_str(), 0644), 0);
    } else if (kind == "folder") {
        QCOMPARE(::mkdir(bad.c_str(), 0755), 0);
    } else {
        put("bad.conf", kind == "large"   ? QByteArray(65537, '\n')
                        : kind == "empty" ? QByteArray()
                        : kind == "key"   ? good + "password=secret\n"
                                          : good);
        if (kind == "hard link")
            QCOMPARE(::link(bad.c_str(), path("other").toStdString().c_str()), 0);
        else if (kind == "owner")
            QCOMPARE(::chown(bad.c_str(), 65534, 65534), 0);
        else if (kind.startsWith('0'))
            QCOMPARE(::chmod(bad.c_str(), static_cast<mode_t>(kind.toUInt(nullptr, 8))), 0);
    }
    const auto profiles = load();
    QCOMPARE(profiles.size(), std::size_t{2});
    QVERIFY(!profiles[0].profile);
    QCOMPARE(profiles[0].profile.error().code, ErrorCode::InvalidSettings);
    QCOMPARE(profiles[0].profile.error().detail, bad + ": " + reason.toStdString());
    QVERIFY(profiles[1].profile);
}

void TestProfileStore::takesAFileOfTheLargestSize()
{
    put("work.conf", good + QByteArray(65536 - good.size(), '\n'));
    const auto profiles = load();
    QCOMPARE(profiles.size(), std::size_t{1});
    QVERIFY(profiles[0].profile);
}

void TestProfileStore::readsNoFolderThatOthersCanWrite()
{
    put("work.conf", good);
    QCOMPARE(::chmod(m_folder->path().toStdString().c_str(), 0777), 0);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("may be written by others; there are no tunnels"));
    QVERIFY(load().empty());
}

void TestProfileStore::readsNoFolderBehindALink()
{
    QVERIFY(QDir(m_folder->path()).mkdir("real"));
    put("real/work.conf", good);
    QVERIFY(QFile::link(path("real"), path("tunnels")));
    QCOMPARE(ProfileStore(path("real").toStdString()).load().size(), std::size_t{1});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("tunnels: .*there are no tunnels"));
    QVERIFY(ProfileStore(path("tunnels").toStdString()).load().empty());
}

void TestProfileStore::hasNoTunnelsWithoutAFolder()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("none: does not exist; there are no tunnels"));
    QVERIFY(ProfileStore(path("none").toStdString()).load().empty());
}

void TestProfileStore::stopsAtItsLimit()
{
    for (int i = 0; i < 1030; ++i)
        put(QString("t%1.conf").arg(i, 4, 10, QChar('0')), good);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("t1024.conf and what follows it are left out"));
    const auto profiles = load();
    QCOMPARE(profiles.size(), std::size_t{1024});
    QCOMPARE(profiles.back().name, std::string("t1023"));
}

QTEST_APPLESS_MAIN(TestProfileStore)
#include "test_profile_store.moc"
