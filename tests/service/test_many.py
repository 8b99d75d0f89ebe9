# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many tunnels that are connected in the same moment."""

import time

from harness import network
from harness.service_case import ServiceCase

AT_ONCE = 6


class Many(ServiceCase):
    def busy(self, server):
        """As many tunnels on their way as may be, and one that waits; with the call that waits."""
        names = [f"hole{number}" for number in range(AT_ONCE)]
        for name in names:
            self.daemon.add_profile(name, network.BLACK_HOLE)
        self.daemon.add_profile("work", server.address)
        self.daemon.start()
        holes = [self.client.tunnel(name) for name in names]
        for hole in holes:
            hole.connect()
        for hole in holes:
            hole.wait_for_phase("tcp")
        work = self.client.tunnel("work")
        call = work.connect()
        work.wait_for_phase("resolving")
        time.sleep(0.5)
        self.assertEqual((work["State"], work["Phase"], server.messages()), ("connecting", "resolving", []))
        self.assertEqual(len(self.daemon.children()), AT_ONCE)
        return holes, work, call

    def disconnect(self, *tunnels):
        for call in [tunnel.disconnect() for tunnel in tunnels]:
            self.assertIsNone(call.wait())
        self.assertNothingLeft()

    def test_a_few_connect_at_a_time_and_the_others_wait(self):
        holes, work, call = self.busy(self.server())
        self.assertIsNone(holes.pop(5).disconnect().wait())  # which gives way
        self.assertIsNone(call.wait())
        self.assertEqual(work["State"], "connected")
        self.disconnect(work, *holes)

    def test_one_that_waits_can_be_taken_down(self):
        server = self.server()
        holes, work, call = self.busy(server)
        self.assertIsNone(work.disconnect().wait())
        self.assertIsNotNone(call.wait())
        self.assertEqual(work["State"], "disconnected")
        self.disconnect(*holes)
        self.assertEqual(server.messages(), [])
