// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/trusted_file.h"

#include <memory>
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

class TestTrustedFile : public QObject {
    Q_OBJECT
private slots:
    void init();
    void readsTheWholeFile();
    void readsUpToTheLimit();
    void tellsMissingFromUnusable();
    void refusesForbiddenPermissions_data();
    void refusesForbiddenPermissions();
    void refusesWhatIsNoFolder();
    void listsNamesSorted();

private:
    void put(const QString& name, const QByteArray& bytes, mode_t mode = 0644);
    [[nodiscard]] std::string path(const char* name) const { return m_folder->filePath(name).toStdString(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    UniqueFd m_directory;
};

void TestTrustedFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    auto directory = openTrustedDirectory(m_folder->path().toStdString(), OpenToOthers);
    QVERIFY(directory);
    m_directory = std::move(*directory);
}

void TestTrustedFile::put(const QString& name, const QByteArray& bytes, mode_t mode)
{
    QFile file(m_folder->filePath(name));
    QVERIFY(file.open(QFile::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
    QCOMPARE(::fchmod(file.handle(), mode), 0);
}

void TestTrustedFile::readsTheWholeFile()
{
    const QByteArray bytes("a\0b\n", 4);
    put("file", bytes);
    const auto text = readTrustedFile(m_directory.get(), "file", WritableByOthers, 100);
    QVERIFY(text);
    QCOMPARE(QByteArray::fromStdString(*text), bytes);
}

void TestTrustedFile::readsUpToTheLimit()
{
    put("fits", QByteArray(100, 'x'));
    put("larger", QByteArray(101, 'x'));
    QVERIFY(readTrustedFile(m_directory.get(), "fits", WritableByOthers, 100));
    const auto larger = readTrustedFile(m_directory.get(), "larger", WritableByOthers, 100);
    QVERIFY(!larger);
    QCOMPARE(larger.error().detail, std::string("is larger than 100 bytes"));
}

void TestTrustedFile::tellsMissingFromUnusable()
{
    const auto missing = readTrustedFile(m_directory.get(), "file", WritableByOthers, 100);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    QVERIFY(QFile::link("/etc/passwd", m_folder->filePath("file")));
    const auto link = readTrustedFile(m_directory.get(), "file", WritableByOthers, 100'000);
    QVERIFY(!link);
    QCOMPARE(link.error().code, ErrorCode::ConfigureFailed);
    QVERIFY(!readTrustedFile(m_directory.get(), "/dev/zero", 0, 100)); // root's own, and endless
}

void TestTrustedFile::refusesForbiddenPermissions_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("notWritable");
    QTest::addColumn<bool>("closed");
    QTest::newRow("0600") << 0600 << true << true;
    QTest::newRow("0644") << 0644 << true << false;
    QTest::newRow("0640") << 0640 << true << false;
    QTest::newRow("0610") << 0610 << true << false;
    QTest::newRow("0620") << 0620 << false << false;
    QTest::newRow("0602") << 0602 << false << false;
}

void TestTrustedFile::refusesForbiddenPermissions()
{
    QFETCH(int, mode);
    put("file", "x", static_cast<mode_t>(mode));
    QTEST(readTrustedFile(m_directory.get(), "file", WritableByOthers, 10).has_value(), "notWritable");
    QTEST(readTrustedFile(m_directory.get(), "file", OpenToOthers, 10).has_value(), "closed");
}

void TestTrustedFile::refusesWhatIsNoFolder()
{
    put("file", "x");
    QVERIFY(!openTrustedDirectory(path("file"), WritableByOthers));
    QVERIFY(QFile::link(m_folder->path(), m_folder->filePath("link")));
    QVERIFY(!openTrustedDirectory(path("link"), WritableByOthers));
    const auto missing = openTrustedDirectory(path("none"), WritableByOthers);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
}

void TestTrustedFile::listsNamesSorted()
{
    for (const char* name : {"b", "a", ".c"})
        put(name, "");
    const std::vector<std::string> expected{".c", "a", "b"};
    QVERIFY(fileNames(m_directory.get()) == expected);
    QVERIFY(fileNames(m_directory.get()) == expected); // from the start again
}

QTEST_APPLESS_MAIN(TestTrustedFile)
#include "test_trusted_file.moc"
