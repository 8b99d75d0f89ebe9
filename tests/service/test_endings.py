# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connected tunnels that end without being asked to: by the server, or because a process dies."""

import os
import signal

from harness.service_case import ServiceCase
from harness.waiting import wait_until


class Endings(ServiceCase):
    def test_the_server_disconnects_the_call(self):
        server = self.server()
        tunnel = self.connected(server=server)
        server.command("cdn 3")
        self.assertFailed(tunnel, "closed-by-server")
        self.assertEqual(tunnel["ErrorDetails"]["result-code"], 3)
        wait_until(lambda: "Stop-Control-Connection-Request" in server.messages(), 5, "the connection is stopped")

    def test_the_server_stops_the_control_connection(self):
        server = self.server()
        tunnel = self.connected(server=server)
        server.command("stop 3")
        self.assertFailed(tunnel, "closed-by-server")
        self.assertEqual(tunnel["ErrorDetails"]["stop-reason"], 3)
        wait_until(lambda: "Stop-Control-Connection-Reply" in server.messages(), 5, "the stop is answered")

    def test_the_server_closes_without_a_word(self):
        server = self.server()
        tunnel = self.connected(server=server)
        server.command("close")
        self.assertFailed(tunnel, "closed-by-server")

    def test_the_server_resets_the_connection(self):
        server = self.server()
        tunnel = self.connected(server=server)
        server.command("reset")
        self.assertFailed(tunnel, "closed-by-server")

    def test_the_server_no_longer_answers_echo_requests(self):
        server = self.server("no-echo")
        tunnel = self.connected(server=server, idle_wait=1, max_echo_wait=1)
        self.assertFailed(tunnel, "peer-unreachable")
        self.assertIn("Echo-Request", server.messages())

    def test_an_idle_tunnel_is_kept_by_echo_requests(self):
        server = self.server()
        tunnel = self.connected(server=server, idle_wait=1, max_echo_wait=1)
        wait_until(lambda: server.messages().count("Echo-Request") >= 2, 5, "two echo requests")
        self.assertEqual(tunnel["State"], "connected")

    def test_echo_requests_of_the_server_are_answered_with_their_identifier(self):
        server = self.server()
        self.connected(server=server)
        server.command("echo")
        reply = server.wait_for_message("Echo-Reply")["fields"]
        self.assertEqual((reply["identifier"], reply["result"]), (1, 1))

    def test_the_worker_is_killed(self):
        tunnel = self.connected()
        os.kill(self.daemon.worker(), signal.SIGKILL)
        self.assertFailed(tunnel, "worker-failed")

    def test_a_killed_worker_is_the_end_of_its_own_tunnel_only(self):
        work, other = self.started("work", "work2", server=self.server())
        self.assertIsNone(work.connect().wait())
        worker = self.daemon.worker()
        self.assertIsNone(other.connect().wait())
        os.kill(worker, signal.SIGKILL)
        work.wait_for_state("failed")
        self.assertEqual(other["State"], "connected")
        self.assertEqual(len(self.daemon.children()), 2)

    def test_pppd_is_killed(self):
        server = self.server()
        tunnel = self.connected(server=server)
        os.kill(self.daemon.pppd(), signal.SIGKILL)
        self.assertFailed(tunnel, "pppd-failed")
        self.assertEqual(tunnel["ErrorDetails"]["signal"], signal.SIGKILL)
        self.assertEndedPolitely(server)

    def test_pppd_crashes(self):
        server = self.server()
        tunnel = self.connected(server=server)
        os.kill(self.daemon.pppd(), signal.SIGABRT)
        self.assertFailed(tunnel, "pppd-failed")
        self.assertEqual(tunnel["ErrorDetails"]["signal"], signal.SIGABRT)
        self.assertEndedPolitely(server)

    def test_a_stopped_pppd_does_not_stop_a_disconnect(self):
        server = self.server()
        tunnel = self.connected(server=server)
        os.kill(self.daemon.pppd(), signal.SIGSTOP)
        self.assertIsNone(tunnel.disconnect().wait(8))
        self.assertNothingLeft()
        self.assertEndedPolitely(server)

    def test_a_stopped_worker_does_not_stop_a_disconnect(self):
        tunnel = self.connected()
        os.kill(self.daemon.worker(), signal.SIGSTOP)
        self.assertIsNone(tunnel.disconnect().wait(12))
        self.assertNothingLeft()
