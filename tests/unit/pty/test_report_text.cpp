// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/report_text.h"

#include <cerrno>

#include <QTest>

using namespace pptp;

Q_DECLARE_METATYPE(pptp::WorkerReport)

class TestReportText : public QObject {
    Q_OBJECT
private slots:
    void keepsTheSentencesOfPptpLinux_data();
    void keepsTheSentencesOfPptpLinux();
    void warnsOfWhatNeedsAttention_data();
    void warnsOfWhatNeedsAttention();
    void saysNothingOfWhatConcernsNobody();
    void survivesNumbersWithoutAName();
    void makesTheServersTextPrintable();
};

namespace {

constexpr CallIds Ids{100, 200};

QString textOf(const WorkerReport& report)
{
    QStringList texts;
    for (const LogLine& line : reportLines(report, Ids))
        texts << QString::fromStdString(line.text);
    return texts.join(QLatin1Char('|'));
}

Closed closed(CloseReason reason, std::uint32_t result = 0, std::uint32_t error = 0, std::uint32_t cause = 0)
{
    return {reason, result, error, cause, 0};
}

} // namespace

void TestReportText::keepsTheSentencesOfPptpLinux_data()
{
    QTest::addColumn<WorkerReport>("report");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const WorkerReport& report, const char* text) {
        QTest::newRow(name) << report << QString::fromUtf8(text);
    };
    row("control", ControlUp{0x0102, 0, RecordText::from("gate"), RecordText::from("Acme")},
        "Client connection established.|The server is from Acme, host name gate, firmware 258.");
    row("call", CallUp{16385, 64, 0}, "Outgoing call established (call ID 100, peer's call ID 16385).");
    row("echo", closed(CloseReason::EchoLost), "closing control connection due to missing echo reply");
    row("disconnect", closed(CloseReason::CallDisconnected, 3, 0, 16),
        "Call disconnect notification received (call id 200)|"
        "Result code is 3 'Administrative Shutdown'. Error code is 0, Cause code is 16");
    row("lost carrier", closed(CloseReason::CallDisconnected, 1),
        "Call disconnect notification received (call id 200)|"
        "Result code is 1 'Lost Carrier'. Error code is 0, Cause code is 0");
    row("busy", closed(CloseReason::CallRejected, 4, 0, 17),
        "The server refused the call.|Result code is 4 'Busy Signal'. Error code is 0, Cause code is 17");
    row("not authorised", closed(CloseReason::ControlRejected, 4),
        "The server refused the control connection.|"
        "Result code is 4 'Requester is not Authorized'. Error code is 0, Cause code is 0");
    row("buffering", LogNote{LogNoteKind::Buffering, 12, 10},
        "buffering packet 12 (expecting 10, lost or reordered)");
    row("timeout", LogNote{LogNoteKind::TimedOut, 3, 0}, "timeout waiting for 3 packets");
    row("old", LogNote{LogNoteKind::Discarded, 5, 10}, "discarding duplicate or old packet 5 (expecting 10)");
    row("bogus", LogNote{LogNoteKind::TooFar, 4'000'000'000, 10},
        "discarding bogus packet 4000000000 (expecting 10)");
    row("short", LogNote{LogNoteKind::ShortRead, 2, 0}, "short read (2): a frame of pppd is cut off");
}

void TestReportText::keepsTheSentencesOfPptpLinux()
{
    QFETCH(WorkerReport, report);
    QFETCH(QString, text);
    QCOMPARE(textOf(report), text);
}

void TestReportText::warnsOfWhatNeedsAttention_data()
{
    QTest::addColumn<WorkerReport>("report");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isWarning");
    const auto row = [](const char* name, const WorkerReport& report, bool isWarning, const char* text) {
        QTest::newRow(name) << report << QString::fromUtf8(text) << isWarning;
    };
    Closed lost = closed(CloseReason::ConnectionLost);
    row("end of file", lost, true, "The control connection was lost");
    lost.systemError = ECONNRESET;
    row("reset", lost, true, "The control connection was lost: Connection reset by peer");
    row("requested", closed(CloseReason::Requested), false, "The call was cleared.");
    row("pppd", closed(CloseReason::PtyClosed), false, "pppd closed its side; the call was cleared.");
    row("mute", closed(CloseReason::ControlTimeout), true,
        "The server accepted the connection but does not answer in PPTP.");
    row("stranger", closed(CloseReason::NotPptp), true, "What the server sends is not PPTP.");
    row("stopped", closed(CloseReason::ControlStopped, 3), false,
        "The server stopped the control connection, reason 3.");
    row("confused", closed(CloseReason::ProtocolError), true, "pptp-worker did not understand pptp-pty.");
    row("too big", IcmpSeen{3, 4, 1300, 0xC0000201}, true,
        "ICMP type 3 code 4 about our packets, from 192.0.2.1, next MTU 1300.");
    row("prohibited", IcmpSeen{3, 13, 0, 0}, true, "ICMP type 3 code 13 about our packets.");
    row("suppressed", LogNote{LogNoteKind::Suppressed, 40, 0}, true,
        "40 more lines about packets were left out in this second.");
    row("echo", LogNote{LogNoteKind::EchoRequested, 7, 0}, false, "An Echo-Request was sent, identifier 7.");
}

void TestReportText::warnsOfWhatNeedsAttention()
{
    QFETCH(WorkerReport, report);
    QFETCH(QString, text);
    QFETCH(bool, isWarning);
    const auto lines = reportLines(report, Ids);
    QCOMPARE(lines.size(), 1U);
    QCOMPARE(QString::fromStdString(lines[0].text), text);
    QCOMPARE(lines[0].isWarning, isWarning);
}

void TestReportText::saysNothingOfWhatConcernsNobody()
{
    QVERIFY(reportLines(GreSeen{}, Ids).empty());
    QVERIFY(reportLines(LinkInfo{}, Ids).empty());
}

void TestReportText::survivesNumbersWithoutAName()
{
    for (const std::uint32_t result : {0U, 5U, 255U, UINT32_MAX})
        QVERIFY(textOf(closed(CloseReason::CallDisconnected, result))
                    .contains(QLatin1String("'Unknown Result Code'")));
}

void TestReportText::makesTheServersTextPrintable()
{
    const QString text = textOf(ControlUp{0, 0, RecordText::from("a\nb"), RecordText::from("\x1b[2J")});
    QVERIFY(!text.contains(QLatin1Char('\n')));
    QVERIFY(!text.contains(QChar(0x1b)));
}

QTEST_GUILESS_MAIN(TestReportText)
#include "test_report_text.moc"
