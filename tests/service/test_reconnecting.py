# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tunnels that break and come back: when they are tried again, how soon, how often, and when not."""

import time

from harness import network
from harness.client import error_name
from harness.logind import Logind
from harness.network import run_ip
from harness.service_case import ServiceCase
from harness.waiting import wait_until

QUIET = 2.5  # seconds; longer than the first pause


class Kept(ServiceCase):
    def kept(self, server=None, **settings):
        """A connected tunnel that is connected again when it breaks."""
        return self.connected(server=server, **{"reconnect": "yes", **settings})

    def waiting(self, **settings):
        """A tunnel whose server is gone, before the next try; with the server's address."""
        server = self.server()
        tunnel = self.kept(server, **settings)
        server.close()
        self.wait_for_waiting(tunnel)
        return tunnel, server.address

    def wait_for_waiting(self, tunnel, attempt=1, time_is_known=True):
        """It waits for this try; until everything of the one before is undone the time of the next is not known."""
        wait_until(lambda: (tunnel["State"], tunnel["Phase"]) == ("reconnecting", "waiting")
                   and tunnel["Attempt"] >= attempt and (tunnel["NextAttempt"] != 0) == time_is_known, 15,
                   lambda: f"it waits for try {attempt}: {dict(tunnel.properties())}")

    def assertStays(self, tunnel, state):
        end = time.monotonic() + QUIET
        wait_until(lambda: tunnel["State"] != state or time.monotonic() > end, QUIET + 5, "it is over")
        self.assertEqual(tunnel["State"], state)


class Reconnecting(Kept):
    def test_the_server_dies_and_comes_back(self):
        server = self.server()
        tunnel = self.kept(server)
        server.close()
        self.wait_for_waiting(tunnel, attempt=2)
        self.assertEqual(tunnel["LastError"], "connection-refused")
        self.assertEqual(tunnel["Error"], "")
        self.assertGreater(tunnel["NextAttempt"], (time.time() - 10) * 1e6)
        self.assertNothingLeft()
        again = self.server(address=server.address)
        tunnel.wait_for_state("connected", 15)
        tunnel.wait_for_announced_states("connecting", "connected", "reconnecting", "connected")
        self.assertEqual((tunnel["Reconnects"], tunnel["Attempt"], tunnel["NextAttempt"]), (1, 0, 0))
        again.command("send 5")
        self.assertFramesReturned(again)

    def test_without_reconnect_a_break_is_the_end(self):
        server = self.server()
        tunnel = self.connected(server=server, reconnect="no")
        server.command("cdn 3")
        self.assertFailed(tunnel, "closed-by-server")
        self.assertStays(tunnel, "failed")

    def test_a_first_connect_that_fails_is_its_callers_business(self):
        tunnel = self.started("work", server=network.CLOSED, reconnect="yes")
        self.assertEqual(tunnel.connect().wait(), error_name("ConnectionRefused"))
        self.assertFailed(tunnel, "connection-refused")
        self.assertStays(tunnel, "failed")

    def test_a_refused_password_is_not_tried_again(self):
        tunnel, address = self.waiting()
        self.daemon.write_secret("work", "wrong")
        server = self.server(address=address)
        self.assertFailed(tunnel, "auth-refused", seconds=15)
        self.assertStays(tunnel, "failed")
        self.assertEqual(len(server.events("accepted")), 1)

    def test_the_limit_ends_the_trying(self):
        tunnel, _ = self.waiting(reconnect_limit=2)
        self.assertFailed(tunnel, "connection-refused", seconds=15)
        self.assertEqual(max(tunnel.announced("Attempt")), 2)
        self.assertStays(tunnel, "failed")

    def test_disconnect_while_waiting(self):
        tunnel, _ = self.waiting()
        self.assertIsNone(tunnel.disconnect().wait(1))
        self.assertEqual((tunnel["State"], tunnel["Attempt"], tunnel["NextAttempt"]), ("disconnected", 0, 0))
        self.assertStays(tunnel, "disconnected")
        self.assertNothingLeft()

    def test_disconnect_while_a_try_is_under_way(self):
        tunnel, address = self.waiting()
        self.server("silent", address=address)
        tunnel.changes.clear()
        tunnel.wait_for_phase("control")
        self.assertEqual(tunnel["State"], "reconnecting")
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertStays(tunnel, "disconnected")
        self.assertNothingLeft()

    def test_connect_while_waiting_tries_at_once(self):
        tunnel, address = self.waiting()
        begin = time.monotonic()
        self.assertEqual(tunnel.connect().wait(), error_name("ConnectionRefused"))
        self.assertLess(time.monotonic() - begin, 0.9)
        self.assertEqual(tunnel["State"], "reconnecting")
        self.wait_for_waiting(tunnel, attempt=2)
        self.server(address=address)
        begin = time.monotonic()
        self.assertIsNone(tunnel.connect().wait())
        self.assertLess(time.monotonic() - begin, 0.9)

    def test_reconnect_takes_it_down_and_up(self):
        server = self.server()
        tunnel = self.connected(server=server, reconnect="no")
        self.assertIsNone(tunnel.call("Reconnect", "a{sv}", {}).wait())
        self.assertEqual((tunnel["State"], tunnel["Reconnects"], tunnel["LastError"]), ("connected", 1, ""))
        self.assertEqual(len(server.events("accepted")), 2)
        self.assertEqual(server.messages().count("Call-Clear-Request"), 1)
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertEqual(tunnel.call("Reconnect", "a{sv}", {}).wait(), error_name("NotConnected"))

    def test_the_worker_and_pppd_are_replaced(self):
        server = self.server()
        tunnel = self.kept(server)
        before = set(self.daemon.children())
        server.command("cdn 3")
        tunnel.wait_for_announced_states("connecting", "connected", "reconnecting", "connected", seconds=10)
        self.assertTrue(before.isdisjoint(self.daemon.children()))
        self.assertEqual(tunnel["LastError"], "closed-by-server")

    def test_a_profile_that_vanishes_ends_the_waiting(self):
        tunnel, _ = self.waiting()
        (self.daemon.profiles / "work.conf").unlink()
        self.assertIsNone(self.client.manager("Reload", "a{sv}", {}).wait())
        wait_until(lambda: "disconnected" in tunnel.announced("State"), 5, "it is given up")
        self.assertEqual(self.client.manager("GetTunnel", "s", "work").wait(), error_name("NotFound"))

    def test_termination_while_waiting_is_quick(self):
        self.waiting()
        self.daemon.signal(15)
        self.assertEqual(self.daemon.wait_for_exit(2), 0)


class Uplinks(Kept):
    """With the routes that come and go."""

    def test_without_a_route_no_try_is_wasted(self):
        tunnel, address = self.waiting()
        self.addCleanup(self.network.set_link, "up")
        self.network.set_link("down")
        wait_until(lambda: tunnel["Phase"] == "waiting" and tunnel["NextAttempt"] == 0, 10, "it waits for a route")
        attempt = tunnel["Attempt"]
        self.assertStays(tunnel, "reconnecting")
        self.assertEqual(tunnel["Attempt"], attempt)
        self.server(address=address)
        self.network.set_link("up")
        tunnel.wait_for_state("connected", 5)

    def test_a_route_that_appears_ends_the_pause(self):
        tunnel, address = self.waiting()
        self.wait_for_waiting(tunnel, attempt=4)  # 4 to 8 s
        due = tunnel["NextAttempt"]
        self.server(address=address)
        self.addCleanup(self.network.set_link, "up")
        self.network.set_link("down")
        wait_until(lambda: tunnel["NextAttempt"] == 0, 2, "it waits for a route")
        self.network.set_link("up")
        tunnel.wait_for_state("connected", 5)
        self.assertLess(tunnel["ConnectedSince"], due)

    def test_the_uplink_moves(self):
        """The address that the call was made from is gone, another one leads to the server."""
        server = self.server()
        run_ip("address add 10.65.0.1/24 dev uplink", self.network.in_server_namespace())
        run_ip("address add 10.65.0.2/24 dev uplink")
        self.addCleanup(run_ip, f"""
            address add {network.CLIENT_ADDRESS}/24 dev uplink
            route replace default via {network.GATEWAY}
            address delete 10.65.0.2/24 dev uplink""")
        self.addCleanup(run_ip, "address delete 10.65.0.1/24 dev uplink", self.network.in_server_namespace())
        tunnel = self.kept(server)
        run_ip(f"""
            route replace default via 10.65.0.1
            address delete {network.CLIENT_ADDRESS}/24 dev uplink""")
        begin = time.monotonic()
        tunnel.wait_for_announced_states("connecting", "connected", "reconnecting", "connected", seconds=10)
        self.assertLess(time.monotonic() - begin, 10)
        self.assertEqual(tunnel["LastError"], "network-down")
        self.assertEqual(network.host_routes(), [(server.address, "10.65.0.1")])
        self.assertEqual(server.events("accepted")[-1]["peer"], "10.65.0.2")


class Sleeping(Kept):
    def test_sleep_waits_for_the_tunnels_and_they_come_back(self):
        logind = Logind(self.bus.address)
        self.addCleanup(logind.close)
        server = self.server()
        tunnel = self.connected(server=server)
        wait_until(logind.is_inhibited, 5, "sleep is held up")
        logind.PrepareForSleep(True)
        wait_until(lambda: not logind.is_inhibited(), 5, "sleep is let go on")
        self.assertEqual((tunnel["State"], tunnel["Phase"]), ("reconnecting", "waiting"))
        self.assertNothingLeft()
        self.assertEndedPolitely(server)
        self.assertStays(tunnel, "reconnecting")
        logind.PrepareForSleep(False)
        tunnel.wait_for_state("connected", 3)
        wait_until(logind.is_inhibited, 5, "the next sleep is held up")

    def test_sleep_does_not_wait_long_for_a_dead_server(self):
        logind = Logind(self.bus.address)
        self.addCleanup(logind.close)
        self.connected()
        self.addCleanup(self.network.set_link, "up")
        self.network.set_link("down")
        wait_until(logind.is_inhibited, 5, "sleep is held up")
        logind.PrepareForSleep(True)
        wait_until(lambda: not logind.is_inhibited(), 4, "sleep is let go on")

    def test_what_is_not_connected_does_not_hold_up_sleep(self):
        logind = Logind(self.bus.address)
        self.addCleanup(logind.close)
        tunnel = self.started("work", server=network.CLOSED)
        wait_until(logind.is_inhibited, 5, "sleep is held up")
        logind.PrepareForSleep(True)
        wait_until(lambda: not logind.is_inhibited(), 1, "sleep is let go on")
        logind.PrepareForSleep(False)
        wait_until(logind.is_inhibited, 5, "the next sleep is held up")
        self.assertEqual(tunnel["State"], "disconnected")


class Autoconnecting(Kept):
    def test_boot_connects_without_being_asked(self):
        server = self.server()
        tunnel = self.started("work", server=server, autoconnect="boot")
        tunnel.wait_for_state("connected", 10)
        self.assertEqual((tunnel["Autoconnect"], tunnel["Reconnects"]), ("boot", 0))

    def test_boot_tries_until_it_works(self):
        tunnel = self.started("work", server=self.network.new_server_address(), autoconnect="boot", reconnect="no")
        self.wait_for_waiting(tunnel, attempt=2)
        self.assertEqual(tunnel["LastError"], "connection-refused")

    def test_network_waits_for_the_network(self):
        server = self.server()
        self.addCleanup(self.network.set_link, "up")
        self.network.set_link("down")
        tunnel = self.started("work", server=server, autoconnect="network")
        self.wait_for_waiting(tunnel, time_is_known=False)
        self.assertStays(tunnel, "reconnecting")
        self.assertEqual((tunnel["NextAttempt"], tunnel["LastError"]), (0, ""))
        self.network.set_link("up")
        tunnel.wait_for_state("connected", 5)

    def test_what_was_taken_down_stays_down(self):
        tunnel = self.started("work", server=self.server(), autoconnect="network")
        tunnel.wait_for_state("connected", 10)
        self.assertIsNone(tunnel.disconnect().wait())
        run_ip("route replace default via 10.64.0.1 metric 7")
        self.addCleanup(run_ip, "route delete default via 10.64.0.1 metric 7")
        self.assertStays(tunnel, "disconnected")

    def test_a_crash_brings_it_back(self):
        server = self.server()
        tunnel = self.started("work", server=server, autoconnect="boot")
        tunnel.wait_for_state("connected", 10)
        self.daemon.crash()
        self.daemon.start()
        self.client.tunnel("work").wait_for_state("connected", 10)
