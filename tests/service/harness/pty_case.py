# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of the tests of pptp-pty: a network, a system log of its own, and no daemon."""

import os
import tempfile
import tty
from pathlib import Path

from gi.repository import GLib

from . import hdlc, processes, terminal
from .network import Network, files_below, host_routes
from .processes import Process
from .service_case import COMPLAINTS, ServiceCase
from .system_log import PrivateSystem, SystemLog
from .waiting import wait_until

RUNTIME = Path("/run/pptp-pty")


def worker_user():
    """In a user namespace of one user there is no other that the worker could become."""
    single = Path("/proc/self/uid_map").read_text(encoding="ascii").split()[2] == "1"
    return ["--worker-user", "root"] if single else []


class PtyCall:
    """A pptp-pty whose standard input is the master of a pty, as in pppd's pty option, or the first of the two
    descriptors given; we are pppd and have the other side."""

    def __init__(self, program, server, log, *options, standard_input=None):
        self._received = b""
        if standard_input is None:
            master, self._slave = os.openpty()
            tty.setraw(self._slave)
        else:
            master, self._slave = standard_input
        os.set_blocking(self._slave, False)
        self.process = Process([program, server, "--nolaunchpppd", *worker_user(), *options], log, stdin=master,
                               stdout=master)
        os.close(master)
        self._watch = GLib.io_add_watch(self._slave, GLib.IO_IN, self._on_readable)

    def send(self, *frames):
        for frame in frames:
            os.write(self._slave, terminal.encode(frame))

    @property
    def frames(self):
        return hdlc.decode(self._received)

    @property
    def worker(self):
        return processes.find(processes.descendants(self.process.pid), "pptp-worker")

    def close_terminal(self):
        if self._slave is not None:
            if self._watch:
                GLib.source_remove(self._watch)
            os.close(self._slave)
        self._slave = self._watch = None

    def _on_readable(self, descriptor, condition):
        try:
            data = os.read(descriptor, 65536)
        except BlockingIOError:
            return True
        except OSError:
            data = b""
        self._received += data
        if not data:
            self._watch = None  # hung up
        return bool(data)


class PtyCase(ServiceCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="service-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.network = Network(Path(folder.name))
        cls.addClassCleanup(cls.network.close)
        system = PrivateSystem()
        cls.addClassCleanup(system.close)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="service-test-")
        self.addCleanup(folder.cleanup)
        self.directory = Path(folder.name)
        self.program = self.programs.worker.with_name("pptp-pty")
        self._logs = []
        self.addCleanup(self._show_logs)
        self.syslog = SystemLog()
        self.addCleanup(self.syslog.close)
        self.addCleanup(self.assertNothingLeft)

    def pty_call(self, server, *options, **keywords):
        log = self.directory / f"pptp-pty-{len(self._logs)}.log"
        call = PtyCall(self.program, getattr(server, "address", server), log, *options, **keywords)
        self._logs.append(log)
        self.addCleanup(self._check_log, log)
        self.addCleanup(call.close_terminal)
        self.addCleanup(call.process.end)
        return call

    def connected(self, server, *options, **keywords):
        call = self.pty_call(server, *options, **keywords)
        self.wait_for_line(r"Outgoing call established", call.process.pid)
        return call

    def lines_of(self, pid):
        return [text for _, _, writer, text in self.syslog.lines if writer == pid]

    def wait_for_line(self, text, pid=None, seconds=5):
        """The first line of the log with this text in it."""
        def find():
            texts = self.syslog.texts() if pid is None else self.lines_of(pid)
            return next((line for line in texts if text in line), None)
        return wait_until(find, seconds, lambda: f"the log says {text!r}: {self.syslog.lines}")

    def assertNothingLeft(self):
        processes.wait_for_orphans_to_end(5)
        self.assertEqual(host_routes(), [])
        self.assertEqual(files_below(RUNTIME) if RUNTIME.exists() else [], [])

    def _check_log(self, log):
        self.assertNotRegex(log.read_text(errors="backslashreplace"), COMPLAINTS)
        self.assertNotRegex("\n".join(self.syslog.texts()), COMPLAINTS)
