// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/profiles/secret_store.h"

#include <memory>
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

class TestSecretStore : public QObject {
    Q_OBJECT
private slots:
    void init();
    void givesTheBytesOfTheFile_data();
    void givesTheBytesOfTheFile();
    void saysThatThereIsNone();
    void refusesAFileThatIsNotSafe_data();
    void refusesAFileThatIsNotSafe();
    void refusesAFolderThatIsNotSafe_data();
    void refusesAFolderThatIsNotSafe();
    void neverLeavesItsFolder();
    void takesACredential_data();
    void takesACredential();
    void prefersTheFileToACredential();
    void keepsWhatWasSaved_data();
    void keepsWhatWasSaved();
    void savesForRootOnlyAndLeavesNothingElse();
    void savesOverAnOldOneAndAnUnfinishedOne();
    void refusesToSaveWhatPppdCannotTake_data();
    void refusesToSaveWhatPppdCannotTake();
    void removesWhatWasSaved();

private:
    void put(const QString& name, const QByteArray& bytes, mode_t mode = 0600);
    [[nodiscard]] std::string path(const char* name) const { return m_folder->filePath(name).toStdString(); }
    [[nodiscard]] SecretStore store() const { return SecretStore(m_folder->path().toStdString()); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSecretStore::init()
{
    m_folder = std::make_unique<QTemporaryDir>(); // mode 0700
    QVERIFY(m_folder->isValid());
}

void TestSecretStore::put(const QString& name, const QByteArray& bytes, mode_t mode)
{
    QFile file(m_folder->filePath(name));
    QVERIFY(file.open(QFile::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
    QCOMPARE(::fchmod(file.handle(), mode), 0);
}

void TestSecretStore::givesTheBytesOfTheFile_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("plain") << QByteArray("secret") << QByteArray("secret");
    QTest::newRow("with a newline") << QByteArray("secret\n") << QByteArray("secret");
    QTest::newRow("with two") << QByteArray("secret\n\n") << QByteArray("secret\n");
    QTest::newRow("a carriage return stays") << QByteArray("secret\r\n") << QByteArray("secret\r");
    QTest::newRow("blanks stay") << QByteArray(" \tx ") << QByteArray(" \tx ");
    QTest::newRow("any byte") << QByteArray("\x01\xff\x80\x7f\"'\\#") << QByteArray("\x01\xff\x80\x7f\"'\\#");
    QTest::newRow("longest") << QByteArray(255, 'x') << QByteArray(255, 'x');
    QTest::newRow("longest with a newline") << QByteArray(255, 'x') + '\n' << QByteArray(255, 'x');
}

void TestSecretStore::givesTheBytesOfTheFile()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, secret);
    put("work", file);
    const auto loaded = store().load("work");
    QVERIFY(loaded);
    QCOMPARE(std::string(loaded->reveal()), secret.toStdString());
}

void TestSecretStore::saysThatThereIsNone()
{
    const auto missing = store().load("work");
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NoSecrets);
    QCOMPARE(missing.error().detail, path("work") + ": does not exist");

    const auto nowhere = SecretStore(path("none")).load("work");
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, ErrorCode::NoSecrets);
}

void TestSecretStore::refusesAFileThatIsNotSafe_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("reason");
    QTest::newRow("0640") << "0640"
                          << "may be read or written by others";
    QTest::newRow("0604") << "0604"
                          << "may be read or written by others";
    QTest::newRow("0620") << "0620"
                          << "may be read or written by others";
    QTest::newRow("link") << "link"
                          << "is a symbolic link";
    QTest::newRow("hard link") << "hard link"
                               << "has more than one name (a hard link)";
    QTest::newRow("FIFO") << "fifo"
                          << "is not a regular file";
    QTest::newRow("folder") << "folder"
                            << "is not a regular file";
    QTest::newRow("empty") << "empty"
                           << "is empty";
    QTest::newRow("a newline alone") << "newline"
                                     << "is empty";
    QTest::newRow("256 bytes") << "256"
                               << "is longer than 255 bytes";
    QTest::newRow("300 bytes") << "300"
                               << "is larger than 256 bytes";
    QTest::newRow("a NUL") << "nul"
                           << "holds a NUL byte";
    if (::geteuid() == 0) // nobody else can give files away
        QTest::newRow("another owner") << "owner"
                                       << "belongs to user id 65534, not to root or to the service";
}

void TestSecretStore::refusesAFileThatIsNotSafe()
{
    QFETCH(QString, kind);
    QFETCH(QString, reason);
    const std::string work = path("work");
    if (kind == "link") {
        put("other", "secret");
        QVERIFY(QFile::link(m_folder->filePath("other"), m_folder->filePath("work")));
    } else if (kind == "fifo") {
        QCOMPARE(::mkfifo(work.c_str(), 0600), 0);
    } else if (kind == "folder") {
        QCOMPARE(::mkdir(work.c_str(), 0700), 0);
    } else if (kind.startsWith('0')) {
        put("work", "secret", static_cast<mode_t>(kind.toUInt(nullptr, 8)));
    } else if (kind == "nul") {
        put("work", QByteArray("sec\0ret", 7));
    } else if (kind == "empty" || kind == "newline") {
        put("work", kind == "empty" ? "" : "\n");
    } else if (kind.toInt() > 0) {
        put("work", QByteArray(kind.toInt(), 'x'));
    } else {
        put("work", "secret");
        if (kind == "hard link")
            QCOMPARE(::link(work.c_str(), path("other").c_str()), 0);
        else
            QCOMPARE(::chown(work.c_str(), 65534, 65534), 0);
    }
    const auto refused = store().load("work");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::ConfigureFailed);
    QCOMPARE(refused.error().detail, work + ": " + reason.toStdString());
}

void TestSecretStore::refusesAFolderThatIsNotSafe_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("0755") << 0755;
    QTest::newRow("0710") << 0710;
    QTest::newRow("0701") << 0701;
}

void TestSecretStore::refusesAFolderThatIsNotSafe()
{
    QFETCH(int, mode);
    put("work", "secret");
    QCOMPARE(::chmod(m_folder->path().toStdString().c_str(), static_cast<mode_t>(mode)), 0);
    const auto refused = store().load("work");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::ConfigureFailed);
    QVERIFY(refused.error().detail.ends_with(": may be read or written by others"));
}

void TestSecretStore::neverLeavesItsFolder()
{
    put("work", "secret");
    QVERIFY(QDir(m_folder->path()).mkdir("sub"));
    QCOMPARE(::chmod(path("sub").c_str(), 0700), 0);
    const SecretStore sub(path("sub"));
    for (const char* name : {"../work", "", ".", "..", "sub/../work", "/etc/passwd"}) {
        const auto refused = sub.load(name);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidArguments);
    }
}

void TestSecretStore::takesACredential_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("as the tunnel") << "work";
    QTest::newRow("with the prefix") << "pptp-tunnel.work";
}

void TestSecretStore::takesACredential()
{
    QFETCH(QString, name);
    const QTemporaryDir empty;
    const SecretStore secrets(empty.path().toStdString(), m_folder->path().toStdString());
    QVERIFY(!secrets.has("work"));
    QCOMPARE(secrets.load("work").error().code, ErrorCode::NoSecrets);
    put(name, "secret\n", 0400);
    QVERIFY(secrets.has("work"));
    const auto loaded = secrets.load("work");
    QVERIFY(loaded);
    QCOMPARE(std::string(loaded->reveal()), std::string("secret"));
}

void TestSecretStore::prefersTheFileToACredential()
{
    QVERIFY(QDir(m_folder->path()).mkdir("credentials"));
    QCOMPARE(::chmod(path("credentials").c_str(), 0700), 0);
    put("credentials/work", "theirs");
    put("work", "ours");
    const SecretStore secrets(m_folder->path().toStdString(), path("credentials"));
    QCOMPARE(std::string(secrets.load("work")->reveal()), std::string("ours"));
    put("work", "ours", 0644); // not safe, so nothing at all is used
    QCOMPARE(secrets.load("work").error().code, ErrorCode::ConfigureFailed);
}

void TestSecretStore::keepsWhatWasSaved_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("plain") << QByteArray("secret");
    QTest::newRow("a newline at its end") << QByteArray("secret\n");
    QTest::newRow("any byte") << QByteArray("\x01\xff\x80\x7f\"'\\# \r");
    QTest::newRow("longest") << QByteArray(255, 'x');
}

void TestSecretStore::keepsWhatWasSaved()
{
    QFETCH(QByteArray, secret);
    QVERIFY(!store().has("work"));
    QVERIFY(store().save("work", Secret(secret.toStdString())));
    QVERIFY(store().has("work"));
    const auto loaded = store().load("work");
    QVERIFY(loaded);
    QCOMPARE(std::string(loaded->reveal()), secret.toStdString());
}

void TestSecretStore::savesForRootOnlyAndLeavesNothingElse()
{
    const mode_t before = ::umask(0);
    const auto saved = store().save("work", Secret(std::string("secret")));
    ::umask(before);
    QVERIFY(saved);
    struct stat status {};
    QCOMPARE(::stat(path("work").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777, mode_t(0600));
    const QStringList files =
        QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    QCOMPARE(files, QStringList{"work"});
}

void TestSecretStore::savesOverAnOldOneAndAnUnfinishedOne()
{
    put("work", "old", 0644);
    put(".new-work", "half");
    QVERIFY(store().save("work", Secret(std::string("new"))));
    QCOMPARE(std::string(store().load("work")->reveal()), std::string("new"));
    QVERIFY(!QFile::exists(m_folder->filePath(".new-work")));
}

void TestSecretStore::refusesToSaveWhatPppdCannotTake_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("empty") << "work" << QByteArray();
    QTest::newRow("too long") << "work" << QByteArray(256, 'x');
    QTest::newRow("a NUL") << "work" << QByteArray("a\0b", 3);
    QTest::newRow("a path") << "../work" << QByteArray("secret");
}

void TestSecretStore::refusesToSaveWhatPppdCannotTake()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, secret);
    put("work", "old");
    const auto saved = store().save(name.toStdString(), Secret(secret.toStdString()));
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::InvalidArguments);
    QCOMPARE(std::string(store().load("work")->reveal()), std::string("old"));
}

void TestSecretStore::removesWhatWasSaved()
{
    put("work", "secret");
    QVERIFY(store().remove("work"));
    QVERIFY(!store().has("work"));
    const auto again = store().remove("work");
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::NoSecrets);
    QCOMPARE(store().remove("../work").error().code, ErrorCode::InvalidArguments);
}

QTEST_APPLESS_MAIN(TestSecretStore)
#include "test_secret_store.moc"
