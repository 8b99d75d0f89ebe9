# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real tray applet with the real daemon: when it shows its icon, what its menu says, and what a click does."""

from harness import network
from harness.client import error_name
from harness.desktop import Applet, Desktop, Tray
from harness.service_case import ServiceCase
from harness.waiting import wait_until

QUIT = "Quit (tunnels stay connected)"
NOT_PRIVATE = "PPTP does not keep your traffic private."
REFUSED = f"work — failed: “{network.CLOSED}” refuses the connection; no PPTP server there?"


class AppletInTheTray(ServiceCase):
    def setUp(self):
        super().setUp()
        self.desktop = Desktop(self.directory)
        self.addCleanup(self.desktop.close)

    def tray(self, has_host):
        tray = Tray(self.desktop, has_host)
        self.addCleanup(tray.close)
        return tray

    def applet(self, **options):
        applet = Applet(self.programs.daemon.with_name("pptp-applet"), self.desktop, self.bus.address,
                        self.directory, **options)
        self._logs.append(applet.log)
        self.addCleanup(applet.close)
        return applet

    def shown(self, **options):
        """An applet that has found its tray."""
        tray, applet = self.tray(has_host=True), self.applet(**options)
        applet.wait_until_shown(tray)
        return applet

    def test_the_icon_waits_for_a_host_that_comes_late(self):
        tray, applet = self.tray(has_host=False), self.applet()
        wait_until(lambda: tray.times_asked, 10, "the applet asks for a host")
        self.assertEqual(tray.items, [])
        tray.register_host()
        applet.wait_until_shown(tray)
        sender, item = tray.items[0]
        self.assertEqual(item, sender, "the item registers by its unique name")
        self.assertEqual(self.desktop.pid_of(item), applet.pid)

    def test_the_icon_waits_for_a_watcher_that_comes_late(self):
        applet = self.applet()
        applet.wait_until_running()
        tray = self.tray(has_host=False)
        wait_until(lambda: tray.times_asked, 10, "the applet asks for a host")
        self.assertEqual(tray.items, [])
        tray.register_host()
        applet.wait_until_shown(tray)

    def test_one_click_connects_and_one_disconnects(self):
        tunnel = self.started("work", server=self.server())
        applet = self.shown()
        applet.wait_for_labels("work — disconnected", QUIT)
        self.assertEqual(applet.checked(), [])
        applet.click("work")
        tunnel.wait_for_state("connected")
        connected = f"work — connected ({tunnel['LocalAddress']})"
        applet.wait_for_labels(connected, QUIT)
        self.assertEqual(applet.checked(), [connected])
        self.assertEqual(applet.property("ToolTip")[2], f"{connected}\n{NOT_PRIVATE}")
        applet.click("work")
        tunnel.wait_for_state("disconnected")
        applet.wait_for_labels("work — disconnected", QUIT)
        self.assertEqual(applet.checked(), [])
        self.assertNothingLeft()

    def test_a_click_ends_an_attempt(self):
        tunnel = self.started("hang", server=self.server("silent"))
        applet = self.shown()
        applet.wait_for_labels("hang — disconnected", QUIT)
        attempt = tunnel.connect()
        tunnel.wait_for_phase("control")
        applet.wait_for_labels("hang — connecting (opening the control connection)", QUIT)
        applet.click("hang")
        self.assertEqual(attempt.wait(), error_name("Cancelled"))
        applet.wait_for_labels("hang — disconnected", QUIT)

    def test_quit_leaves_a_connected_tunnel_connected(self):
        tunnel = self.connected()
        applet = self.shown()
        applet.wait_for_labels(f"work — connected ({tunnel['LocalAddress']})", QUIT)
        applet.click("Quit")
        self.assertEqual(applet.wait_for_exit(), 0)
        self.assertEqual(tunnel["State"], "connected")

    def test_a_failure_is_said_as_a_sentence(self):
        self.started("work", server=network.CLOSED)
        applet = self.shown()
        applet.wait_for_labels("work — disconnected", QUIT)
        applet.click("work")
        applet.wait_for_labels(REFUSED, QUIT)

    def test_a_click_that_is_not_allowed_says_so(self):
        tunnel = self.started("work", server=network.CLOSED)
        self.bus.allow()
        applet = self.shown()
        applet.wait_for_labels("work — disconnected", QUIT)
        applet.click("work")
        applet.wait_for_labels("work — disconnected: You are not allowed to do this.", QUIT)
        self.assertEqual(tunnel["State"], "disconnected")

    def test_underscores_in_a_name_are_shown(self):
        self.started("a_b_c", server=network.CLOSED)
        # com.canonical.dbusmenu: "__" is shown as "_"; a single one would underline the next character.
        self.shown().wait_for_labels("a__b__c — disconnected", QUIT)

    def test_tunnels_are_sorted_by_name(self):
        self.started("work", "home", "lab", server=network.CLOSED)
        self.shown().wait_for_labels("home — disconnected", "lab — disconnected", "work — disconnected", QUIT)

    def test_a_missing_service_is_said_and_found_when_it_comes(self):
        applet = self.shown()
        applet.wait_for_labels("The PPTP service is not running. Click to start it.", QUIT)
        self.started("work", server=network.CLOSED)
        applet.wait_for_labels("work — disconnected", QUIT)
        self.daemon.crash()
        applet.wait_for_labels("The PPTP service is not running. Click to start it.", QUIT)

    def test_the_icon_tells_connected_from_disconnected_without_an_icon_theme(self):
        tunnel = self.started("work", server=self.server())
        applet = self.shown()
        applet.wait_for_labels("work — disconnected", QUIT)
        idle = wait_until(applet.drawn_icon, 5, "the item has an icon")
        self.assertIsNone(tunnel.connect().wait())
        wait_until(lambda: applet.drawn_icon() not in ("", idle), 5, "the icon changes")

    def test_a_second_applet_of_the_session_ends_at_once(self):
        self.applet().wait_until_running()
        self.assertEqual(self.applet().wait_for_exit(), 0)

    def test_everything_is_said_in_german(self):
        self.started("work", server=network.CLOSED)
        applet = self.shown(language="de_DE.UTF-8")
        applet.wait_for_labels("work — getrennt", "Beenden (Tunnel bleiben verbunden)")
        self.assertEqual(applet.property("ToolTip")[2], "PPTP: Kein Tunnel ist verbunden")
        applet.click("work")
        applet.wait_for_labels(f"work — gescheitert: „{network.CLOSED}“ lehnt die Verbindung ab; "
                               "vielleicht läuft dort kein PPTP-Server.", "Beenden (Tunnel bleiben verbunden)")
