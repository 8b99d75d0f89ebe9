// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "resolvconf/resolv_conf_file.h"

#include "resolvconf/resolv_conf.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

namespace {

const std::vector<NameServers> Work{{"ppp0", {{0x0A630035}}, {"example.com"}}};
const std::vector<NameServers> Both{{"ppp0", {{0x0A630035}}, {"example.com"}}, {"ppp1", {{0x0A630036}}}};
constexpr const char* Original = "nameserver 192.0.2.1\n";

} // namespace

class TestResolvConfFile : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        put("resolv.conf", Original);
    }

    void putsTheOriginalBack()
    {
        QVERIFY(file().update(Work));
        QCOMPARE(get("resolv.conf"), managed(Work));
        QVERIFY((QFile::permissions(path("resolv.conf")) & QFile::ReadOther) != 0);
        QVERIFY(file().update(Both));
        QCOMPARE(get("resolv.conf"), managed(Both));
        QVERIFY(file().update(Work));
        QVERIFY(file().update({}));
        QCOMPARE(get("resolv.conf"), QByteArray(Original));
        QCOMPARE(files(), QStringList{"resolv.conf"});
    }

    void putsALinkBack()
    {
        QVERIFY(QFile::rename(path("resolv.conf"), path("generated")));
        QVERIFY(QFile::link("generated", path("resolv.conf")));
        QVERIFY(file().update(Work));
        QCOMPARE(get("resolv.conf"), managed(Work));
        QCOMPARE(get("generated"), QByteArray(Original));
        QVERIFY(file().update({}));
        QCOMPARE(QFile::symLinkTarget(path("resolv.conf")), path("generated"));
        QCOMPARE(files(), (QStringList{"generated", "resolv.conf"}));
    }

    void leavesNoneWhereThereWasNone()
    {
        QVERIFY(QFile::remove(path("resolv.conf")));
        QVERIFY(file().update(Work));
        QVERIFY(get("resolv.conf").contains("10.99.0.53"));
        QVERIFY(file().update({}));
        QCOMPARE(files(), QStringList());
    }

    void leavesWhatSomebodyElseWrote()
    {
        QVERIFY(file().update(Work));
        QVERIFY(QFile::remove(path("resolv.conf")));
        put("resolv.conf", "nameserver 198.51.100.1\n");
        QVERIFY(file().update({}));
        QCOMPARE(get("resolv.conf"), QByteArray("nameserver 198.51.100.1\n"));
        QCOMPARE(files(), QStringList{"resolv.conf"});
    }

    void takesWhatSomebodyElseWroteForTheOriginal()
    {
        QVERIFY(file().update(Work));
        QVERIFY(QFile::remove(path("resolv.conf")));
        put("resolv.conf", "nameserver 198.51.100.1\n");
        QVERIFY(file().update(Both));
        QVERIFY(get("resolv.conf").contains("198.51.100.1"));
        QVERIFY(file().update({}));
        QCOMPARE(get("resolv.conf"), QByteArray("nameserver 198.51.100.1\n"));
    }

    void goesOnAfterACrash()
    {
        put("resolv.conf.pptp-tunnel.new", "# Writ"); // killed while writing
        QVERIFY(file().update(Work));
        QCOMPARE(get("resolv.conf"), managed(Work));
        QVERIFY(file().update({}));
        QVERIFY(file().update({})); // killed before it was told so
        QCOMPARE(get("resolv.conf"), QByteArray(Original));
        QCOMPARE(files(), QStringList{"resolv.conf"});
    }

    void takesBackWhatWasNeverPutInPlace()
    {
        put("resolv.conf.pptp-tunnel", Original); // killed after that
        put("resolv.conf.pptp-tunnel.new", "# Writ");
        QVERIFY(file().update({}));
        QCOMPARE(get("resolv.conf"), QByteArray(Original));
        QCOMPARE(files(), QStringList{"resolv.conf"});
    }

    void changesNothingOfAnOriginalItCannotRead()
    {
        put("resolv.conf", QByteArray(70'000, '#'));
        QVERIFY(!file().update(Work));
        QCOMPARE(get("resolv.conf").size(), 70'000);
        QVERIFY(file().update({}));
        QCOMPARE(files(), QStringList{"resolv.conf"});
    }

private:
    [[nodiscard]] QString path(const char* name) const { return m_folder->filePath(name); }
    [[nodiscard]] ResolvConfFile file() const { return ResolvConfFile(path("resolv.conf").toStdString()); }
    [[nodiscard]] static QByteArray managed(const std::vector<NameServers>& tunnels)
    {
        return QByteArray::fromStdString(managedResolvConf(Original, tunnels));
    }
    void put(const char* name, const QByteArray& bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QFile::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    [[nodiscard]] QByteArray get(const char* name) const
    {
        QFile file(path(name));
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray("(none)");
    }
    [[nodiscard]] QStringList files() const
    {
        return QDir(m_folder->path()).entryList(QDir::Files | QDir::System | QDir::Hidden, QDir::Name);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(TestResolvConfFile)
#include "test_resolv_conf_file.moc"
