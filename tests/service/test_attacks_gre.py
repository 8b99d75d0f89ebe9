# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forged, broken, repeated and disordered GRE between good frames: each good one arrives once and in its place."""

from harness.processes import processor_seconds
from harness.service_case import ServiceCase
from harness.waiting import wait_until

DROPPED = ("RxUnderWindow", "RxOverWindow", "RxInvalid", "RxTruncated")
REORDER = [(depth, loss) for depth in (1, 2, 10, 50, 150, 300) for loss in (0, 1, 10, 30)]


class GreAttacks(ServiceCase):
    def setUp(self):
        super().setUp()
        self.pptp = self.server()
        self.tunnel = self.connected(server=self.pptp)
        self.pptp.attack("nothing", 20)

    def counters(self, *names):
        counters = self.tunnel.statistics()
        return [int(counters[name]) for name in names]

    def survives(self, attack, *numbers):
        """Runs an attack; all good frames come through. Returns how many packets were forged."""
        forged = self.pptp.attack(attack, *numbers)
        self.pptp.attack("nothing", 20)
        self.assertFramesReturned(self.pptp)
        self.assertEqual(self.tunnel["State"], "connected")
        return forged

    def test_g01_packets_from_another_address_are_dropped(self):
        self.survives("other-source", 1000)
        self.assertEqual(self.counters(*DROPPED), [0] * 4)

    def test_g02_packets_for_any_other_call_id_are_dropped(self):
        self.assertEqual(self.survives("every-call-id"), 65535)
        self.assertEqual(self.counters(*DROPPED, "RxOtherCall"), [0] * 4 + [65535])

    def test_g03_a_forged_jump_of_the_sequence_is_not_adopted(self):
        forged = self.survives("jumps", 1000)
        self.assertEqual(self.counters("RxLost", "RxBuffered"), [0, 0])
        self.assertEqual(sum(self.counters("RxUnderWindow", "RxOverWindow")), forged)

    def test_g03_a_forged_number_within_the_window_costs_its_own_packet_at_most(self):
        # It cannot be told from a real one. 10 forged, 1000 good: 99 of 100 come through.
        forged = self.pptp.attack("near-jumps", 10)
        self.pptp.attack("nothing", 300)
        self.assertFramesReturned(self.pptp, lost=forged)
        self.assertEqual(self.tunnel["State"], "connected")

    def test_g04_a_replay_of_the_last_1000_packets_is_not_delivered(self):
        self.assertEqual(self.survives("replay", 1200), 1000)
        self.assertEqual(self.counters("RxUnderWindow"), [1000])

    def test_g05_duplicates_of_packets_that_wait_are_delivered_once(self):
        self.survives("duplicate-held", 20)
        self.assertEqual(self.counters("RxUnderWindow", "RxLost"), [20 * 19 * 2, 0])

    def test_g06_reordered_and_lost_packets_leave_the_rest_whole_and_in_order(self):
        for depth, loss in REORDER:
            self.pptp.attack("shuffle", 300, depth, loss)
            frames = self.assertFramesReturned(self.pptp)
            self.assertEqual(self.counters("RxLost", "RxOverWindow"), [frames["lost"], 0], f"{depth=} {loss=}")

    def test_g07_the_sequence_goes_on_behind_its_largest_number(self):
        self.pptp.attack("wrap", 1000)
        self.assertFramesReturned(self.pptp)
        self.survives("nothing", 20)

    def test_g08_acknowledgements_of_anything_are_not_answered(self):
        before, = self.counters("TxAcks")
        self.assertEqual(self.survives("acknowledgements", 50_000), 50_000)
        frames = self.pptp.frames()["sent"]
        self.assertLessEqual(self.counters("TxAcks")[0] - before, frames, "at most one for each frame")
        self.assertLess(self.counters("RoundTripMicroseconds")[0], 10_000_000)

    def test_g09_headers_that_are_not_allowed_are_invalid(self):
        forged = self.survives("malformed")
        self.assertEqual(self.counters("RxInvalid", "RxUnderWindow", "RxOverWindow"), [forged, 0, 0])

    def test_g10_a_payload_is_never_longer_than_what_came(self):
        forged = self.survives("lengths")
        self.assertEqual(self.counters("RxTruncated", "RxUnderWindow", "RxOverWindow"), [forged, 0, 0])

    def test_g11_options_fragments_runts_and_giants_of_ip_are_decoded_or_counted(self):
        self.survives("odd-datagrams")
        truncated, invalid, over, lost = self.counters("RxTruncated", "RxInvalid", "RxOverWindow", "RxLost")
        # The giants are cut off by the buffer they are read into, and so end before their length.
        self.assertEqual((truncated + invalid, over, lost), (20 * 8, 0, 0))

    def test_g12_icmp_errors_about_our_gre_are_counted_and_never_fatal(self):
        before, = self.counters("RxOsErrors")
        kinds = [(3, code) for code in range(16)] + [(11, 0), (11, 1), (12, 0), (4, 0), (5, 0), (5, 1)]
        for kind, code in kinds:
            with self.subTest(type=kind, code=code):
                word = {(3, 4): 68, (5, 0): 0x0A400063, (5, 1): 0x0A400063}.get((kind, code), 0)
                self.survives("icmp", kind, code, 100, word)
        self.assertGreater(self.counters("RxOsErrors")[0], before)
        self.assertEqual(self.counters("RxIcmpErrors"), self.counters("RxOsErrors"))
        # A path MTU of 68 was not believed: frames of full size still go both ways.
        self.survives("nothing", 20, 1400)

    def test_g12_a_hundred_thousand_protocol_unreachables_lose_nothing(self):
        self.assertEqual(self.survives("icmp", 3, 2, 100_000), 100_000)
        self.assertGreater(self.counters("RxOsErrors")[0], 0)
        self.assertEqual(self.counters("RxLost", "TxFailed"), [0, 0])
        self.assertIsNone(self.tunnel.disconnect().wait())
        self.assertNothingLeft()

    def test_g13_a_flood_costs_little_and_the_server_is_still_answered(self):
        worker = self.daemon.worker()
        before = processor_seconds(worker)
        self.pptp.command("attack flood 20000")
        self.pptp.command("echo")
        asked = self.pptp.wait_for("control", 5, direction="out", message="Echo-Request")["time"]
        answered = self.pptp.wait_for("control", 5, direction="in", message="Echo-Reply")["time"]
        self.assertLess(answered - asked, 1)
        wait_until(lambda: self.pptp.events("attack-over", attack="flood"), 20, "the flood is over")
        self.assertLess(processor_seconds(worker) - before, 1)
        frames = self.assertFramesReturned(self.pptp, lost=self.pptp.frames()["sent"] // 100)
        self.assertEqual(frames["forged"], 0)

    def test_g14_packets_for_a_call_that_has_ended_reach_nobody(self):
        self.pptp.attack("after-the-end", 200)
        self.assertFailed(self.tunnel, "closed-by-server")
        self.assertEqual(self.pptp.frames()["forged"] if self.pptp.events("frames") else 0, 0)
        self.assertIsNone(self.tunnel.connect().wait())
        self.survives("nothing", 20)

    def test_g15_a_reset_that_misses_is_nothing_and_one_that_hits_ends_the_tunnel(self):
        for off_by in (1, 1000, 20_000, -1):
            self.pptp.command(f"forge-reset {off_by}")
        self.survives("nothing", 20)
        self.pptp.command("forge-reset")
        self.assertFailed(self.tunnel, "closed-by-server")


class GreBeginnings(ServiceCase):
    def test_g03_a_forged_jump_before_the_first_packet_is_not_adopted(self):
        server = self.server("forged-first")
        tunnel = self.connected(server=server)
        server.attack("nothing", 100)
        self.assertFramesReturned(server)
        self.assertEqual(tunnel.statistics()["RxLost"], 0)

    def test_g14_packets_before_the_reply_to_the_call_are_kept_or_counted(self):
        server = self.server("early-gre=5")
        tunnel = self.connected(server=server)
        self.assertFramesReturned(server)
        self.assertEqual(tunnel["State"], "connected")
