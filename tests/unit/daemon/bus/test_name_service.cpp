// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/name_service.h"

#include "on_bus.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;
using namespace pptp::test;

namespace {

constexpr const char* ResolvedManager = "org.freedesktop.resolve1.Manager";
constexpr const char* SystemdManager = "org.freedesktop.systemd1.Manager";

const NameServers Names{"ppp0", {{0x0A630035}}, {"example.com"}, {"example.net"}};

using Server = sdbus::Struct<std::int32_t, std::vector<std::uint8_t>>;
using Domain = sdbus::Struct<std::string, bool>;

/// The part of systemd-resolved that we call, with its own signatures.
struct StandInResolved : OnBus {
    explicit StandInResolved(const PrivateBus& bus)
        : OnBus(bus), object(createBusObject(*connection, "/org/freedesktop/resolve1"))
    {
        object->registerMethod("SetLinkDNS")
            .onInterface(ResolvedManager)
            .implementedAs([this](std::int32_t link, const std::vector<Server>& servers) {
                calls.push_back("dns " + std::to_string(link));
                for (const Server& server : servers) {
                    calls.back() += " family " + std::to_string(std::get<0>(server)) + ':';
                    for (const std::uint8_t byte : std::get<1>(server))
                        calls.back() += ' ' + std::to_string(byte);
                }
                if (refuses)
                    throw sdbus::Error("org.freedesktop.DBus.Error.AccessDenied", "no");
            });
        object->registerMethod("SetLinkDomains")
            .onInterface(ResolvedManager)
            .implementedAs([this](std::int32_t link, const std::vector<Domain>& domains) {
                calls.push_back("domains " + std::to_string(link));
                for (const Domain& domain : domains)
                    calls.back() += (std::get<1>(domain) ? " ~" : " ") + std::get<0>(domain);
            });
        object->registerMethod("RevertLink")
            .onInterface(ResolvedManager)
            .implementedAs([this](std::int32_t link) { calls.push_back("revert " + std::to_string(link)); });
        exportObject(*object);
        if (!takeName(*connection, "org.freedesktop.resolve1"))
            qFatal("the name of resolved is taken");
    }

    bool refuses = false;
    std::vector<std::string> calls;
    std::unique_ptr<sdbus::IObject> object;
};

struct StandInSystemd : OnBus {
    explicit StandInSystemd(const PrivateBus& bus)
        : OnBus(bus), object(createBusObject(*connection, "/org/freedesktop/systemd1"))
    {
        object->registerMethod("Subscribe").onInterface(SystemdManager).implementedAs([] {});
        for (const std::string verb : {"StartUnit", "StopUnit"}) {
            object->registerMethod(verb)
                .onInterface(SystemdManager)
                .implementedAs([this, verb](const std::string& unit, const std::string& mode) {
                    calls.push_back(verb + ' ' + unit + ' ' + mode);
                    return job(++jobs);
                });
        }
        object->registerSignal("JobRemoved")
            .onInterface(SystemdManager)
            .withParameters<std::uint32_t, sdbus::ObjectPath, std::string, std::string>();
        exportObject(*object);
        if (!takeName(*connection, "org.freedesktop.systemd1"))
            qFatal("the name of systemd is taken");
    }

    static sdbus::ObjectPath job(int number)
    {
        return sdbus::ObjectPath("/org/freedesktop/systemd1/job/" + std::to_string(number));
    }

    /// The newest one.
    void endJob(const std::string& unit, const std::string& result) { endJob(unit, result, jobs); }
    void endJob(const std::string& unit, const std::string& result, int number)
    {
        object->emitSignal("JobRemoved")
            .onInterface(SystemdManager)
            .withArguments(static_cast<std::uint32_t>(number), job(number), unit, result);
    }

    int jobs = 0;
    std::vector<std::string> calls;
    std::unique_ptr<sdbus::IObject> object;
};

struct Service {
    explicit Service(const PrivateBus& bus)
        : service(NameService::create(bus.address().toStdString(), folder.path().toStdString()).value())
    {
    }

    void apply()
    {
        service->apply("work", 7, Names, [this](Result<std::string> answer) {
            answers.push_back(answer ? QString::fromStdString(*answer)
                                     : "failed: " + QString::fromStdString(answer.error().detail));
        });
    }
    [[nodiscard]] QByteArray note() const
    {
        QFile file(folder.filePath("work.names"));
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir folder;
    std::unique_ptr<NameService> service;
    QStringList answers;
};

using Calls = std::vector<std::string>;
const Calls Started{"StartUnit pptp-tunnel-names@work.service replace"};
const Calls StartedAndStopped{Started.front(), "StopUnit pptp-tunnel-names@work.service replace"};

} // namespace

class TestNameService : public QObject {
    Q_OBJECT
private slots:
    void tellsResolvedOfTheInterface()
    {
        const PrivateBus bus;
        const StandInResolved resolved(bus);
        Service names(bus);
        names.apply();
        QTRY_COMPARE(names.answers, QStringList{"systemd-resolved"});
        QVERIFY(resolved.calls ==
                (Calls{"dns 7 family 2: 10 99 0 53", "domains 7 example.com ~example.net"}));
        QVERIFY(names.note().isEmpty());
        names.service->revert("work");
        QTRY_COMPARE(resolved.calls.size(), 3U);
        QCOMPARE(resolved.calls.back(), std::string("revert 7"));
        names.service->revert("work"); // there is nothing any more
    }

    void saysWhatResolvedSays()
    {
        const PrivateBus bus;
        StandInResolved resolved(bus);
        resolved.refuses = true;
        Service names(bus);
        names.apply();
        QTRY_COMPARE(names.answers, QStringList{"failed: systemd-resolved: no"});
    }

    void startsAUnitWithoutResolved()
    {
        const PrivateBus bus;
        StandInSystemd systemd(bus);
        Service names(bus);
        names.apply();
        QTRY_VERIFY(systemd.calls == Started);
        QCOMPARE(names.note(), QByteArray::fromStdString(nameServersText(Names)));
        QVERIFY(names.answers.isEmpty()); // not before it has run
        systemd.endJob("other.service", "done");
        systemd.endJob("pptp-tunnel-names@other.service", "done");
        systemd.endJob("pptp-tunnel-names@work.service", "done");
        QTRY_COMPARE(names.answers, QStringList{"resolv.conf"});
        names.service->revert("work");
        QTRY_VERIFY(systemd.calls == StartedAndStopped);
    }

    void saysThatTheUnitFailed()
    {
        const PrivateBus bus;
        StandInSystemd systemd(bus);
        Service names(bus);
        names.apply();
        QTRY_VERIFY(systemd.calls == Started);
        systemd.endJob("pptp-tunnel-names@work.service", "failed");
        QTRY_COMPARE(names.answers, QStringList{"failed: pptp-tunnel-names@work.service: failed"});
        names.service->revert("work"); // it may have done half of its work
        QTRY_VERIFY(systemd.calls == StartedAndStopped);
    }

    void failsWhereThereIsNeither()
    {
        const PrivateBus bus;
        Service names(bus);
        names.apply();
        QTRY_COMPARE(names.answers.size(), 1);
        QVERIFY(names.answers.front().startsWith("failed: systemd: "));
    }

    void doesNotCallBackOnceReverted()
    {
        const PrivateBus bus;
        StandInSystemd systemd(bus);
        Service names(bus);
        names.apply();
        QTRY_VERIFY(systemd.calls == Started);
        names.service->revert("work");
        names.apply(); // this one has an answer, the first has none
        QTRY_COMPARE(systemd.calls.size(), 3U);
        systemd.endJob("pptp-tunnel-names@work.service", "canceled", 1);
        systemd.endJob("pptp-tunnel-names@work.service", "done", 2); // of the stop
        systemd.endJob("pptp-tunnel-names@work.service", "done", 3);
        QTRY_COMPARE(names.answers, QStringList{"resolv.conf"});
        QVERIFY(!names.note().isEmpty()); // that of the next try
    }

    /// The tunnel went before systemd began to start the unit: nothing runs, neither to add nor to remove.
    void removesTheNoteOfAUnitThatNeverRan()
    {
        const PrivateBus bus;
        StandInSystemd systemd(bus);
        Service names(bus);
        names.apply();
        QTRY_VERIFY(systemd.calls == Started);
        names.service->revert("work");
        QTRY_VERIFY(systemd.calls == StartedAndStopped);
        QVERIFY(!names.note().isEmpty()); // the unit may still need it
        systemd.endJob("pptp-tunnel-names@work.service", "canceled", 1);
        systemd.endJob("pptp-tunnel-names@work.service", "done", 2);
        QTRY_VERIFY(names.note().isEmpty());
        QVERIFY(names.answers.isEmpty());
    }

    void endsWhatAKilledDaemonLeft()
    {
        const PrivateBus bus;
        StandInSystemd systemd(bus);
        Service names(bus);
        names.apply();
        QTRY_VERIFY(systemd.calls == Started);
        const auto next =
            NameService::create(bus.address().toStdString(), names.folder.path().toStdString()).value();
        QTest::ignoreMessage(QtInfoMsg, "work: taking back the name servers of an earlier process");
        next->removeLeftovers();
        QTRY_VERIFY(systemd.calls == StartedAndStopped);
        systemd.endJob("pptp-tunnel-names@work.service", "done");
        QTRY_VERIFY(names.note().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestNameService)
#include "test_name_service.moc"
