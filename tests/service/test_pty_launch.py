# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""pptp-pty without --nolaunchpppd: the process becomes pppd, and another one keeps the call."""

import signal

from harness import processes
from harness.processes import Process
from harness.pty_case import PtyCase, worker_user
from harness.waiting import wait_until

# The fake sends one frame and then stays until it is told to end (5) or its terminal is gone (16).
WORDS = ["ipparam", "hang", "user", "x", "pptp-tunnel-fd", "99"]
TOLD_TO_END, HUNG_UP = 5, 16


class Launch(PtyCase):
    def launch(self, server, *words, pppd=None):
        log = self.directory / "launch.log"
        process = Process([self.program, getattr(server, "address", server), "--with-pppd",
                           pppd or self.programs.pppd, *worker_user(), *words], log)
        self._logs.append(log)
        self.addCleanup(self._check_log, log)
        self.addCleanup(process.end)
        return process

    def launched(self, server, *words):
        process = self.launch(server, *WORDS, *words)
        wait_until(lambda: "fake-pppd" in "".join(processes.command_line(process.pid)[:1]), 5, "the process becomes pppd")
        server.wait_for("control", 5, direction="out", message="Outgoing-Call-Reply")
        wait_until(lambda: signal.SIGTERM in processes.signals(process.pid, "SigCgt"), 5, "pppd heeds signals")
        return process

    def supervisor(self):
        return next(pid for _, ident, pid, _ in self.syslog.lines if ident == "pptp")

    def test_process_becomes_pppd_with_the_words(self):
        process = self.launched(self.server(), "--phone", "1", "--", "-detach")
        command = processes.command_line(process.pid)
        self.assertRegex(command[1], r"^/dev/pts/\d+$")
        self.assertEqual(command[2:], ["38400", *WORDS, "-detach"])
        self.assertEqual(processes.descendants(process.pid), [])
        inherited = [name for name in processes.open_descriptors(process.pid) if "ptmx" in name or "socket" in name]
        self.assertEqual(inherited, [])

    def test_frames_of_pppd_reach_the_server(self):
        server = self.server()
        self.launched(server)
        server.command("counters")
        wait_until(lambda: any(record["rx_data"] for record in server.events("gre")) or server.command("counters"),
                   5, "the fake's frame arrives")

    def test_end_of_pppd_ends_the_call(self):
        server = self.server()
        process = self.launched(server)
        process.signal(signal.SIGTERM)
        self.assertEqual(process.wait(5), TOLD_TO_END)
        self.assertEndedPolitely(server)
        self.assertNothingLeft()

    def test_end_of_the_call_ends_pppd(self):
        server = self.server()
        process = self.launched(server)
        server.command("cdn")
        self.assertIn(process.wait(5), (HUNG_UP, TOLD_TO_END))
        self.assertNothingLeft()

    def test_signal_to_pptp_pty_lets_pppd_end_first(self):
        server = self.server()
        process = self.launched(server)
        self.wait_for_line("Outgoing call established")
        Process(["kill", str(self.supervisor())], self.directory / "kill.log").wait(5)
        self.assertEqual(process.wait(5), TOLD_TO_END)
        self.assertEndedPolitely(server)
        self.wait_for_line("pppd closed its side; the call was cleared.")

    def test_pppd_that_cannot_be_executed_ends_the_call(self):
        server = self.server()
        process = self.launch(server, pppd="/nonexistent/pppd")
        self.assertEqual(process.wait(5), 1)
        self.assertIn("/nonexistent/pppd: No such file or directory", process.log.read_text())
        self.assertEndedPolitely(server)

    def test_failure_to_connect_is_the_exit_status(self):
        process = self.launch(self.server("reject-call"), *WORDS)
        self.assertEqual(process.wait(5), 6)
        self.assertNotIn("Connect: ", process.log.read_text())

    def test_interrupt_while_connecting_leaves_nothing(self):
        server = self.server("silent")
        process = self.launch(server, *WORDS)
        server.wait_for("accepted", 5)
        process.signal(signal.SIGINT)
        self.assertEqual(process.wait(5), -signal.SIGINT)
        self.assertNothingLeft()
