// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/data_path.h"

#include <vector>

#include <QTest>

using namespace pptp;

namespace {

constexpr KernelVersion Bookworm{6, 1};

Result<Profile> profileWith(const QString& lines)
{
    std::vector<ProfileEntry> entries{{"server", "vpn.example.com"}, {"user", "alice"}};
    for (const QString& line : lines.split(' ', Qt::SkipEmptyParts))
        entries.emplace_back(line.section('=', 0, 0).toStdString(), line.section('=', 1).toStdString());
    return parseProfile(entries);
}

} // namespace

class TestDataPath : public QObject {
    Q_OBJECT
private slots:
    void readsTheKernelsVersion_data();
    void readsTheKernelsVersion();
    void isChosenFromProfileAndKernel_data();
    void isChosenFromProfileAndKernel();
    void isAnErrorWhereTheKernelIsWantedAndCannot_data();
    void isAnErrorWhereTheKernelIsWantedAndCannot();
    void fallsBackOnlyWhereTheChoiceIsOurs();
    void knowsWhatTheKernelCounts();
    void looksOnOnlyWhereTheKernelCountsWhatPassesTheFilter();
};

void TestDataPath::readsTheKernelsVersion_data()
{
    QTest::addColumn<QByteArray>("release");
    QTest::addColumn<unsigned>("major");
    QTest::addColumn<unsigned>("minor");
    QTest::newRow("Debian's") << QByteArray("6.1.0-38-amd64") << 6U << 1U;
    QTest::newRow("short") << QByteArray("6.12") << 6U << 12U;
    QTest::newRow("candidate") << QByteArray("7.0-rc1") << 7U << 0U;
    for (const char* odd : {"", "6", "6.", "x.1", "6.x", "-6.1", "99999999999.1"})
        QTest::newRow(odd) << QByteArray(odd) << 0U << 0U;
}

void TestDataPath::readsTheKernelsVersion()
{
    QFETCH(QByteArray, release);
    QFETCH(unsigned, major);
    QFETCH(unsigned, minor);
    QVERIFY((kernelVersion(release.toStdString()) == KernelVersion{major, minor}));
}

void TestDataPath::isChosenFromProfileAndKernel_data()
{
    QTest::addColumn<QString>("settings");
    QTest::addColumn<unsigned>("minor");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* settings, unsigned minor, const char* path, const char* reason) {
        QTest::addRow("%s on 6.%u", settings, minor) << settings << minor << path << reason;
    };
    row("", 1, "userspace", "data-path is userspace");
    row("data-path=auto", 1, "kernel", "wants nothing beyond it");
    row("data-path=auto mtu=1300 localbind=192.0.2.1 quirks=SEQUENCE_FROM_1", 1, "kernel",
        "the kernel has PPTP");
    row("data-path=kernel", 1, "kernel", "the profile says data-path=kernel");
    row("data-path=userspace", 1, "userspace", "data-path is userspace");
    row("data-path=loopback", 1, "loopback", "the profile says data-path=loopback");
    row("data-path=loopback rtmark=7 nobuffer=yes send-window=yes test-type=1", 1, "loopback",
        "the profile says");
    row("data-path=userspace rtmark=7", 1, "userspace", "data-path is");
    row("data-path=auto rtmark=7", 1, "userspace", "rtmark");
    row("data-path=auto rtmark=7", 5, "userspace", "rtmark");
    row("data-path=auto rtmark=7", 6, "kernel", "the kernel has PPTP");
    row("data-path=auto rtmark=0", 1, "kernel", "the kernel has PPTP");
    row("data-path=kernel rtmark=7", 6, "kernel", "the profile says");
    row("data-path=auto nobuffer=yes", 6, "userspace", "nobuffer");
    row("data-path=auto nobuffer=no", 6, "kernel", "the kernel has PPTP");
    row("data-path=auto timeout=0.5", 6, "userspace", "timeout");
    row("data-path=auto timeout=0.3", 6, "kernel", "the kernel has PPTP");
    row("data-path=auto missing-window=6000", 6, "userspace", "missing-window");
    row("data-path=auto send-window=yes", 6, "userspace", "send-window");
    row("data-path=auto sync=yes", 6, "userspace", "sync");
    row("data-path=auto test-type=1", 6, "userspace", "test-type");
    row("data-path=auto test-type=0 test-rate=5", 6, "kernel", "the kernel has PPTP");
}

void TestDataPath::isChosenFromProfileAndKernel()
{
    QFETCH(QString, settings);
    QFETCH(unsigned, minor);
    QFETCH(QString, path);
    QFETCH(QString, reason);
    const auto profile = profileWith(settings);
    QVERIFY(profile);
    const auto choice = chooseDataPath(*profile, {6, minor});
    QVERIFY(choice);
    QCOMPARE(QString::fromUtf8(dataPathName(choice->path)), path);
    QVERIFY2(choice->reason.find(reason.toStdString()) != std::string::npos, choice->reason.c_str());
}

void TestDataPath::isAnErrorWhereTheKernelIsWantedAndCannot_data()
{
    QTest::addColumn<QString>("setting");
    for (const char* setting : {"rtmark=7", "nobuffer=yes", "timeout=1", "missing-window=1",
                                "send-window=yes", "sync=yes", "test-type=3"})
        QTest::newRow(setting) << setting;
}

void TestDataPath::isAnErrorWhereTheKernelIsWantedAndCannot()
{
    QFETCH(QString, setting);
    const auto profile = profileWith("data-path=kernel " + setting);
    QVERIFY(profile);
    const auto choice = chooseDataPath(*profile, Bookworm);
    QVERIFY(!choice);
    QCOMPARE(choice.error().code, ErrorCode::NotSupported);
    const std::string name = setting.section('=', 0, 0).toStdString();
    QVERIFY2(choice.error().detail.find(name) != std::string::npos, choice.error().detail.c_str());
}

void TestDataPath::fallsBackOnlyWhereTheChoiceIsOurs()
{
    const Error cannot{ErrorCode::NotSupported, "no PPTP here"};
    const Error failed{ErrorCode::NoRoute, "no route"};
    const auto automatic = profileWith("data-path=auto");
    const auto kernel = profileWith("data-path=kernel");
    QVERIFY((afterKernelRefusal(*automatic, cannot) == DataPathChoice{DataPath::Userspace, "no PPTP here"}));
    QVERIFY(afterKernelRefusal(*automatic, failed).error() == failed);
    QVERIFY(afterKernelRefusal(*kernel, cannot).error() == cannot);
}

void TestDataPath::knowsWhatTheKernelCounts()
{
    std::vector<std::string_view> counted;
    for (const GreStatsField& field : allStatsFields) {
        QVERIFY(countedBy({DataPath::Userspace}, field));
        QCOMPARE(countedBy({DataPath::Kernel, true}, field),
                 countedBy({DataPath::Kernel}, field) || field.name == "RxLost");
        if (countedBy({DataPath::Kernel}, field))
            counted.push_back(field.name);
    }
    const std::vector<std::string_view> expected{"RxAccepted",
                                                 "TxSent",
                                                 "RoundTripMicroseconds",
                                                 "RxOctets",
                                                 "TxOctets",
                                                 "RoundTripMinimumMicroseconds",
                                                 "RoundTripDeviationMicroseconds",
                                                 "WanCrcErrors",
                                                 "WanFramingErrors",
                                                 "WanHardwareOverruns",
                                                 "WanBufferOverruns",
                                                 "WanTimeouts",
                                                 "WanAlignmentErrors"};
    QCOMPARE(counted, expected);
}

void TestDataPath::looksOnOnlyWhereTheKernelCountsWhatPassesTheFilter()
{
    QVERIFY(canObserve(Bookworm));
    QVERIFY(canObserve({6, 8}));
    QVERIFY(!canObserve({6, 9}));
    QVERIFY(!canObserve({7, 0}));
}

QTEST_APPLESS_MAIN(TestDataPath)
#include "test_data_path.moc"
