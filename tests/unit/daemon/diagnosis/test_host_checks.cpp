// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/host_checks.h"

#include <QTest>

using namespace pptp;

namespace {

KernelFacts goodKernel()
{
    return {{}, ModuleState::Loaded, ModuleState::Available, ModuleState::Missing, ModuleState::Missing};
}

} // namespace

class TestHostChecks : public QObject {
    Q_OBJECT
private slots:
    void findsAKernelThatHasEverything()
    {
        QCOMPARE(kernelCheck(goodKernel(), {}),
                 Check::passed("kernel", "/dev/ppp can be opened; ppp_mppe can be loaded"));
    }

    void findsWhatAKernelLacks_data()
    {
        QTest::addColumn<int>("lacking");
        QTest::addColumn<QString>("evidence");
        QTest::newRow("the device") << 0 << "/dev/ppp: No such device";
        QTest::newRow("encryption") << 1 << "/dev/ppp can be opened; ppp_mppe is missing";
        QTest::newRow("terminals") << 2 << "/dev/ppp can be opened; ppp_async is missing";
    }
    void findsWhatAKernelLacks()
    {
        QFETCH(int, lacking);
        KernelFacts facts = goodKernel();
        if (lacking == 0)
            facts.device = fail(ErrorCode::NotSupported, "/dev/ppp: No such device");
        (lacking == 1 ? facts.mppe : facts.async) = lacking == 0 ? ModuleState::Loaded : ModuleState::Missing;
        const Check check = kernelCheck(facts, {});
        QCOMPARE(check.result, CheckResult::Fail);
        QTEST(QString::fromStdString(check.evidence), "evidence");
        QVERIFY(!check.hint.empty());
    }

    void missesOnlyWhatTheProfileUses()
    {
        KernelFacts facts = goodKernel();
        facts.mppe = ModuleState::Missing;
        facts.async = ModuleState::Missing;
        Profile profile;
        profile.requireMppe = false;
        profile.dataPath = DataPathWish::Kernel;
        QCOMPARE(kernelCheck(facts, profile).result, CheckResult::Ok);
    }

    void warnsOfAWeakProfile()
    {
        QCOMPARE(profileCheck({}).result, CheckResult::Ok);
        const Check check = profileCheck({"refuse-pap=no", "mppe-stateful=yes"});
        QCOMPARE(check.result, CheckResult::Warning);
        QCOMPARE(check.evidence, "allows less protection than usual: refuse-pap=no, mppe-stateful=yes");
    }

    void judgesThePassword_data()
    {
        QTest::addColumn<SecretStorage>("storage");
        QTest::addColumn<ErrorCode>("error"); // Cancelled: none
        QTest::addColumn<CheckResult>("result");
        QTest::newRow("stored") << SecretStorage::System << ErrorCode::Cancelled << CheckResult::Ok;
        QTest::newRow("not stored") << SecretStorage::System << ErrorCode::NoSecrets << CheckResult::Warning;
        QTest::newRow("meant to be asked for")
            << SecretStorage::Agent << ErrorCode::NoSecrets << CheckResult::Ok;
        QTest::newRow("not usable") << SecretStorage::System << ErrorCode::ConfigureFailed
                                    << CheckResult::Fail;
    }
    void judgesThePassword()
    {
        QFETCH(SecretStorage, storage);
        QFETCH(ErrorCode, error);
        Profile profile;
        profile.secretStorage = storage;
        const Result<void> stored =
            error == ErrorCode::Cancelled ? Result<void>() : Result<void>(fail(error, "/secrets/work: why"));
        QTEST(secretsCheck(profile, stored).result, "result");
    }

    void judgesTheHelperOfConntrack()
    {
        KernelFacts facts = goodKernel();
        QCOMPARE(conntrackCheck(facts, false).result, CheckResult::Ok);
        facts.conntrack = ModuleState::Loaded;
        QCOMPARE(conntrackCheck(facts, true).result, CheckResult::Ok);
        QCOMPARE(conntrackCheck(facts, false).result, CheckResult::Warning);
        facts.helper = ModuleState::Loaded;
        QCOMPARE(conntrackCheck(facts, false).result, CheckResult::Ok);
    }

    void tellsWhatTheServiceLacks()
    {
        QCOMPARE(serviceCheck("1.0", {}, {}).result, CheckResult::Ok);
        const Check check = serviceCheck("1.0", {"/usr/sbin/pppd: No such file or directory"}, {});
        QCOMPARE(check.result, CheckResult::Fail);
        QCOMPARE(check.evidence, "/usr/sbin/pppd: No such file or directory");
        const Check workers =
            serviceCheck("1.0", {}, fail(ErrorCode::WorkerFailed, "connecting to /s: gone"));
        QCOMPARE(workers.result, CheckResult::Fail);
        QCOMPARE(workers.evidence, "connecting to /s: gone");
        QVERIFY(workers.hint.find("systemctl start pptp-spawner.socket") != std::string::npos);
        QCOMPARE(privilegesCheck({}).result, CheckResult::Ok);
        QCOMPARE(privilegesCheck({"CAP_NET_RAW"}).evidence, "the service lacks CAP_NET_RAW");
    }
};

QTEST_GUILESS_MAIN(TestHostChecks)
#include "test_host_checks.moc"
