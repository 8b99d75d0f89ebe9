# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemon's own life: start, stop, crash and restart, and the profiles that it reads."""

import signal

from harness import network, processes
from harness.client import OBJECT_MANAGER, ROOT_PATH, error_name
from harness.daemon import BUS_NAME
from harness.service_case import ServiceCase
from harness.waiting import wait_until


class DaemonLife(ServiceCase):
    def test_termination_ends_a_tunnel_politely(self):
        server = self.server()
        self.connected(server=server)
        self.daemon.signal(signal.SIGTERM)
        self.assertEqual(self.daemon.wait_for_exit(8), 0)
        processes.wait_for_orphans_to_end(0.5)
        self.assertNothingLeft()
        self.assertEndedPolitely(server)

    def test_termination_without_a_tunnel_is_quick(self):
        self.started("work", server=network.CLOSED)
        self.daemon.signal(signal.SIGTERM)
        self.assertEqual(self.daemon.wait_for_exit(2), 0)

    def test_termination_during_an_attempt_leaves_nothing(self):
        tunnel = self.started("hang", server=self.server())
        attempt = tunnel.connect()
        tunnel.wait_for_phase("lcp")
        self.daemon.signal(signal.SIGTERM)
        self.assertEqual(self.daemon.wait_for_exit(8), 0)
        self.assertIsNotNone(attempt.wait(), "whoever waits is told that nothing came of it")
        processes.wait_for_orphans_to_end(0.5)
        self.assertNothingLeft()

    def test_a_crash_leaves_a_route_that_the_next_start_removes(self):
        server = self.server()
        self.connected(server=server)
        self.daemon.crash()
        processes.wait_for_orphans_to_end(10)
        self.assertEqual(network.host_routes(), [(server.address, network.GATEWAY)])
        self.assertEndedPolitely(server)
        self.daemon.start()
        self.assertNothingLeft()
        self.assertEqual(self.client.tunnel("work")["State"], "disconnected")

    def test_a_restart_after_a_crash_removes_nobody_elses_route(self):
        server = self.server()
        self.connected(server=server)
        self.daemon.crash()
        processes.wait_for_orphans_to_end(10)
        # The administrator's own route has taken the place of ours meanwhile.
        route = f"{server.address}/32 via {network.GATEWAY}"
        network.run_ip(f"""
            route delete {route} proto 157
            route add {route} proto static metric 5""")
        self.addCleanup(network.run_ip, f"route delete {route} proto static metric 5")
        self.daemon.start()
        self.assertIn(f"{server.address} via {network.GATEWAY}", network.show_routes())
        self.assertNothingLeft()

    def test_one_broken_profile_spoils_only_its_own_tunnel(self):
        broken_profiles = {
            "number": ("[tunnel]\nserver=a.example\nuser=bob\nmtu=9000\n", "mtu"),
            "key": ("[tunnel]\nserver=a.example\nuser=bob\npassword-is=x\n", "password-is"),
            "server": ("[tunnel]\nuser=bob\n", "server"),
            "syntax": ("server=a.example\n", ""),
        }
        for name, (text, _) in broken_profiles.items():
            self.daemon.write_profile(name, text)
        tunnel = self.started("work", server=self.server())
        for name, (_, reason) in broken_profiles.items():
            broken = self.client.tunnel(name)
            self.assertEqual((broken["State"], broken["Error"]), ("failed", "invalid-settings"), name)
            detail = broken["ErrorDetails"]["detail"]
            self.assertIn(f"{name}.conf", detail)
            self.assertIn(reason, detail)
            self.assertEqual(broken.connect().wait(), error_name("InvalidSettings"))
        self.assertIsNone(tunnel.connect().wait())

    def test_a_profile_that_others_may_write_is_refused(self):
        self.daemon.write_profile("open", f"[tunnel]\nserver={network.CLOSED}\nuser=bob\n").chmod(0o666)
        self.daemon.start()
        self.assertEqual(self.client.tunnel("open")["Error"], "invalid-settings")

    def test_reload_brings_new_tunnels_and_repairs_broken_ones(self):
        self.daemon.write_profile("late", "[tunnel]\nuser=bob\n")
        self.daemon.start()
        server = self.server()
        self.daemon.add_profile("late", server.address)
        self.daemon.add_profile("work", server.address)
        self.assertIsNone(self.client.manager("Reload", "a{sv}", {}).wait())
        for name in ("late", "work"):
            self.assertEqual(self.client.tunnel(name)["State"], "disconnected")
        self.assertIsNone(self.client.tunnel("work").connect().wait())

    def test_reload_announces_what_appears_and_what_goes(self):
        self.started("work", server=network.CLOSED)
        heard = []
        for signal_name in ("InterfacesAdded", "InterfacesRemoved"):
            self.client.connection.add_signal_receiver(
                lambda path, _, name=signal_name: heard.append((name, str(path))), signal_name, OBJECT_MANAGER,
                BUS_NAME, ROOT_PATH)
        (self.daemon.profiles / "work.conf").unlink()
        self.daemon.add_profile("play", network.CLOSED)
        self.assertIsNone(self.client.manager("Reload", "a{sv}", {}).wait())
        expected = {("InterfacesAdded", f"{ROOT_PATH}/tunnel/play"), ("InterfacesRemoved", f"{ROOT_PATH}/tunnel/work")}
        wait_until(lambda: set(heard) == expected, 5, lambda: f"both are announced; heard {heard}")
        self.assertEqual(self.client.manager("GetTunnel", "s", "work").wait(), error_name("NotFound"))

    def test_reload_keeps_a_tunnel_that_is_in_use(self):
        tunnel = self.connected()
        (self.daemon.profiles / "work.conf").unlink()
        self.assertIsNone(self.client.manager("Reload", "a{sv}", {}).wait())
        self.assertEqual(tunnel["State"], "connected")
        self.assertIsNone(tunnel.disconnect().wait())

    def test_the_name_is_taken_once_every_tunnel_is_there(self):
        names = [f"t{number}" for number in range(50)]
        self.started(*names, server=network.CLOSED)
        self.assertEqual(len(self.client.managed_objects()), len(names))
