# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A link that is down for 3 s: the tunnel stays, and whatever the system says meanwhile is counted only."""

import time

from harness import terminal
from harness.service_case import ServiceCase
from harness.waiting import wait_until
from pptp_peer.numbered_frames import DISCARDED

OUTAGE = 3  # seconds


class LinkOutage(ServiceCase):
    def survives(self, down, up):
        server = self.server()
        tunnel = self.connected(server=server, idle_wait=1, max_echo_wait=10, reconnect="yes")
        server.attack("nothing", 20)
        self.assertFramesReturned(server)
        pppd = self.daemon.pppd()
        self.addCleanup(up)
        down()
        end = time.monotonic() + OUTAGE
        wait_until(lambda: terminal.send_frame(pppd, DISCARDED) or time.monotonic() > end, OUTAGE + 2, "it is over")
        self.assertEqual(tunnel["State"], "connected")
        up()
        lost = self.frames_until_one_returns(server)
        server.attack("nothing", 100)
        self.assertFramesReturned(server, lost=lost)
        wait_until(lambda: server.messages().count("Echo-Request") >= 1, 5, "the control connection lives too")
        self.assertEqual((tunnel["State"], tunnel["Reconnects"]), ("connected", 0))
        failed = tunnel.statistics()["TxFailed"]
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertNothingLeft()
        self.assertEndedPolitely(server)
        return failed

    def frames_until_one_returns(self, server):
        """A link needs up to a second until it carries packets again; those before are lost."""
        before = server.frames()["returned"]

        def one_returned():
            server.command("send 1")
            return server.frames()["returned"] > before

        wait_until(one_returned, 5, "the link works again")
        return server.frames()["outstanding"]

    def test_the_far_end_is_down(self):
        """Packets go out and never arrive."""
        self.survives(lambda: self.network.set_server_link("down"), lambda: self.network.set_server_link("up"))

    def test_our_own_interface_is_down(self):
        """The system takes the routes away and refuses every packet; who manages the network brings them back."""
        failed = self.survives(lambda: self.network.set_link("down"), lambda: self.network.set_link("up"))
        self.assertGreater(failed, 0)
