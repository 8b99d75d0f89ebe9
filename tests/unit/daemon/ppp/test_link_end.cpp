// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What pppd's plugin takes for the reason of a link's end.

#include "tests/unit/daemon/ppp/pppd_globals.h"

#include <QTest>

#include <functional>
#include <sys/wait.h>
#include <unistd.h>

extern "C" {
#include "daemon/ppp/plugin/link_end.h"
}

namespace {

const QByteArray CcpRequest = QByteArray::fromHex("ff0380fd0102000a120601000040"); // MPPE-128, stateless
const QByteArray CcpRequest40 = QByteArray::fromHex("ff0380fd0102000a120601000020");
const QByteArray LcpTerminate = QByteArray::fromHex("ff03c02105020004");
const QByteArray CcpNoMppe = QByteArray::fromHex("ff0380fd01030004");
const QByteArray CcpTerminate = QByteArray::fromHex("ff0380fd05040004");
const QByteArray RejectsIpcp = QByteArray::fromHex("ff03c0210805000c8021010100060000");
const QByteArray RejectsIpv6cp = QByteArray::fromHex("ff03c0210805000c8057010100060000");

void hears(const QByteArray& packet)
{
    link_received(reinterpret_cast<const unsigned char*>(packet.constData()),
                  static_cast<int>(packet.size()));
}

void goesDown(const char* reason)
{
    pppd_closes(reason);
    for (const int phase : {pppd_phase_establish, pppd_phase_terminate, pppd_phase_dead})
        link_follow(phase);
}

/// The plugin is there for one link: each story has a process of its own.
int inProcessOfItsOwn(const std::function<int()>& story)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(story());
    int status = -1;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int failureAfter(const std::function<void()>& story)
{
    return inProcessOfItsOwn([&] {
        pppd_requires_mppe();
        link_follow(pppd_phase_network);
        story();
        return static_cast<int>(link_end(0).failure);
    });
}

} // namespace

class TestLinkEnd : public QObject {
    Q_OBJECT

private slots:
    void blamesMppeThatWasNotAgreedOn()
    {
        QCOMPARE(failureAfter([] { goesDown("MPPE required but peer negotiation failed"); }),
                 static_cast<int>(PPTP_PLUGIN_FAILURE_MPPE_REFUSED));
        QCOMPARE(failureAfter([] { goesDown("MPPE required but not available"); }),
                 static_cast<int>(PPTP_PLUGIN_FAILURE_MPPE_UNAVAILABLE));
    }

    /// MPPE was there, and goes with the link like everything else.
    void doesNotBlameMppeForMissingAddresses()
    {
        QCOMPARE(failureAfter([] {
                     hears(CcpRequest);
                     pppd_begins_ipcp();
                     goesDown("MPPE disabled");
                 }),
                 static_cast<int>(PPTP_PLUGIN_FAILURE_NONE));
    }

    void blamesMppeThatTheServerTookAway_data()
    {
        QTest::addColumn<QByteArray>("packet");
        QTest::newRow("ends it") << CcpTerminate;
        QTest::newRow("asks for something else") << CcpNoMppe;
    }
    void blamesMppeThatTheServerTookAway()
    {
        QFETCH(QByteArray, packet);
        QCOMPARE(failureAfter([&] {
                     pppd_begins_ipcp();
                     hears(packet);
                     goesDown("MPPE disabled");
                 }),
                 static_cast<int>(PPTP_PLUGIN_FAILURE_MPPE_REFUSED));
    }

    /// The server ends the link over MPPE and hangs up. The daemon hears of that from the worker and tells
    /// pppd to end, before pppd is through with the link's end: it is the server's reason all the same.
    void blamesMppeOverWhichTheServerHungUp()
    {
        QCOMPARE(failureAfter([] {
                     hears(CcpRequest40);
                     hears(LcpTerminate);
                     link_follow(pppd_phase_establish);
                     pppd_is_told_to_end();
                     goesDown("");
                 }),
                 static_cast<int>(PPTP_PLUGIN_FAILURE_MPPE_WEAK));
    }

    /// Told to end without any word of the server's, it has no failure.
    void blamesNothingForARequestOfOurs()
    {
        QCOMPARE(failureAfter([] {
                     pppd_is_told_to_end();
                     goesDown("MPPE disabled");
                 }),
                 static_cast<int>(PPTP_PLUGIN_FAILURE_NONE));
    }

    void isPointlessWithoutIpcp()
    {
        QCOMPARE(inProcessOfItsOwn([] {
                     link_follow(pppd_phase_network);
                     hears(RejectsIpv6cp);
                     return link_is_pointless();
                 }),
                 0);
        QCOMPARE(inProcessOfItsOwn([] {
                     link_follow(pppd_phase_network);
                     hears(RejectsIpcp);
                     return link_is_pointless();
                 }),
                 1);
        QCOMPARE(inProcessOfItsOwn([] {
                     link_follow(pppd_phase_network);
                     hears(RejectsIpcp);
                     link_follow(pppd_phase_terminate);
                     return link_is_pointless();
                 }),
                 0);
    }

    void blamesMppeThatIsLostLater()
    {
        QCOMPARE(failureAfter([] {
                     pppd_begins_ipcp();
                     link_follow(pppd_phase_running);
                     goesDown("MPPE disabled");
                 }),
                 static_cast<int>(PPTP_PLUGIN_FAILURE_MPPE_REFUSED));
    }
};

QTEST_APPLESS_MAIN(TestLinkEnd)
#include "test_link_end.moc"
