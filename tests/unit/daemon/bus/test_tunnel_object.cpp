// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/tunnel_object.h"

#include "bus_fixture.h"
#include "signal_recorder.h"

#include <QTest>
#include <array>
#include <new>

using namespace pptp;
using namespace pptp::test;

namespace {

constexpr const char* Properties = "org.freedesktop.DBus.Properties";
const QString accessDenied = "org.freedesktop.DBus.Error.AccessDenied";
const QString notConnected = "org.pptptunnel.Tunnels1.Error.NotConnected";
const QString invalidArguments = "org.freedesktop.DBus.Error.InvalidArgs";

} // namespace

class TestTunnelObject : public QObject {
    Q_OBJECT
private slots:
    void repliesToConnectWhenItIsUp()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        const auto call = callTunnel(caller, "Connect");
        QTRY_COMPARE(fixture.work.connects, 1);
        QVERIFY(!call.isFinished());
        fixture.work.finish();
        QCOMPARE(outcome(call), QString());
        const Question& asked = fixture.authority->asked.front();
        QCOMPARE(asked.action, std::string(names::ConnectAction));
        QCOMPARE(asked.sender, caller.name().toStdString());
        QVERIFY(asked.interactive);
        const std::map<std::string, std::string> details{
            {"tunnel", "work"}, {"server", "vpn.example.com"}, {"user", "alice"}};
        QCOMPARE(asked.details, details);
    }

    void asksForMoreWhereTheProfileAllowsLess()
    {
        BusFixture fixture;
        TunnelStatus weak;
        weak.weaknesses = {"refuse-pap=no", "require-mppe=no"};
        fixture.work.become(weak);
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(callTunnel(caller, "Connect", {{"wait", false}})), QString());
        const Question& asked = fixture.authority->asked.front();
        QCOMPARE(asked.action, std::string(names::ConnectWeakAction));
        QCOMPARE(asked.details.at("weaknesses"), std::string("refuse-pap=no, require-mppe=no"));
    }

    void doesNotConnectWhatBecameWeakerMeanwhile()
    {
        BusFixture fixture;
        fixture.authority->verdict.reset();
        const Caller caller(fixture.bus);
        const auto call = callTunnel(caller, "Connect");
        QTRY_COMPARE(fixture.authority->asked.size(), 1u);
        TunnelStatus weak;
        weak.weaknesses = {"require-mppe=no"};
        fixture.work.become(weak);
        fixture.authority->answer(Verdict::Allowed);
        QCOMPARE(outcome(call), "org.pptptunnel.Tunnels1.Error.Cancelled");
        QCOMPARE(fixture.work.connects, 0);
    }

    void repliesToConnectWithTheReasonOfItsFailure()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        const auto call = callTunnel(caller, "Connect");
        QTRY_COMPARE(fixture.work.connects, 1);
        fixture.work.finish(fail(ErrorCode::AuthRefused, "E=691"));
        QCOMPARE(outcome(call), "org.pptptunnel.Tunnels1.Error.AuthRefused");
        QCOMPARE(call.error().message(), "E=691");
    }

    void repliesAtOnceIfAskedTo()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(callTunnel(caller, "Connect", {{"wait", false}})), QString());
        QCOMPARE(fixture.work.connects, 1);
        fixture.work.finish(fail(ErrorCode::NoRoute)); // nobody waits for this any more
    }

    void asksNobodyAboutBadOptions_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QVariantMap>("options");
        for (const QString method : {"Connect", "Disconnect", "Reconnect"}) {
            QTest::addRow("%s, unknown key", qPrintable(method)) << method << QVariantMap{{"wiat", true}};
            QTest::addRow("%s, wrong type", qPrintable(method)) << method << QVariantMap{{"wait", "yes"}};
        }
    }

    void asksNobodyAboutBadOptions()
    {
        QFETCH(QString, method);
        QFETCH(QVariantMap, options);
        BusFixture fixture;
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(callTunnel(caller, method, options)), "org.freedesktop.DBus.Error.InvalidArgs");
        QVERIFY(fixture.authority->asked.empty());
    }

    void doesNotInteractIfForbidden()
    {
        BusFixture fixture;
        fixture.authority->verdict = Verdict::Challenge;
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(callTunnel(caller, "Connect", {{"interactive", false}, {"x-test", 1}})),
                 "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired");
        QVERIFY(!fixture.authority->asked.front().interactive);
        QCOMPARE(fixture.work.connects, 0);
    }

    void letsTheOneWhoConnectedDisconnectUnasked()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        (void)callTunnel(caller, "Connect");
        QTRY_COMPARE(fixture.work.connects, 1);
        fixture.work.become(TunnelState::Connected);
        fixture.authority->verdict = Verdict::Denied;
        const Caller sameUser(fixture.bus);
        const auto call = callTunnel(sameUser, "Disconnect");
        QTRY_COMPARE(fixture.work.disconnects, 1);
        QVERIFY(!call.isFinished());
        fixture.work.finish();
        QCOMPARE(outcome(call), QString());
        QCOMPARE(fixture.authority->asked.size(), 1u);
    }

    void letsTheOneWhoConnectedReconnectUnasked()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        (void)callTunnel(caller, "Connect");
        QTRY_COMPARE(fixture.work.connects, 1);
        fixture.work.become(TunnelState::Connected);
        fixture.authority->verdict = Verdict::Denied;
        const auto call = callTunnel(caller, "Reconnect");
        QTRY_COMPARE(fixture.work.reconnects, 1);
        fixture.work.become(TunnelState::Reconnecting);
        // It is still the same user's: what was connected by it is being connected again.
        (void)callTunnel(caller, "Disconnect");
        QTRY_COMPARE(fixture.work.disconnects, 1);
        fixture.work.finish(fail(ErrorCode::ServerUnreachable));
        QCOMPARE(outcome(call), "org.pptptunnel.Tunnels1.Error.ServerUnreachable");
        QCOMPARE(fixture.authority->asked.size(), 1u);
    }

    void reconnectsNothingThatIsNotConnected()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(callTunnel(caller, "Reconnect")), notConnected);
        QCOMPARE(fixture.work.reconnects, 0);
    }

    void asksBeforeSomebodyElsesTunnelIsDisconnected_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<bool>("allowed");
        for (const QString method : {"Disconnect", "Reconnect"}) {
            QTest::addRow("%s, allowed", qPrintable(method)) << method << true;
            QTest::addRow("%s, denied", qPrintable(method)) << method << false;
        }
    }

    void asksBeforeSomebodyElsesTunnelIsDisconnected()
    {
        QFETCH(QString, method);
        QFETCH(bool, allowed);
        BusFixture fixture;
        fixture.authority->verdict = allowed ? Verdict::Allowed : Verdict::Denied;
        fixture.work.become(TunnelState::Connected); // by no Connect of this user
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(callTunnel(caller, method, {{"wait", false}})), allowed ? QString() : accessDenied);
        QCOMPARE(fixture.work.disconnects + fixture.work.reconnects, allowed ? 1 : 0);
        QCOMPARE(fixture.authority->asked.front().action, std::string(names::DisconnectAction));
    }

    void asksAgainAfterTheTunnelWasDown()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        (void)callTunnel(caller, "Connect");
        QTRY_COMPARE(fixture.work.connects, 1);
        for (const TunnelState state :
             {TunnelState::Connected, TunnelState::Disconnected, TunnelState::Connected})
            fixture.work.become(state);
        fixture.authority->verdict = Verdict::Denied;
        QCOMPARE(outcome(callTunnel(caller, "Disconnect")), accessDenied);
    }

    void needsNoAuthorisationToSayThatNothingIsConnected()
    {
        BusFixture fixture;
        fixture.authority->verdict = Verdict::Denied;
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(callTunnel(caller, "Disconnect")), notConnected);
        QVERIFY(fixture.authority->asked.empty());
        QCOMPARE(fixture.work.disconnects, 0);
    }

    void refusesATunnelThatChangedMeanwhile()
    {
        BusFixture fixture;
        fixture.authority->verdict.reset();
        const Caller caller(fixture.bus);
        const auto call = callTunnel(caller, "Connect");
        QTRY_COMPARE(fixture.authority->open.size(), 1u);
        fixture.work.serverName = "evil.example.com";
        fixture.authority->answer(Verdict::Allowed);
        QCOMPARE(outcome(call), "org.pptptunnel.Tunnels1.Error.Cancelled");
        QCOMPARE(fixture.work.connects, 0);
    }

    void answersForATunnelThatWentMeanwhile()
    {
        BusFixture fixture;
        fixture.authority->verdict.reset();
        const Caller caller(fixture.bus);
        const auto call = callTunnel(caller, "Connect");
        QTRY_COMPARE(fixture.authority->open.size(), 1u);
        fixture.registry.remove(fixture.work);
        fixture.authority->answer(Verdict::Allowed);
        QCOMPARE(outcome(call), "org.pptptunnel.Tunnels1.Error.NotFound");
    }

    void forgetsTheRequestOfACallerThatWent()
    {
        BusFixture fixture;
        fixture.authority->verdict.reset();
        Caller caller(fixture.bus);
        (void)callTunnel(caller, "Connect");
        QTRY_COMPARE(fixture.authority->open.size(), 1u);
        caller.vanish();
        QTRY_COMPARE(fixture.authority->cancelled, 1);
        QCOMPARE(fixture.work.connects, 0);
    }

    void announcesOneStepInOneSignal()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        const SignalRecorder recorder(caller, BusFixture::WorkPath, Properties, "PropertiesChanged");
        TunnelStatus status;
        status.state = TunnelState::Connected;
        status.phase = Phase::Running;
        status.interface = "ppp0";
        status.dnsServers = {"10.0.0.53"};
        fixture.work.become(status);
        fixture.work.become(status); // nothing changed
        status.phase = Phase::None;
        fixture.work.become(status);
        QTRY_COMPARE(recorder.messages.size(), 2u);
        const QVariantMap expected{{"State", "connected"},
                                   {"Phase", "running"},
                                   {"Interface", "ppp0"},
                                   {"DnsServers", QStringList("10.0.0.53")}};
        QCOMPARE(recorder.changes(0), expected);
        QCOMPARE(recorder.messages.front().arguments().at(0).toString(), names::TunnelInterface);
        QCOMPARE(recorder.changes(1), (QVariantMap{{"Phase", ""}}));
    }

    void announcesBeforeItReplies()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        const SignalRecorder recorder(caller, BusFixture::WorkPath, Properties, "PropertiesChanged");
        const auto call = callTunnel(caller, "Connect");
        QTRY_COMPARE(fixture.work.connects, 1);
        fixture.work.become(TunnelState::Connected);
        fixture.work.finish();
        QCOMPARE(outcome(call), QString());
        QCOMPARE(recorder.messages.size(), 1u);
    }

    void showsErrorsInFull()
    {
        BusFixture fixture;
        TunnelStatus status;
        status.state = TunnelState::Failed;
        status.error = pptp::Error{ErrorCode::AuthRefused, "E=691\nR=1", "no \xff", {{"status", 19}}};
        status.lastError = status.error;
        status.lastErrorTime = 1'700'000'000'000'000;
        fixture.work.become(status);
        const Caller caller(fixture.bus);
        const auto get = [&](const char* name) {
            return caller.property(BusFixture::WorkPath, names::TunnelInterface, name);
        };
        QCOMPARE(get("Error").toString(), "auth-refused");
        QCOMPARE(get("ErrorPeerText").toString(), QString("no \uFFFD"));
        QCOMPARE(get("LastError").toString(), "auth-refused");
        QCOMPARE(get("LastErrorTime").toULongLong(), 1'700'000'000'000'000u);
        QCOMPARE(get("Private").toBool(), false);
        QCOMPARE(get("Owner").toString(), "system");
        const QVariantMap details = qdbus_cast<QVariantMap>(get("ErrorDetails"));
        QCOMPARE(details, (QVariantMap{{"detail", "E=691 R=1"}, {"status", 19LL}}));
    }

    void survivesATunnelThatThrows()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        fixture.work.onConnect = [] { throw std::bad_alloc(); };
        QCOMPARE(outcome(callTunnel(caller, "Connect")), "org.freedesktop.DBus.Error.Failed");
        fixture.work.onConnect = nullptr;
        QCOMPARE(outcome(callTunnel(caller, "Connect", {{"wait", false}})), QString());
        QCOMPARE(fixture.lost, 0);
    }
};

QTEST_GUILESS_MAIN(TestTunnelObject)
#include "test_tunnel_object.moc"
