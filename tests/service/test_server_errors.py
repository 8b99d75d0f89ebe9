# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attempts that fail: each reason has a code of its own, comes within its deadline, and leaves nothing."""

import time

from harness import network
from harness.client import error_name
from harness.service_case import ServiceCase
from harness.waiting import wait_until


class ServerErrors(ServiceCase):
    def assertConnectFails(self, tunnel, bus_code, code, seconds=5):
        self.assertEqual(tunnel.connect().wait(seconds), error_name(bus_code))
        self.assertFailed(tunnel, code)

    def test_an_unknown_host_name(self):
        tunnel = self.started("work", server="no-such-host.invalid")
        self.assertConnectFails(tunnel, "NameUnresolved", "name-unresolved")
        tunnel.wait_for_announced_states("connecting", "disconnecting", "failed")
        self.assertEqual(tunnel.announced("Phase"), ["resolving", ""])

    def test_a_closed_port(self):
        tunnel = self.started("work", server=network.CLOSED)
        self.assertConnectFails(tunnel, "ConnectionRefused", "connection-refused")

    def test_no_route(self):
        tunnel = self.started("work", server=network.UNREACHABLE)
        self.assertConnectFails(tunnel, "NoRoute", "no-route")

    def test_a_refused_control_connection_tells_its_result(self):
        tunnel = self.started("work", server=self.server("reject-control=4"))
        self.assertConnectFails(tunnel, "ControlRejected", "control-rejected")
        self.assertEqual(tunnel["ErrorDetails"]["result-code"], 4)

    def test_a_refused_call_tells_its_result_and_cause(self):
        tunnel = self.started("work", server=self.server("reject-call=7"))
        self.assertConnectFails(tunnel, "CallRejected", "call-rejected")
        self.assertEqual(tunnel["ErrorDetails"]["result-code"], 7)
        self.assertEqual(tunnel["ErrorDetails"]["cause-code"], 17)

    def test_a_server_of_another_protocol(self):
        tunnel = self.started("work", server=self.server("not-pptp"))
        self.assertConnectFails(tunnel, "ControlRejected", "control-rejected")

    def test_a_server_that_closes_at_once(self):
        tunnel = self.started("work", server=self.server("close-at-accept"))
        self.assertConnectFails(tunnel, "ClosedByServer", "closed-by-server")

    def test_a_wrong_password(self):
        server = self.server()
        tunnel = self.started("work", server=server, password="wrong")
        self.assertConnectFails(tunnel, "AuthRefused", "auth-refused")
        self.assertEqual(tunnel["ErrorDetails"]["status"], 19)
        self.assertEndedPolitely(server)

    def test_a_failed_tunnel_can_be_tried_again(self):
        tunnel = self.started("work", server=network.CLOSED)
        self.assertConnectFails(tunnel, "ConnectionRefused", "connection-refused")
        server = self.server(address=network.CLOSED)
        self.assertIsNone(tunnel.connect().wait())
        self.assertEqual(tunnel["Error"], "")
        self.assertEqual(tunnel["LastError"], "connection-refused")
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertEndedPolitely(server)

    def test_a_failure_stays_visible_until_the_next_connect(self):
        tunnel = self.started("work", server=network.CLOSED)
        self.assertConnectFails(tunnel, "ConnectionRefused", "connection-refused")
        self.assertEqual(tunnel.disconnect().wait(), error_name("NotConnected"))
        self.assertEqual((tunnel["State"], tunnel["Error"]), ("failed", "connection-refused"))

    def test_every_silence_has_its_own_code_and_deadline(self):
        # One test for all of them, at the same time: each takes its full deadline.
        blocked, other = self.server("drop-gre"), self.server("other-call")
        servers = {"silent": self.server("silent").address, "hole": network.BLACK_HOLE, "hang": blocked.address,
                   "hang-other": other.address, "hang-lcp": self.server().address,
                   "deaf": self.server("drop-gre", "pattern=3").address}
        for name, address in servers.items():
            self.daemon.add_profile(name, address)
        self.daemon.start()
        tunnels = {name: self.client.tunnel(name) for name in servers}
        begin = time.monotonic()
        ends = {}
        calls = {}
        for name, tunnel in tunnels.items():
            calls[name] = tunnel.connect()
            tunnel.wait_for_state("connecting", 2)  # only so many may wait for polkit at a time

        def all_answered():
            for name, call in calls.items():
                if call.is_answered:
                    ends.setdefault(name, time.monotonic() - begin)
            return len(ends) == len(calls)

        wait_until(all_answered, 40, lambda: f"every attempt ends; so far {ends}")
        self.assertEqual({name: call.error for name, call in calls.items()},
                         {"silent": error_name("ControlTimeout"), "hole": error_name("ServerUnreachable"),
                          "hang": error_name("GreBlocked"), "hang-other": error_name("GreOtherCall"),
                          "hang-lcp": error_name("LinkFailed"), "deaf": error_name("GreOneWay")})
        for name, least, most in (("silent", 9.5, 13), ("hole", 9.5, 11.5), ("hang", 9.5, 13.5),
                                  ("hang-other", 9.5, 13.5), ("hang-lcp", 29.5, 33), ("deaf", 29.5, 33)):
            self.assertTrue(least <= ends[name] <= most, f"{name} took {ends[name]:.1f} s")
        self.assertEqual(tunnels["hang"]["Error"], "gre-blocked")
        self.assertEqual(tunnels["hang-other"]["Error"], "gre-other-call")
        self.assertGreater(tunnels["hang-other"]["ErrorDetails"]["other-call-packets"], 0)
        self.assertEqual(tunnels["hang-lcp"]["Error"], "lcp-timeout")
        self.assertEqual(tunnels["deaf"]["Error"], "gre-one-way")
        self.assertNothingLeft()
        self.assertEndedPolitely(blocked)
