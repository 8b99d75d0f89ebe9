# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real servers have habits: with each of them a tunnel comes up, carries frames both ways, and ends in order."""

from harness.service_case import ServiceCase
from harness.waiting import wait_until


class Personalities(ServiceCase):
    def works_with(self, *behaviours, options=()):
        """The server afterwards, with its whole journal."""
        server = self.server(*behaviours, options=options)
        tunnel = self.connected(server=server)
        server.attack("nothing", 100, 1300)
        server.attack("nothing", 100, 60)
        self.assertFramesReturned(server)
        counters = tunnel.statistics()
        self.assertEqual([counters[name] for name in ("RxLost", "RxUnderWindow", "RxOverWindow", "RxInvalid",
                                                      "RxTruncated", "RxOsErrors", "TxFailed")], [0] * 7)
        self.assertEqual(tunnel["State"], "connected")
        self.assertIsNone(tunnel.disconnect().wait(4))
        self.assertEqual((tunnel["State"], tunnel["Error"]), ("disconnected", ""))
        self.assertNothingLeft()
        wait_until(lambda: server.events("closed"), 5, "the server closes")
        self.assertIn("Call-Clear-Request", server.messages())
        return server

    def test_poptop(self):
        server = self.works_with("poptop", options=["--first-call-id", "0"])
        reply = server.events("control", direction="out", message="Outgoing-Call-Reply")[0]["fields"]
        self.assertEqual(reply["call_id"], 0)
        self.assertNotIn("Call-Disconnect-Notify", server.messages("out"))

    def test_windows(self):
        server = self.works_with("windows")
        # With the reply, with the notify, and in between if the call is not over before that.
        self.assertIn(server.messages("out").count("Set-Link-Info"), (2, 3))
        self.assertEndedPolitely(server)

    def test_accel_ppp(self):
        server = self.works_with("accel-ppp")
        self.assertEqual(server.messages("out")[-3:-1], ["Call-Disconnect-Notify", "Stop-Control-Connection-Request"])

    def test_accel_ppp_before_2026(self):
        self.works_with("accel-ppp-old")

    def test_mikrotik(self):
        server = self.works_with("mikrotik")
        self.assertIn("Echo-Reply", server.messages())
        self.assertEndedPolitely(server)

    def test_mikrotik_answers_echo_with_result_0(self):
        server = self.server("mikrotik")
        tunnel = self.connected(server=server, idle_wait=1, max_echo_wait=1)
        wait_until(lambda: server.messages().count("Echo-Request") >= 2, 5, "two echo requests")
        self.assertEqual(tunnel["State"], "connected")

    def test_cisco(self):
        server = self.works_with("cisco")
        self.assertIn("WAN-Error-Notify", server.messages("out"))
        self.assertEndedPolitely(server)

    def test_wan_errors_of_a_cisco_can_be_seen(self):
        tunnel = self.connected(server=self.server("cisco"))
        names = ("WanCrcErrors", "WanFramingErrors", "WanHardwareOverruns", "WanBufferOverruns", "WanTimeouts",
                 "WanAlignmentErrors")
        tunnel.wait_for_statistics(lambda counters: [counters[name] for name in names] == [1, 2, 3, 4, 5, 6], 5,
                                   "each is in its place")

    def test_alcatel(self):
        server = self.works_with("alcatel")
        reply = server.events("control", direction="out", message="Start-Control-Connection-Reply")[0]["fields"]
        self.assertEqual(reply["result"], 0)

    def test_every_byte_alone(self):
        self.works_with("trickled", "cisco")

    def test_everything_at_once(self):
        self.works_with("coalesced", "windows")
