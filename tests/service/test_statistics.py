# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The counters on the bus: as properties, and as samples for those who subscribed."""

from harness import network
from harness.client import STATISTICS
from harness.service_case import ServiceCase
from harness.waiting import wait_until

COUNTERS = ["RxAccepted", "RxLost", "RxUnderWindow", "RxOverWindow", "RxBuffered", "RxOsErrors", "RxTruncated",
            "RxInvalid", "RxAcks", "TxSent", "TxFailed", "TxShort", "TxAcks", "TxOversize", "RoundTripMicroseconds",
            "RxDatagrams", "RxHeld", "RxFromQueue", "RxDuplicates", "RxOtherCall", "RxBadAcks", "RxIcmpErrors",
            "RxOctets", "RxPppDropped", "TxOctets", "TxPppInvalid", "TxWindowWaits", "RoundTripMinimumMicroseconds",
            "RoundTripMeanMicroseconds", "RoundTripDeviationMicroseconds", "WanCrcErrors", "WanFramingErrors",
            "WanHardwareOverruns", "WanBufferOverruns", "WanTimeouts", "WanAlignmentErrors", "RxKernelDropped"]


class Statistics(ServiceCase):
    def subscribe(self, tunnel, interval_ms):
        call = tunnel.call("Subscribe", "u", interval_ms, interface=STATISTICS)
        self.assertIsNone(call.wait())
        return call.value

    def test_before_the_first_call_nothing_is_available(self):
        counters = self.started("work", server=network.CLOSED).statistics()
        self.assertEqual(sorted(counters["Unavailable"]), sorted(COUNTERS))
        self.assertEqual([counters[name] for name in COUNTERS], [0] * len(COUNTERS))

    def test_the_counters_of_the_last_call_stay_until_the_next(self):
        tunnel = self.connected()
        tunnel.wait_for_statistics(lambda counters: counters["TxSent"] > 0, 5, "frames are sent")
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertGreater(tunnel.statistics()["TxSent"], 0)

    def test_the_round_trip_is_measured(self):
        tunnel = self.connected()
        tunnel.wait_for_statistics(lambda counters: 0 < counters["RoundTripMicroseconds"] < 1_000_000, 5, "measured")

    def test_samples_go_to_the_subscriber_alone(self):
        tunnel = self.connected()
        bystander = self.new_client().tunnel("work")
        self.assertEqual(self.subscribe(tunnel, 200), 200)
        wait_until(lambda: len(tunnel.samples) >= 2, 5, "two samples")
        self.assertEqual(bystander.samples, [])
        (first, counters, gauges), (second, _, _) = tunnel.samples[:2]
        self.assertEqual(sorted(counters), sorted(COUNTERS))
        self.assertIn("round_trip_ms", gauges)
        self.assertAlmostEqual(second - first, 200_000, delta=150_000)

    def test_the_interval_has_limits(self):
        tunnel = self.connected()
        self.assertEqual(self.subscribe(tunnel, 0), 200)
        self.assertEqual(self.subscribe(tunnel, 4_000_000_000), 60_000)

    def test_samples_end_when_they_are_no_longer_wanted(self):
        tunnel = self.connected()
        witness = self.new_client().tunnel("work")
        self.subscribe(tunnel, 200)
        self.subscribe(witness, 200)
        wait_until(lambda: tunnel.samples and witness.samples, 5, "both get samples")
        self.assertIsNone(tunnel.call("Unsubscribe", interface=STATISTICS).wait())
        tunnel.samples.clear()
        witness.samples.clear()
        wait_until(lambda: len(witness.samples) >= 3, 5, "the other still gets samples")
        self.assertEqual(tunnel.samples, [])

    def test_there_are_no_samples_without_a_call(self):
        tunnel = self.connected()
        self.subscribe(tunnel, 200)
        wait_until(lambda: tunnel.samples, 5, "a sample")
        self.assertIsNone(tunnel.disconnect().wait())
        tunnel.samples.clear()
        self.assertIsNone(tunnel.connect().wait())
        wait_until(lambda: tunnel.samples, 5, "the subscription outlives the call")
        monotonic = tunnel.samples[0][0]
        self.assertGreaterEqual(monotonic, tunnel["ConnectedSinceMonotonic"])

    def test_a_subscriber_that_vanishes_is_forgotten(self):
        tunnel = self.connected()
        gone = self.new_client()
        self.subscribe(gone.tunnel("work"), 200)
        gone.close()
        self.subscribe(tunnel, 200)
        wait_until(lambda: len(tunnel.samples) >= 2, 5, "the daemon goes on")
