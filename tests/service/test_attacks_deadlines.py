# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that gain time: no trick moves the deadline of a phase. The attacks of one test run at the same time,
because each takes its full deadline."""

import time

from harness import network
from harness.client import error_name
from harness.service_case import ServiceCase
from harness.waiting import wait_until

REPLY_TIMEOUT = 10  # seconds, for each reply on the control connection, and for TCP
SLACK = 1.5


class Deadlines(ServiceCase):
    def assertTimely(self, servers, expected):
        """Connects to all at once; each fails as expected when its deadline is over, not before and not later."""
        for name, address in servers.items():
            self.daemon.add_profile(name, address)
        self.daemon.start()
        begin = time.monotonic()
        calls = {name: self.client.tunnel(name).connect() for name in servers}
        ends = {}

        def all_ended():
            ends.update({name: time.monotonic() - begin for name, call in calls.items()
                         if call.is_answered and name not in ends})
            return len(ends) == len(calls)

        wait_until(all_ended, 2 * REPLY_TIMEOUT + 5, lambda: f"every attempt ends; so far {ends}")
        for name, call in calls.items():
            with self.subTest(name):
                code, deadline = expected[name]
                self.assertEqual(call.error, error_name(code))
                self.assertGreaterEqual(ends[name], 0.95 * deadline - 0.1)  # as exact as the service's timers
                self.assertLess(ends[name], deadline + SLACK)
        self.assertNothingLeft()

    def test_c04_a_trickled_reply_does_not_reset_the_deadline(self):
        # At these paces the 156 bytes of the reply take far longer than the deadline.
        servers = {"slow": "trickled=5", "steady": "trickled=0.2"}
        self.assertTimely({name: self.server(behaviour).address for name, behaviour in servers.items()},
                          {name: ("ControlTimeout", REPLY_TIMEOUT) for name in servers})

    def test_c13_silence_a_black_hole_and_a_tarpit_have_their_deadlines(self):
        servers = {"silent": self.server("silent").address, "tarpit": self.server("tarpit").address,
                   "hole": network.BLACK_HOLE}
        self.assertTimely(servers, {"silent": ("ControlTimeout", REPLY_TIMEOUT),
                                    "tarpit": ("ControlTimeout", REPLY_TIMEOUT),
                                    "hole": ("ServerUnreachable", REPLY_TIMEOUT)})
