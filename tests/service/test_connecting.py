# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way up and the way down, as clients of the bus see it and as the server sees it."""

import time

from harness import network, processes
from harness.client import STATISTICS, error_name
from harness.daemon import USER
from harness.service_case import ServiceCase
from harness.waiting import wait_until

# pppd's own phases come behind these; which of them are told apart is pppd's business.
PHASES_BEFORE_PPP = ["resolving", "tcp", "control", "call", "lcp"]


class Connecting(ServiceCase):
    def test_states_and_phases_are_announced_in_order(self):
        tunnel = self.connected()
        tunnel.wait_for_announced_states("connecting", "connected")
        phases = tunnel.announced("Phase")
        self.assertEqual(phases[:5], PHASES_BEFORE_PPP)
        self.assertIn("auth", phases)
        self.assertEqual(phases[-1], "running")
        self.assertEqual(len(phases), len(set(phases)), "no phase comes twice")

    def test_state_and_phase_of_one_step_come_in_one_signal(self):
        tunnel = self.connected()
        tunnel.wait_for_announced_states("connecting", "connected")
        up = [change for change in tunnel.changes if change.get("State") == "connected"]
        self.assertEqual([change.get("Phase") for change in up], ["running"])

    def test_properties_of_a_connected_tunnel(self):
        server = self.server(options=["--vendor", "Vendor \u00fc", "--host-name", "pptp-1"])
        before = time.time_ns() // 1000
        tunnel = self.connected(server=server)
        properties = tunnel.properties()
        self.assertEqual(properties["Name"], "work")
        self.assertEqual(properties["Owner"], "system")
        self.assertEqual(properties["Server"], server.address)
        self.assertEqual(properties["ServerAddress"], server.address)
        self.assertEqual(properties["User"], USER)
        self.assertEqual(properties["Error"], "")
        self.assertEqual(properties["DataPath"], "userspace")
        self.assertEqual(properties["PeerVendor"], "Vendor \u00fc")
        self.assertEqual(properties["PeerHostName"], "pptp-1")
        self.assertEqual(properties["PeerFirmware"], 1)
        self.assertIs(bool(properties["Private"]), False)
        self.assertLessEqual(before, properties["ConnectedSince"])
        self.assertLessEqual(properties["ConnectedSince"], time.time_ns() // 1000)
        self.assertLessEqual(properties["ConnectedSinceMonotonic"], time.monotonic_ns() // 1000)
        for name in ("Interface", "LocalAddress", "PeerAddress", "Authentication", "Encryption"):
            self.assertNotEqual(properties[name], "", name)

    def test_what_was_announced_is_what_the_properties_say(self):
        tunnel = self.connected()
        properties = tunnel.properties()
        tunnel.wait_for_announced_states("connecting", "connected")
        announced = {name: value for change in tunnel.changes for name, value in change.items()}
        self.assertEqual(announced, {name: properties[name] for name in announced})

    def test_frames_travel_both_ways_and_are_counted(self):
        server = self.server()
        tunnel = self.connected(server=server)
        # The fake pppd sends an LCP frame and three packets, the server returns all four, pppd the packets again.
        tunnel.wait_for_statistics(lambda counters: (counters["TxSent"], counters["RxAccepted"]) == (7, 4), 5,
                                   "frames went out and came back")

        def server_counted_the_same():
            server.command("counters")
            return server.events("gre", rx_data=7, tx_data=4, rx_lost=0, rx_late=0)

        wait_until(server_counted_the_same, 5, lambda: f"the server counts as we do: {server.events('gre')[-1:]}")
        self.assertIsNone(tunnel.disconnect().wait())
        counters = tunnel.statistics()
        self.assertEqual((counters["TxSent"], counters["RxAccepted"]), (7, 4))
        self.assertEqual([counters[name] for name in ("RxLost", "RxUnderWindow", "RxInvalid", "TxFailed")], [0] * 4)
        self.assertEqual(list(counters["Unavailable"]), [])

    def test_a_burst_from_the_server_is_received_whole_and_acknowledged(self):
        server = self.server("no-ppp-echo")
        tunnel = self.started("work", server=server)
        self.assertIsNone(tunnel.connect(wait=False).wait())
        server.wait_for("control", 5, direction="out", message="Outgoing-Call-Reply")
        server.command("send 500 1400")
        tunnel.wait_for_statistics(lambda counters: counters["RxAccepted"] >= 500, 20, "500 frames are accepted")
        self.assertEqual(tunnel.statistics()["RxLost"], 0)

        def all_acknowledged():
            server.command("counters")
            return server.events("gre", acknowledged=499)

        wait_until(all_acknowledged, 5, lambda: f"all are acknowledged: {server.events('gre')[-1:]}")
        self.assertEqual(tunnel.disconnect().wait(), None)

    def test_disconnect_is_polite_and_leaves_nothing(self):
        server = self.server()
        tunnel = self.connected(server=server)
        self.assertEqual(len(self.daemon.children()), 2, processes.describe(self.daemon.children()))
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertNothingLeft()
        self.assertEqual(tunnel["State"], "disconnected")
        self.assertEqual(tunnel["Error"], "")
        self.assertEqual(tunnel["ConnectedSince"], 0)
        self.assertEqual(tunnel["ServerAddress"], "")
        self.assertEndedPolitely(server)

    def test_the_server_is_pinned_to_its_route_while_it_is_in_use(self):
        server = self.server()
        tunnel = self.connected(server=server)
        self.assertEqual(network.host_routes(), [(server.address, network.GATEWAY)])
        self.assertNotEqual(self.daemon.runtime_files(), [])
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertNothingLeft()

    def test_no_route_is_added_where_the_profile_forbids_it(self):
        self.connected(nohostroute="yes")
        self.assertEqual(network.host_routes(), [])

    def test_a_name_is_resolved(self):
        server = self.server(address=network.KNOWN_NAME_ADDRESS)
        tunnel = self.started("work", server=network.KNOWN_NAME)
        self.assertIsNone(tunnel.connect().wait())
        self.assertEqual(tunnel["Server"], network.KNOWN_NAME)
        self.assertEqual(tunnel["ServerAddress"], server.address)

    def test_second_connect_joins_the_first(self):
        server = self.server()
        tunnel = self.started("work", server=server)
        other = self.new_client().tunnel("work")
        first, second = tunnel.connect(), other.connect()
        self.assertIsNone(first.wait())
        self.assertIsNone(second.wait())
        self.assertEqual(len(server.events("accepted")), 1)

    def test_connect_of_a_connected_tunnel_is_an_error(self):
        tunnel = self.connected()
        self.assertEqual(tunnel.connect().wait(), error_name("AlreadyConnected"))
        self.assertEqual(tunnel["State"], "connected")

    def test_connect_without_waiting_replies_at_once(self):
        tunnel = self.started("hang", server=self.server("silent"))
        self.assertIsNone(tunnel.connect(wait=False).wait(2))
        self.assertEqual(tunnel["State"], "connecting")

    def test_disconnect_cancels_a_connect_under_way(self):
        server = self.server("silent")
        tunnel = self.started("work", server=server)
        attempt = tunnel.connect()
        tunnel.wait_for_phase("control")
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertEqual(attempt.wait(), error_name("Cancelled"))
        self.assertEqual(tunnel["State"], "disconnected")
        self.assertNothingLeft()

    def test_disconnect_while_ppp_negotiates_ends_the_call_politely(self):
        server = self.server()
        tunnel = self.started("hang", server=server)
        attempt = tunnel.connect()
        tunnel.wait_for_phase("lcp")
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertEqual(attempt.wait(), error_name("Cancelled"))
        self.assertNothingLeft()
        self.assertEndedPolitely(server)

    def test_disconnect_of_a_disconnected_tunnel_is_an_error(self):
        tunnel = self.started("work", server=network.CLOSED)
        self.assertEqual(tunnel.disconnect().wait(), error_name("NotConnected"))

    def test_a_server_that_closes_instead_of_a_notify_does_not_delay_the_end(self):
        server = self.server("close-after-ccrq")
        tunnel = self.connected(server=server)
        self.assertIsNone(tunnel.disconnect().wait(2))
        self.assertIn("Call-Clear-Request", server.messages())
        self.assertNothingLeft()

    def test_a_server_that_never_notifies_delays_the_end_by_its_deadline_only(self):
        server = self.server("no-cdn")
        tunnel = self.connected(server=server)
        self.assertIsNone(tunnel.disconnect().wait(6))
        self.assertNothingLeft()
        self.assertEndedPolitely(server)

    def test_tunnels_to_one_server_do_not_touch_each_other(self):
        server = self.server()
        work, other = self.started("work", "work2", server=server)
        self.assertIsNone(work.connect().wait())
        self.assertIsNone(other.connect().wait())
        self.assertIsNone(work.disconnect().wait())
        self.assertEqual(other["State"], "connected")
        before = other.properties(STATISTICS)["RxAccepted"]
        server.command("send 10")
        other.wait_for_statistics(lambda counters: counters["RxAccepted"] >= before + 10, 5, "the other still works")
        self.assertEqual(network.host_routes(), [(server.address, network.GATEWAY)])
        self.assertIsNone(other.disconnect().wait())
        self.assertNothingLeft()

    def test_repeated_calls_leave_no_descriptor_open(self):
        tunnel = self.connected()
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertNothingLeft()
        after_first = processes.open_descriptors(self.daemon.pid)
        for _ in range(5):
            self.assertIsNone(tunnel.connect().wait())
            self.assertIsNone(tunnel.disconnect().wait())
        # What watches a child is closed when the child is reaped, a moment after the answer.
        wait_until(lambda: len(processes.open_descriptors(self.daemon.pid)) <= len(after_first), 2,
                   lambda: f"no more than {after_first} are open: {processes.open_descriptors(self.daemon.pid)}")
