// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/ppp_folder.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <sys/stat.h>

#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

class TestPppFolder : public QObject {
    Q_OBJECT
private slots:
    void init();
    void trustsWhatOnlyWeCanWrite();
    void trustsAFolderThatIsNotThere();
    void trustsAFolderWithoutOptions();
    void refusesAFolderThatOthersCanWrite();
    void refusesOptionsThatOthersCanWrite();
    void refusesOptionsThatAreALink();

private:
    [[nodiscard]] std::string refusal() const;

    std::unique_ptr<QTemporaryDir> m_directory;
    std::filesystem::path m_folder;
};

void TestPppFolder::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_folder = m_directory->path().toStdString();
    std::ofstream(m_folder / "options") << "lock\n";
    QCOMPARE(chmod(m_folder.c_str(), 0755), 0);
    QCOMPARE(chmod((m_folder / "options").c_str(), 0644), 0);
}

std::string TestPppFolder::refusal() const
{
    const auto checked = checkPppFolder(m_folder);
    if (checked || checked.error().code != ErrorCode::ConfigureFailed)
        return {};
    return checked.error().detail;
}

void TestPppFolder::trustsWhatOnlyWeCanWrite()
{
    QVERIFY(checkPppFolder(m_folder));
}

void TestPppFolder::trustsAFolderThatIsNotThere()
{
    QVERIFY(checkPppFolder(m_folder / "none"));
}

void TestPppFolder::trustsAFolderWithoutOptions()
{
    std::filesystem::remove(m_folder / "options");
    QVERIFY(checkPppFolder(m_folder));
}

void TestPppFolder::refusesAFolderThatOthersCanWrite()
{
    for (const mode_t mode : {0757U, 0775U, 0777U, 01777U}) {
        QCOMPARE(chmod(m_folder.c_str(), mode), 0);
        QVERIFY(refusal().starts_with(m_folder.string() + " may be written by others"));
    }
}

void TestPppFolder::refusesOptionsThatOthersCanWrite()
{
    for (const mode_t mode : {0646U, 0664U, 0666U}) {
        QCOMPARE(chmod((m_folder / "options").c_str(), mode), 0);
        QVERIFY(refusal().starts_with((m_folder / "options").string() + " may be written by others"));
    }
}

void TestPppFolder::refusesOptionsThatAreALink()
{
    std::filesystem::rename(m_folder / "options", m_folder / "elsewhere");
    std::filesystem::create_symlink("elsewhere", m_folder / "options");
    QVERIFY(refusal().find("is a symbolic link") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestPppFolder)
#include "test_ppp_folder.moc"
