# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of every service test: a network and a bus for the class, a fresh daemon for each test."""

import sys
import tempfile
import unittest
from pathlib import Path

from . import processes
from .client import Client
from .daemon import Daemon
from .network import Network, host_routes
from .private_bus import PrivateBus
from .scripted_server import ScriptedServer
from .waiting import let_events_in, wait_until

# What sanitizers, Qt and the C++ runtime say about a program that has a defect.
COMPLAINTS = r"Sanitizer|runtime error:|QProcess: |QObject: |QObject::|QSocketNotifier: |QTimer: |terminate called"


class ServiceCase(unittest.TestCase):
    programs = None  # set once by the runner

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="service-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.network = Network(Path(folder.name))
        cls.addClassCleanup(cls.network.close)
        cls.bus = PrivateBus(Path(folder.name))
        cls.addClassCleanup(cls.bus.close)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="service-test-")
        self.addCleanup(folder.cleanup)
        self.directory = Path(folder.name)
        self._logs = []
        self.addCleanup(self._show_logs)
        self.bus.allow_everything()
        self.daemon = Daemon(self.programs, self.bus, self.directory)
        self._logs.append(self.daemon.log)
        self.addCleanup(processes.wait_for_orphans_to_end, 10)
        self.addCleanup(self._check_daemon)
        self.client = self.new_client()

    def new_client(self):
        client = Client(self.bus.address)
        self.addCleanup(client.close)
        return client

    def server(self, *behaviours, address=None, options=()):
        """A scripted server on an address of its own; at the end the test fails if the client broke the RFC."""
        server = ScriptedServer(self.network, self.directory, address or self.network.new_server_address(),
                                behaviours, options)
        self._logs.append(server.log)
        self.addCleanup(self._check_protocol, server)
        self.addCleanup(server.close)
        return server

    def started(self, *names, server, **settings):
        """Starts the daemon with these tunnels to one server; returns them as a client sees them."""
        for name in names:
            self.daemon.add_profile(name, server if isinstance(server, str) else server.address, **settings)
        self.daemon.start()
        tunnels = [self.client.tunnel(name) for name in names]
        return tunnels[0] if len(tunnels) == 1 else tunnels

    def connected(self, name="work", server=None, **settings):
        tunnel = self.started(name, server=server or self.server(), **settings)
        self.assertIsNone(tunnel.connect().wait())
        return tunnel

    def assertFailed(self, tunnel, code, seconds=5):
        """The tunnel is, or soon will be, failed for this reason, and nothing of the attempt is left."""
        tunnel.wait_for_state("failed", seconds)
        self.assertEqual(tunnel["Error"], code)
        self.assertEqual(tunnel["LastError"], code)
        self.assertEqual(tunnel["Phase"], "")
        self.assertNothingLeft()

    def assertNothingLeft(self):
        # A worker that was never configured is killed last, and reaped a moment after the answer.
        wait_until(lambda: not self.daemon.children(), 1,
                   lambda: f"no child is left: {processes.describe(self.daemon.children())}")
        self.assertEqual(host_routes(), [])
        self.assertEqual(self.daemon.runtime_files(), [])

    def assertFramesReturned(self, server, lost=0, seconds=5):
        """Each numbered frame that was sent made its way to pppd and back, once and in order, and nothing forged
        did; so many of them may have been lost. Returns what became of them."""
        frames = server.frames()
        try:
            wait_until(lambda: frames.update(server.frames()) or frames["outstanding"] <= lost, seconds,
                       "the frames return")
        except AssertionError:
            self.fail(f"not all frames came back: {frames}")
        self.assertEqual((frames["in_order"], frames["repeated"]), (True, 0))
        self.assertLessEqual(frames["forged"], lost)
        return frames

    def assertEndedPolitely(self, server, connections=1):
        """The server was told that the call ends, and then that the newest control connection ends."""
        wait_until(lambda: len(server.events("closed")) >= connections, 5,
                   lambda: f"the connection ends: {server.journal[-8:]}")
        self.assertEqual(server.messages()[-2:], ["Call-Clear-Request", "Stop-Control-Connection-Request"])

    def _check_daemon(self):
        self.assertEqual(self.daemon.close(), 0, "the daemon ends well, whatever state it is in")
        log = self.daemon.log.read_text(errors="backslashreplace") if self.daemon.log.exists() else ""
        self.assertNotRegex(log, COMPLAINTS)

    def _check_protocol(self, server):
        let_events_in()
        self.assertEqual(server.violations(), [])

    def run(self, result=None):
        self._failures = lambda: len(result.failures) + len(result.errors)
        self._failures_before = self._failures()
        return super().run(result)

    def _show_logs(self):
        if self._failures() > self._failures_before:
            for log in self._logs:
                text = log.read_text(errors="backslashreplace") if log.exists() else ""
                print(f"--- {self.id()}: {log.name}\n{text}", file=sys.stderr)
