# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""pptp-pty in pppd's pty option: what a script or a user of pptp-linux relies on."""

import os
import signal
import socket
import syslog
import termios
import time

from harness import processes
from harness.network import CLOSED, GATEWAY, host_routes
from harness.pty_case import RUNTIME, PtyCase, worker_user
from harness.waiting import wait_until

FORM = r"^anon (log|warn|fatal)\[\w+:\w+\.cpp:\d+\]: "
LABELS = ["rx accepted ", "rx lost     ", "rx under win", "rx over  win", "rx buffered ", "rx OS errors",
          "rx truncated", "rx invalid  ", "rx acks     ", "tx sent     ", "tx failed   ", "tx short    ",
          "tx acks     ", "tx oversize ", "round trip  "]


def frame(number):
    """As an IPv4 packet begins, so that the server takes it for none of its own."""
    return bytes.fromhex("ff03002145") + number.to_bytes(4, "big") + bytes(range(60))


class InPppdsPty(PtyCase):
    def test_frames_go_both_ways_in_order(self):
        call = self.connected(self.server())
        sent = [frame(number) for number in range(50)]
        call.send(*sent)
        wait_until(lambda: len(call.frames) >= 50, 5, lambda: f"all frames come back: {len(call.frames)}")
        self.assertEqual(call.frames, sent)

    def test_local_socket_is_as_good_as_a_pty(self):
        ours, its = socket.socketpair()
        call = self.connected(self.server(), standard_input=(its.detach(), ours.detach()))
        call.send(frame(1))
        wait_until(lambda: call.frames == [frame(1)], 5, "the frame comes back")
        call.close_terminal()
        self.assertEqual(call.process.wait(5), 0)

    def test_other_side_of_a_pty_is_made_raw_and_given_back(self):
        master, slave = os.openpty()
        keeper = os.dup(slave)
        self.addCleanup(os.close, keeper)
        before = termios.tcgetattr(keeper)
        call = self.connected(self.server(), standard_input=(slave, master))
        call.send(frame(0x0A0D0311))  # what a line discipline would change, and would echo
        wait_until(lambda: call.frames == [frame(0x0A0D0311)], 5, "the frame comes back, once")
        self.assertFalse(termios.tcgetattr(keeper)[3] & termios.ECHO)
        call.process.signal(signal.SIGTERM)
        self.assertEqual(call.process.wait(5), 0)
        self.assertEqual(termios.tcgetattr(keeper), before)

    def test_log_has_the_form_and_the_sentences(self):
        call = self.connected(self.server())
        self.wait_for_line("Client connection established.", call.process.pid)
        self.assertRegex(self.wait_for_line("Outgoing call established"),
                         FORM + r"Outgoing call established \(call ID \d+, peer's call ID 16385\)\.$")
        for priority, ident, pid, _ in self.syslog.lines:
            self.assertEqual((priority, ident, pid),
                             (syslog.LOG_DAEMON | syslog.LOG_NOTICE, "pptp", call.process.pid))

    def test_logstring_names_the_call(self):
        self.pty_call(self.server(), "--logstring", "work")
        self.assertRegex(self.wait_for_line("Client connection established."), r"^work log\[")

    def test_usr1_writes_the_statistics(self):
        call = self.connected(self.server())
        call.send(*(frame(number) for number in range(10)))
        wait_until(lambda: len(call.frames) == 10, 5, "the frames come back")
        before = len(self.lines_of(call.process.pid))
        call.process.signal(signal.SIGUSR1)
        self.wait_for_line("round trip", call.process.pid)
        lines = self.lines_of(call.process.pid)[before:]
        self.assertEqual(lines[0], "GRE statistics:")
        self.assertEqual([line.split(" = ")[0] for line in lines[1:]], LABELS)
        values = dict(line.split(" = ") for line in lines[1:])
        self.assertEqual(values["rx accepted "], "10")
        self.assertEqual(values["tx sent     "], "10")
        self.assertEqual(values["rx lost     "], "0")
        self.assertRegex(values["round trip  "], r"^[1-9]\d* usecs$")

    def test_signals_end_the_call_politely(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with self.subTest(signal=number):
                server = self.server()
                call = self.connected(server)
                call.process.signal(number)
                self.assertEqual(call.process.wait(5), 0)
                self.assertEndedPolitely(server)
                self.wait_for_line("The call was cleared.", call.process.pid)

    def test_end_is_bounded_without_a_notify(self):
        server = self.server("no-cdn")
        call = self.connected(server)
        call.process.signal(signal.SIGTERM)
        self.assertEqual(call.process.wait(5), 0)
        self.assertEndedPolitely(server)

    def test_end_of_pppd_ends_the_call(self):
        server = self.server()
        call = self.connected(server)
        call.close_terminal()
        self.assertEqual(call.process.wait(5), 0)
        self.assertEndedPolitely(server)

    def test_end_of_pppd_while_connecting_is_noticed(self):
        call = self.pty_call(self.server("silent"))
        wait_until(lambda: processes.descendants(call.process.pid), 5, "the worker runs")
        call.close_terminal()
        self.assertEqual(call.process.wait(5), 0)

    def test_worker_is_sandboxed_and_somebody_else(self):
        call = self.connected(self.server())
        with open(f"/proc/{call.worker}/status", encoding="ascii") as file:
            status = dict(line.rstrip("\n").split(":\t", 1) for line in file)
        with open(f"/proc/{call.worker}/maps", encoding="utf-8") as file:
            sanitized = "libasan" in file.read()  # which needs system calls that the worker must not have
        self.assertEqual(status["Seccomp"], "0" if sanitized else "2")
        if not worker_user():
            self.assertNotIn("0", status["Uid"].split())
            self.assertEqual(int(status["CapEff"], 16), 0)

    def test_death_of_the_worker_is_a_failure(self):
        call = self.connected(self.server())
        os.kill(call.worker, signal.SIGKILL)
        self.assertEqual(call.process.wait(5), 1)
        self.wait_for_line("pptp-worker is gone")

    def test_options_reach_the_server(self):
        server = self.server(options=("--port", "1724"))
        self.connected(server, "--phone", "0123456", "--port", "1724")
        request = server.wait_for_message("Outgoing-Call-Request")
        self.assertEqual(request["fields"]["phone"], "0123456")


class Failures(PtyCase):
    def assertEndsWith(self, call, status, text, seconds=5):
        self.assertEqual(call.process.wait(seconds), status)
        return self.wait_for_line(text, call.process.pid)

    def test_disconnect_of_the_server_is_logged_with_its_codes(self):
        server = self.server()
        call = self.connected(server)
        server.command("cdn 1")
        line = self.assertEndsWith(call, 7, "Call disconnect notification received")
        self.assertRegex(line, FORM + r"Call disconnect notification received \(call id 16385\)$")
        self.assertRegex(self.wait_for_line("Result code is"),
                         FORM + r"Result code is 1 'Lost Carrier'. Error code is 0, Cause code is 0$")

    def test_dead_server_ends_after_both_waits(self):
        call = self.connected(self.server("no-echo"), "--idle-wait", "1", "--max-echo-wait", "1")
        begin = time.monotonic()
        self.assertEndsWith(call, 8, "closing control connection due to missing echo reply")
        self.assertGreater(time.monotonic() - begin, 1.5)

    def test_stop_of_the_server_is_told(self):
        server = self.server()
        call = self.connected(server)
        server.command("stop")
        self.assertEndsWith(call, 7, "The server stopped the control connection")

    def test_each_kind_of_failure_has_its_status(self):
        cases = (("nosuch.test", 3, "nosuch.test"),
                 (CLOSED, 4, "Connection refused"),
                 (self.server("reject-control"), 5, "The server refused the control connection."),
                 (self.server("not-pptp"), 5, "What the server sends is not PPTP."),
                 (self.server("reject-call"), 6, "Result code is 4 'Busy Signal'"),
                 (self.server("close-at-accept"), 7, "The control connection was lost"))
        for server, status, text in cases:
            with self.subTest(text=text):
                self.assertEndsWith(self.pty_call(server), status, text)
                self.assertEqual(host_routes(), [])

    def test_wrong_options_start_nothing(self):
        server = self.server()
        for options, text in ((("--bogus",), "--bogus is not an option"),
                              (("--timeout", "20"), "--timeout: 20 is not between 0.01 and 10 seconds"),
                              (("--quirks", "NONE"), "--quirks: "),
                              (("--phone",), "--phone needs a value")):
            with self.subTest(options=options):
                call = self.pty_call(server, *options)
                self.assertEqual(call.process.wait(5), 2)
                self.assertIn(f"pptp-pty: {text}", call.process.log.read_text())
                self.wait_for_line(text, call.process.pid)
        self.assertEqual(server.events("accepted"), [])

    def test_standard_input_must_lead_somewhere(self):
        log = self.directory / "nowhere.log"
        process = processes.Process([self.program, "192.0.2.1", "--nolaunchpppd"], log)
        self.assertEqual(process.wait(5), 2)
        self.assertIn("standard input is neither a terminal nor a socket", log.read_text())

    def test_missing_worker_is_named(self):
        call = self.pty_call(self.server(), "--worker", "/nonexistent/worker")
        self.assertEndsWith(call, 1, "pptp-worker: ")


class Routes(PtyCase):
    def test_route_lives_as_long_as_the_call(self):
        server = self.server()
        call = self.connected(server)
        self.assertEqual(host_routes(), [(server.address, GATEWAY)])
        self.assertEqual(RUNTIME.stat().st_mode & 0o7777, 0o700)
        call.process.signal(signal.SIGTERM)
        self.assertEqual(call.process.wait(5), 0)
        self.assertNothingLeft()

    def test_no_route_when_it_is_not_wanted(self):
        for options in (("--nohostroute",), ("--rtmark", "0x10")):
            with self.subTest(options=options):
                self.connected(self.server(), *options)
                self.assertEqual(host_routes(), [])

    def test_two_calls_share_the_route(self):
        server = self.server()
        first, second = self.connected(server), self.connected(server)
        self.assertEqual(host_routes(), [(server.address, GATEWAY)])
        first.process.signal(signal.SIGTERM)
        self.assertEqual(first.process.wait(5), 0)
        self.assertEqual(host_routes(), [(server.address, GATEWAY)])
        second.send(frame(1))
        wait_until(lambda: second.frames == [frame(1)], 5, "the other call goes on")
        second.process.signal(signal.SIGTERM)
        self.assertEqual(second.process.wait(5), 0)
        self.assertEqual(host_routes(), [])

    def test_next_one_removes_what_a_killed_one_left(self):
        server, other = self.server(), self.server()
        killed = self.connected(server)
        killed.process.signal(signal.SIGKILL)
        killed.process.wait(5)
        processes.wait_for_orphans_to_end(5)
        self.assertEndedPolitely(server)  # the worker notices
        self.assertEqual(host_routes(), [(server.address, GATEWAY)])
        self.connected(other)
        self.assertEqual(host_routes(), [(other.address, GATEWAY)])

    def test_every_address_of_a_name_is_tried(self):
        server = self.server()
        with open("/etc/hosts", "a", encoding="ascii") as hosts:
            hosts.write(f"{CLOSED} first.test second.test\n{server.address} first.test\n")
        call = self.connected("first.test")
        self.assertIn((server.address, GATEWAY), host_routes())
        refused = self.pty_call("second.test")
        self.assertEqual(refused.process.wait(5), 4)
        self.wait_for_line(f"{CLOSED}:1723: Connection refused", refused.process.pid)
        call.process.end()
