# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is refused before anything happens: by polkit, or because the call makes no sense."""

import dbus

from harness import network
from harness.client import ROOT_PATH, STATISTICS, TUNNEL, error_name
from harness.service_case import ServiceCase
from harness.waiting import let_events_in, wait_until

ACCESS_DENIED = "org.freedesktop.DBus.Error.AccessDenied"
INVALID_ARGUMENTS = "org.freedesktop.DBus.Error.InvalidArgs"
CONNECT_ACTION = "org.pptptunnel.tunnels1.connect"


class Refusals(ServiceCase):
    def assertUntouched(self, tunnel):
        let_events_in()
        self.assertEqual(tunnel["State"], "disconnected")
        self.assertEqual(tunnel["LastError"], "")
        self.assertEqual(tunnel.announced("State"), [])
        self.assertNothingLeft()

    def test_connect_that_polkit_denies_changes_nothing(self):
        tunnel = self.started("work", server=self.server())
        self.bus.allow()
        self.assertEqual(tunnel.connect().wait(), ACCESS_DENIED)
        self.assertUntouched(tunnel)

    def test_the_connect_action_suffices_to_connect_and_to_end_it(self):
        tunnel = self.started("work", server=self.server())
        self.bus.allow(CONNECT_ACTION)
        self.assertIsNone(tunnel.connect().wait())
        self.assertIsNone(tunnel.disconnect().wait())

    def test_a_weakened_tunnel_needs_more_than_the_connect_action(self):
        tunnel = self.started("work", server=self.server(), **{"refuse-mschap": "no"})
        self.assertEqual(tunnel["Weaknesses"], ["refuse-mschap=no"])
        self.bus.allow(CONNECT_ACTION)
        self.assertEqual(tunnel.connect().wait(), ACCESS_DENIED)
        self.assertUntouched(tunnel)
        self.bus.allow(CONNECT_ACTION + "-weak")
        self.assertIsNone(tunnel.connect().wait())
        self.assertFalse(tunnel["Private"])
        self.assertEqual(self.daemon.log.read_text().count("less protected than by default: refuse-mschap=no"), 1)

    def test_what_the_profile_requires_is_checked_before_the_tunnel_is_used(self):
        # The fake pppd agrees on 128 bits with MS-CHAPv2, whatever it is told.
        tunnel = self.started("work", server=self.server(), **{"refuse-mschapv2": "yes"})
        self.assertEqual(tunnel.connect().wait(), "org.pptptunnel.Tunnels1.Error.AuthMethod")
        self.assertNothingLeft()

    def test_reload_needs_its_own_action(self):
        tunnel = self.started("work", server=self.server())
        self.bus.allow(CONNECT_ACTION)
        self.assertEqual(self.client.manager("Reload", "a{sv}", {}).wait(), ACCESS_DENIED)
        self.assertUntouched(tunnel)

    def test_the_service_answers_others_while_polkit_asks_somebody(self):
        tunnel = self.started("work", server=self.server())
        self.bus.hold_polkit()
        attempt = tunnel.connect()
        wait_until(self.bus.polkit_is_asked, 5, "polkit is asked")
        self.assertEqual(self.new_client().tunnel("work")["State"], "disconnected")
        self.assertFalse(attempt.is_answered)
        self.bus.release_polkit()
        self.assertIsNone(attempt.wait())

    def test_unknown_options_are_named(self):
        tunnel = self.started("work", server=self.server())
        for call in (tunnel.connect(unheard_of=True), tunnel.disconnect(unheard_of=True),
                     self.client.manager("Reload", "a{sv}", {"unheard_of": True})):
            self.assertEqual(call.wait(), INVALID_ARGUMENTS)
            self.assertIn("unheard_of", call.message)
        self.assertUntouched(tunnel)

    def test_options_of_the_wrong_type_are_named(self):
        tunnel = self.started("work", server=self.server())
        call = tunnel.connect(wait="yes")
        self.assertEqual(call.wait(), INVALID_ARGUMENTS)
        self.assertIn("wait", call.message)
        self.assertUntouched(tunnel)

    def test_options_for_experiments_are_ignored(self):
        tunnel = self.started("work", server=self.server())
        self.assertIsNone(tunnel.call("Connect", "a{sv}", {"x-trial": dbus.Int32(1)}).wait())

    def test_a_tunnel_is_found_by_its_name_and_by_its_interface(self):
        tunnel = self.connected()
        for name in ("work", tunnel["Interface"]):
            call = self.client.manager("GetTunnel", "s", name)
            self.assertIsNone(call.wait())
            self.assertEqual(call.value, tunnel.path)

    def test_a_tunnel_that_does_not_exist_is_not_found(self):
        self.started("work", server=network.CLOSED)
        for name in ("play", "", "../work", "ppp0", "x" * 5000):
            self.assertEqual(self.client.manager("GetTunnel", "s", name).wait(), error_name("NotFound"), name)

    def test_properties_cannot_be_written(self):
        tunnel = self.started("work", server=network.CLOSED)
        call = tunnel.call("Set", "ssv", TUNNEL, "State", "connected",
                           interface="org.freedesktop.DBus.Properties")
        self.assertIsNotNone(call.wait())
        self.assertEqual(tunnel["State"], "disconnected")

    def test_one_call_tells_everything_about_every_tunnel(self):
        self.started("work", "work2", server=network.CLOSED)
        objects = self.client.managed_objects()
        tunnels = {path: interfaces for path, interfaces in objects.items() if path != ROOT_PATH}
        self.assertEqual(sorted(tunnels), [f"{ROOT_PATH}/tunnel/work", f"{ROOT_PATH}/tunnel/work2"])
        for name in ("work", "work2"):
            interfaces = tunnels[f"{ROOT_PATH}/tunnel/{name}"]
            self.assertEqual(interfaces[TUNNEL], self.client.tunnel(name).properties())
            self.assertIn(STATISTICS, interfaces)
