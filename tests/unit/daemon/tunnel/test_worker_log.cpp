// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/worker_log.h"

#include <QSet>
#include <QTest>

using namespace pptp;

class TestWorkerLog : public QObject {
    Q_OBJECT
private slots:
    void hasAnotherSentenceForEachKindOfNote()
    {
        QSet<QString> sentences;
        const auto last = static_cast<std::uint32_t>(LogNoteKind::Suppressed);
        for (std::uint32_t kind = 0; kind <= last; ++kind) {
            const LogNote note{.kind = static_cast<LogNoteKind>(kind), .first = 4'000'000'001, .second = 7};
            const auto text = QString::fromStdString(noteText(note));
            QVERIFY2(text.contains("4000000001"), qPrintable(text));
            sentences.insert(text);
        }
        QCOMPARE(sentences.size(), qsizetype(last + 1));
    }

    void namesBothNumbers()
    {
        QCOMPARE(noteText({LogNoteKind::Buffering, 12, 10}),
                 std::string("packet 12 came early and waits for 10"));
    }

    void tellsWhatTheNetworkSaid()
    {
        QCOMPARE(icmpText({3, 4, 1400, 0xc0000201}),
                 std::string(
                     "ICMP type 3 code 4 (packet too big) about our packets from 192.0.2.1, for which 1400 "
                     "bytes are the limit; the tunnel stays up"));
        QCOMPARE(icmpText({12, 9, 0, 0}),
                 std::string("ICMP type 12 code 9 about our packets; the tunnel stays up"));
    }

    void sumsUpACall()
    {
        const GreStats stats{.rxAccepted = 1,
                             .rxLost = 2,
                             .rxUnderWindow = 3,
                             .rxOverWindow = 4,
                             .rxBuffered = 5,
                             .rxOsErrors = 6,
                             .rxTruncated = 7,
                             .rxInvalid = 8,
                             .rxAcks = 9,
                             .txSent = 10,
                             .txFailed = 11,
                             .txShort = 12,
                             .txAcks = 13,
                             .txOversize = 14,
                             .rxIcmpErrors = 15,
                             .rxPppDropped = 16,
                             .txPppInvalid = 17,
                             .txWindowWaits = 18,
                             .roundTripMinimumMicroseconds = 900,
                             .roundTripMeanMicroseconds = 12'345,
                             .roundTripDeviationMicroseconds = 0};
        QCOMPARE(
            callSummary(stats),
            std::string(
                "end of call: sent 10, received 1; acks sent 13, received 9; lost 2, buffered 5, late or "
                "duplicate 3, too far ahead 4; round trip min/mean/deviation 0.9/12.3/0.0 ms; window "
                "waits 18; errors: read 6 (ICMP 15), send 23, malformed 15, frames from pppd 31, to pppd "
                "16"));
        QCOMPARE(callSummary(stats, {DataPath::Kernel}),
                 std::string("end of call: sent 10, received 1, as the network interface counts; the kernel "
                             "tells nothing of GRE"));
        QVERIFY(callSummary(stats, {DataPath::Kernel, true}).ends_with("tells nothing of GRE; lost 2"));
    }
};

QTEST_APPLESS_MAIN(TestWorkerLog)
#include "test_worker_log.moc"
