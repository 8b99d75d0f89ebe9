// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/tunnel_object.h"

#include "bus_fixture.h"
#include "signal_recorder.h"

#include <QDBusUnixFileDescriptor>
#include <QTest>
#include <array>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace pptp;
using namespace pptp::test;

namespace {

constexpr const char* Properties = "org.freedesktop.DBus.Properties";
const QString accessDenied = "org.freedesktop.DBus.Error.AccessDenied";
const QString invalidArguments = "org.freedesktop.DBus.Error.InvalidArgs";

QVariant descriptorOf(const QByteArray& bytes)
{
    const UniqueFd memory(memfd_create("test", MFD_CLOEXEC));
    if (write(memory.get(), bytes.constData(), static_cast<std::size_t>(bytes.size())) != bytes.size())
        return {};
    return QVariant::fromValue(QDBusUnixFileDescriptor(memory.get()));
}

QVariantMap withPassword(const QByteArray& bytes)
{
    return {{"secrets", QVariantMap{{"password", descriptorOf(bytes)}}}};
}

} // namespace

class TestTunnelObjectSecrets : public QObject {
    Q_OBJECT
private slots:
    void takesThePasswordThatComesWithConnect()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        const auto call = callTunnel(caller, "Connect", withPassword("s3cret\n"));
        QTRY_COMPARE(fixture.work.connects, 1);
        QCOMPARE(fixture.work.given, std::string("s3cret"));
        QCOMPARE(fixture.work.caller, std::optional<uid_t>(getuid()));
        fixture.work.finish();
        QCOMPARE(outcome(call), QString());
    }

    void refusesATunnelThatChangedWhileItsPasswordWasRead()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        std::array<int, 2> ends{};
        QCOMPARE(pipe2(ends.data(), O_CLOEXEC), 0);
        UniqueFd readEnd(ends[0]);
        UniqueFd writeEnd(ends[1]);
        const QVariant descriptor = QVariant::fromValue(QDBusUnixFileDescriptor(readEnd.get()));
        readEnd.reset();
        const auto call = callTunnel(caller, "Connect", {{"secrets", QVariantMap{{"password", descriptor}}}});
        QTRY_COMPARE(fixture.authority->asked.size(), std::size_t(1));
        fixture.work.serverName = "evil.example.com";
        QCOMPARE(write(writeEnd.get(), "s3cret", 6), ssize_t(6));
        writeEnd.reset();
        QCOMPARE(outcome(call), "org.pptptunnel.Tunnels1.Error.Cancelled");
        QCOMPARE(fixture.work.connects, 0);
    }

    void refusesAPasswordThatIsNone()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(callTunnel(caller, "Connect", withPassword(""))), invalidArguments);
        QCOMPARE(outcome(callTunnel(caller, "Connect", withPassword(QByteArray(300, 'x')))),
                 invalidArguments);
        QCOMPARE(fixture.work.connects, 0);
    }

    void looksAtNoPasswordOfWhoMayNotConnect()
    {
        BusFixture fixture;
        fixture.authority->verdict = Verdict::Denied;
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(callTunnel(caller, "Connect", withPassword(""))), accessDenied);
    }

    void storesAndClearsAPassword()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        const SignalRecorder recorder(caller, BusFixture::WorkPath, Properties, "PropertiesChanged");
        const auto call = [&](const QString& method, const QVariantList& arguments) {
            return outcome(caller.call(BusFixture::WorkPath, names::TunnelInterface, method, arguments));
        };
        QCOMPARE(call("SetSecret", {descriptorOf("s3cret\n"), QVariantMap{}}), QString());
        QCOMPARE(fixture.work.stored, std::string("s3cret"));
        QCOMPARE(fixture.authority->asked.front().action, std::string(names::ChangeSecretAction));
        QCOMPARE(call("ClearSecret", {QVariantMap{}}), QString());
        QCOMPARE(fixture.work.stored, std::string());
        QTRY_COMPARE(recorder.messages.size(), std::size_t(2)); // behind the answers
        QCOMPARE(recorder.changes(0), (QVariantMap{{"HasSecret", true}}));
        QCOMPARE(recorder.changes(1), (QVariantMap{{"HasSecret", false}}));
        QCOMPARE(call("ClearSecret", {QVariantMap{}}), "org.pptptunnel.Tunnels1.Error.NoSecrets");
    }

    void letsNobodyChangeAPasswordWithoutAsking()
    {
        BusFixture fixture;
        fixture.authority->verdict = Verdict::Denied;
        fixture.work.stored = "old";
        const Caller caller(fixture.bus);
        for (const QVariantList& arguments :
             {QVariantList{descriptorOf("new"), QVariantMap{}}, QVariantList{QVariantMap{}}}) {
            const QString method = arguments.size() == 2 ? "SetSecret" : "ClearSecret";
            QCOMPARE(outcome(caller.call(BusFixture::WorkPath, names::TunnelInterface, method, arguments)),
                     accessDenied);
        }
        QCOMPARE(fixture.work.stored, std::string("old"));
    }

    void refusesToStoreWhatIsNoPassword()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(caller.call(BusFixture::WorkPath, names::TunnelInterface, "SetSecret",
                                     {descriptorOf(""), QVariantMap{}})),
                 invalidArguments);
        fixture.work.storeResult = fail(ErrorCode::ConfigureFailed, "the disk is full");
        QCOMPARE(outcome(caller.call(BusFixture::WorkPath, names::TunnelInterface, "SetSecret",
                                     {descriptorOf("new"), QVariantMap{}})),
                 "org.pptptunnel.Tunnels1.Error.ConfigureFailed");
    }
};

QTEST_GUILESS_MAIN(TestTunnelObjectSecrets)
#include "test_tunnel_object_secrets.moc"
