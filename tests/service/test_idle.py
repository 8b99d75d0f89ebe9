# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who has nothing to do sleeps. What is counted is how often a process goes to sleep, not how long anything takes:
on a busy machine that is late, but not more."""

from harness import network, processes
from harness.service_case import ServiceCase
from harness.waiting import let_pass, wait_until

WINDOW_SECONDS = 3  # longer than any interval at which a program would look whether there is something to do
WINDOWS = 5  # what an event leaves behind may come late, and then spoils one of them


class Idle(ServiceCase):
    def assertSleeps(self, *pids):
        """There is a time during which none of them wakes; whoever has a timer wakes in each."""
        woke = []
        for _ in range(WINDOWS):
            before = processes.sleeps(pids)
            let_pass(WINDOW_SECONDS)
            woke.append([after - sooner for after, sooner in zip(processes.sleeps(pids), before)])
            if not any(woke[-1]):
                return
        self.fail(f"each of {WINDOWS} times {WINDOW_SECONDS} s these processes woke so often: {woke}")

    def test_a_daemon_without_a_tunnel_sleeps(self):
        self.started("work", server=network.CLOSED)
        self.assertSleeps(self.daemon.pid)

    def test_a_connected_tunnel_sleeps(self):
        self.connected()
        self.assertSleeps(self.daemon.pid, self.daemon.worker())

    def test_a_tunnel_that_is_down_again_leaves_no_timer(self):
        tunnel = self.connected()
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertNothingLeft()
        self.assertSleeps(self.daemon.pid)

    def test_an_echo_wakes_the_worker_twice_and_the_daemon_never(self):
        server = self.server()
        self.connected(server=server, idle_wait=1)
        pids = (self.daemon.pid, self.daemon.worker())
        for _ in range(WINDOWS):
            seen = len(server.messages())
            before = processes.sleeps(pids)
            wait_until(lambda: server.messages()[seen:].count("Echo-Request") >= WINDOW_SECONDS, 30, "echo requests")
            daemon, worker = (after - sooner for after, sooner in zip(processes.sleeps(pids), before))
            echoes = server.messages()[seen:].count("Echo-Request")
            # One sleep behind the timer, one behind the answer; the first answer may be that to an earlier request.
            if daemon == 0 and worker <= 2 * echoes + 1:
                return
        self.fail(f"{echoes} echoes wake the worker {worker} times and the daemon {daemon} times")
