// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/polkit_authority.h"

#include "common/names.h"
#include "daemon/bus/bus_pump.h"
#include "on_bus.h"

#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QTest>
#include <csignal>
#include <sys/prctl.h>

using namespace pptp;
using namespace pptp::test;

namespace {

constexpr const char* Service = "org.freedesktop.PolicyKit1";
constexpr const char* Path = "/org/freedesktop/PolicyKit1/Authority";
constexpr const char* Interface = "org.freedesktop.PolicyKit1.Authority";

using Subject = sdbus::Struct<std::string, std::map<std::string, sdbus::Variant>>;
using Details = std::map<std::string, std::string>;
using Answer = sdbus::Struct<bool, bool, Details>;

/// The part of polkit that we call, with polkit's own signature: the library refuses any other.
struct StandIn : OnBus {
    explicit StandIn(const PrivateBus& bus) : OnBus(bus), object(createBusObject(*connection, Path))
    {
        object->registerMethod("CheckAuthorization")
            .onInterface(Interface)
            .implementedAs([this](sdbus::Result<Answer>&& call, const Subject& subject, std::string action,
                                  Details details, std::uint32_t flags, std::string cancellation) {
                subjectKind = std::get<0>(subject);
                subjectDetails = std::get<1>(subject);
                actionId = std::move(action);
                promptDetails = std::move(details);
                callFlags = flags;
                cancellationId = std::move(cancellation);
                open.push_back(std::move(call));
            });
        object->registerMethod("CancelCheckAuthorization")
            .onInterface(Interface)
            .implementedAs([this](const std::string& id) { cancelled.push_back(id); });
        exportObject(*object);
        if (!takeName(*connection, Service))
            qFatal("the name of polkit is taken");
    }

    std::string subjectKind;
    std::map<std::string, sdbus::Variant> subjectDetails;
    std::string actionId;
    Details promptDetails;
    std::uint32_t callFlags = 99;
    std::string cancellationId;
    std::vector<sdbus::Result<Answer>> open;
    std::vector<std::string> cancelled;
    std::unique_ptr<sdbus::IObject> object;
};

struct Asking : OnBus {
    explicit Asking(const PrivateBus& bus) : OnBus(bus), authority(*connection) {}

    void ask(bool interactive = true, const char* action = names::ConnectAction)
    {
        authority.ask(7, {":1.99", action, {{"tunnel", "work"}}, interactive},
                      [this](const Result<Verdict>& answer) { answers.push_back(answer); });
    }

    PolkitAuthority authority;
    std::vector<Result<Verdict>> answers;
};

} // namespace

class TestPolkitAuthority : public QObject {
    Q_OBJECT
private slots:
    void asksAboutTheBusNameAndNothingElse()
    {
        const PrivateBus bus;
        const StandIn polkit(bus);
        Asking asking(bus);
        asking.ask();
        QTRY_COMPARE(polkit.open.size(), 1u);
        QCOMPARE(polkit.subjectKind, std::string("system-bus-name"));
        QCOMPARE(polkit.subjectDetails.size(), 1u);
        QCOMPARE(polkit.subjectDetails.at("name").get<std::string>(), std::string(":1.99"));
        QCOMPARE(polkit.actionId, std::string(names::ConnectAction));
        QCOMPARE(polkit.promptDetails, (Details{{"tunnel", "work"}}));
        QCOMPARE(polkit.callFlags, 1u);
        QVERIFY(!polkit.cancellationId.empty());
    }

    void forbidsInteractionIfTheCallerDoes()
    {
        const PrivateBus bus;
        const StandIn polkit(bus);
        Asking asking(bus);
        asking.ask(false);
        QTRY_COMPARE(polkit.open.size(), 1u);
        QCOMPARE(polkit.callFlags, 0u);
    }

    void readsTheAnswer_data()
    {
        QTest::addColumn<bool>("authorized");
        QTest::addColumn<bool>("challenge");
        QTest::addColumn<Verdict>("expected");
        QTest::newRow("yes") << true << false << Verdict::Allowed;
        QTest::newRow("no") << false << false << Verdict::Denied;
        QTest::newRow("challenge") << false << true << Verdict::Challenge;
    }

    void readsTheAnswer()
    {
        QFETCH(bool, authorized);
        QFETCH(bool, challenge);
        QFETCH(Verdict, expected);
        const PrivateBus bus;
        const StandIn polkit(bus);
        Asking asking(bus);
        asking.ask();
        QTRY_COMPARE(polkit.open.size(), 1u);
        polkit.open.front().returnResults(Answer{authorized, challenge, Details{}});
        QTRY_COMPARE(asking.answers.size(), 1u);
        QCOMPARE(asking.answers.front().value(), expected);
    }

    void failsWhenPolkitFails()
    {
        const PrivateBus bus;
        const StandIn polkit(bus);
        Asking asking(bus);
        asking.ask();
        QTRY_COMPARE(polkit.open.size(), 1u);
        polkit.open.front().returnError(
            sdbus::Error("org.freedesktop.PolicyKit1.Error.Failed", "no such action"));
        QTRY_COMPARE(asking.answers.size(), 1u);
        QCOMPARE(asking.answers.front().error().code, ErrorCode::NotAuthorised);
    }

    void failsWithoutPolkit()
    {
        const PrivateBus bus;
        Asking asking(bus);
        asking.ask();
        QTRY_COMPARE(asking.answers.size(), 1u);
        QCOMPARE(asking.answers.front().error().code, ErrorCode::NotAuthorised);
    }

    void failsWhenPolkitDiesMeanwhile()
    {
        const PrivateBus bus;
        auto polkit = std::make_unique<StandIn>(bus);
        Asking asking(bus);
        asking.ask();
        QTRY_COMPARE(polkit->open.size(), 1u);
        polkit->open.clear();
        polkit.reset();
        QTRY_COMPARE(asking.answers.size(), 1u);
        QVERIFY(!asking.answers.front());
    }

    void takesTheQuestionBack()
    {
        const PrivateBus bus;
        const StandIn polkit(bus);
        Asking asking(bus);
        asking.ask();
        QTRY_COMPARE(polkit.open.size(), 1u);
        asking.authority.cancel(7);
        QTRY_COMPARE(polkit.cancelled.size(), 1u);
        QCOMPARE(polkit.cancelled.front(), polkit.cancellationId);
        polkit.open.front().returnResults(Answer{true, false, Details{}});
        QTest::qWait(50);
        QVERIFY(asking.answers.empty());
    }

    /// The same against dbusmock's polkitd, which was written by somebody else.
    void agreesWithDbusmock()
    {
        const PrivateBus bus;
        QProcess polkitd;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("DBUS_SYSTEM_BUS_ADDRESS", bus.address());
        polkitd.setProcessEnvironment(environment);
        polkitd.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
        polkitd.start("/usr/bin/python3", {"-m", "dbusmock", "--template", "polkitd"});
        const Caller caller(bus);
        QTRY_VERIFY_WITH_TIMEOUT(caller.connection().interface()->isServiceRegistered(Service).value(),
                                 10'000);

        Asking asking(bus);
        asking.ask();
        QTRY_COMPARE(asking.answers.size(), 1u);
        QCOMPARE(asking.answers.back().value(), Verdict::Denied);
        QDBusMessage allow =
            QDBusMessage::createMethodCall(Service, Path, "org.freedesktop.DBus.Mock", "SetAllowed");
        allow.setArguments({QStringList(names::ConnectAction)});
        QCOMPARE(outcome(caller.connection().asyncCall(allow)), QString());
        asking.ask();
        QTRY_COMPARE(asking.answers.size(), 2u);
        QCOMPARE(asking.answers.back().value(), Verdict::Allowed);
        asking.ask(true, names::ControlServiceAction);
        QTRY_COMPARE(asking.answers.size(), 3u);
        QCOMPARE(asking.answers.back().value(), Verdict::Denied);

        polkitd.terminate();
        QTRY_COMPARE(polkitd.state(), QProcess::NotRunning);
    }
};

QTEST_GUILESS_MAIN(TestPolkitAuthority)
#include "test_polkit_authority.moc"
