# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The history of a link's quality: what happened in each second, over the calls of a day."""

import time

from harness import network
from harness.client import STATISTICS
from harness.service_case import ServiceCase
from harness.waiting import wait_until

SECOND = 1_000_000


def now():
    return int(time.monotonic() * SECOND)


def totals(history):
    """The counters of all intervals together."""
    sums = {}
    for _, counters, _ in history:
        for name, value in counters.items():
            sums[str(name)] = sums.get(str(name), 0) + int(value)
    return sums


class History(ServiceCase):
    def history(self, tunnel, since=0, resolution_ms=1000):
        call = tunnel.call("GetHistory", "tu", since, resolution_ms, interface=STATISTICS)
        self.assertIsNone(call.wait())
        return call.value

    def assertAgrees(self, tunnel):
        """The history adds up to the counters of the one call there was."""
        def both():
            counters = tunnel.statistics()
            sums = totals(self.history(tunnel))
            names = ("RxAccepted", "TxSent", "RxLost", "RxBuffered", "RxUnderWindow")
            return {name: (sums.get(name, 0), int(counters[name])) for name in names}
        wait_until(lambda: all(left == right for left, right in both().values()), 5,
                   lambda: f"history and counters agree: {both()}")

    def waitForFrames(self, tunnel):
        tunnel.wait_for_statistics(lambda counters: counters["TxSent"] > 0 and counters["RxAccepted"] > 0, 5,
                                   "frames flow both ways")

    def test_before_the_first_call_it_is_empty(self):
        tunnel = self.started("work", server=network.CLOSED)
        self.assertEqual(self.history(tunnel), [])

    def test_it_shows_what_the_counters_count(self):
        begin = now()
        tunnel = self.connected()
        self.waitForFrames(tunnel)
        self.assertAgrees(tunnel)
        history = self.history(tunnel)
        for moment, counters, gauges in history:
            self.assertEqual(moment % SECOND, 0)
            self.assertGreater(moment, begin - SECOND)
            self.assertLessEqual(moment, now())
            self.assertNotIn(0, counters.values())
            self.assertEqual(gauges["seconds"], 1)
        self.assertTrue(any(0 < gauges.get("round_trip_ms", 0) <= gauges["round_trip_max_ms"]
                            for _, _, gauges in history))
        self.assertEqual([moment for moment, _, _ in history], sorted({moment for moment, _, _ in history}))

    def test_it_stays_after_the_call_and_the_next_call_continues_it(self):
        server = self.server()
        tunnel = self.connected(server=server)
        self.waitForFrames(tunnel)
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertAgrees(tunnel)
        first = totals(self.history(tunnel))
        self.assertIsNone(tunnel.connect().wait())
        self.waitForFrames(tunnel)
        self.assertIsNone(tunnel.disconnect().wait())
        second = tunnel.statistics()
        both = totals(self.history(tunnel))
        self.assertEqual(both["TxSent"], first["TxSent"] + second["TxSent"])
        self.assertEqual(both["RxAccepted"], first["RxAccepted"] + second["RxAccepted"])

    def test_only_what_was_asked_for(self):
        tunnel = self.connected()
        tunnel.wait_for_statistics(lambda counters: counters["TxSent"] > 0, 5, "frames flow")
        everything = self.history(tunnel)
        self.assertGreater(len(everything), 0)
        self.assertEqual(self.history(tunnel, since=now() + 1000 * SECOND), [])
        self.assertEqual(self.history(tunnel, since=2**64 - 1), [])
        newest = everything[-1][0]
        self.assertEqual(self.history(tunnel, since=newest)[0][0], newest)

    def test_the_resolution_has_limits(self):
        tunnel = self.connected()
        tunnel.wait_for_statistics(lambda counters: counters["TxSent"] > 0, 5, "frames flow")
        for wished, seconds in ((0, 1), (1, 1), (1000, 1), (1001, 2), (2**32 - 1, 86_400)):
            history = self.history(tunnel, resolution_ms=wished)
            self.assertEqual({gauges["seconds"] for _, _, gauges in history}, {seconds})
            for moment, _, _ in history:
                self.assertEqual(moment % (seconds * SECOND), 0)

    def test_the_end_of_a_call_is_summed_up_once(self):
        tunnel = self.connected()
        tunnel.wait_for_statistics(lambda counters: counters["TxSent"] > 0, 5, "frames flow")
        self.assertIsNone(tunnel.disconnect().wait())
        sent = tunnel.statistics()["TxSent"]
        lines = [line for line in self.daemon.log.read_text().splitlines() if "end of call" in line]
        self.assertEqual(len(lines), 1, lines)
        self.assertIn(f"work: end of call: sent {sent}, received", lines[0])
