# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A /dev and a /run of the test's own, with a /dev/log in it that keeps what is written."""

import os
import re
import socket
import subprocess
import tempfile

from gi.repository import GLib

NODES = ("null", "zero", "full", "random", "urandom", "tty")


def _mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


class PrivateSystem:
    """Mounted in the mount namespace of the test run, and gone again when closed."""

    def __init__(self):
        with tempfile.TemporaryDirectory(prefix="service-test-dev-") as folder:
            _mount("-t", "tmpfs", "-o", "mode=0755", "tmpfs", folder)
            for node in NODES:
                with open(f"{folder}/{node}", "wb"):
                    pass
                _mount("--bind", f"/dev/{node}", f"{folder}/{node}")
            os.mkdir(f"{folder}/shm")
            os.mkdir(f"{folder}/pts")
            _mount("-t", "devpts", "-o", "newinstance,ptmxmode=0666,mode=0620", "devpts", f"{folder}/pts")
            os.symlink("pts/ptmx", f"{folder}/ptmx")
            os.symlink("/proc/self/fd", f"{folder}/fd")
            _mount("--rbind", folder, "/dev")
            subprocess.run(["umount", "-l", folder], check=True)
        _mount("-t", "tmpfs", "-o", "mode=0755", "tmpfs", "/run")

    def close(self):
        for path in ("/run", "/dev"):
            subprocess.run(["umount", "-l", path], check=True)


class SystemLog:
    """What syslog(3) sends: priority and text of each line, and from whom."""

    LINE = re.compile(r"<(\d+)>\w{3} [ \d]\d \d\d:\d\d:\d\d ([^\[:]+)\[(\d+)\]: (.*)", re.DOTALL)

    def __init__(self):
        self.lines = []  # (priority, ident, pid, text)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._socket.bind("/dev/log")
        self._watch = GLib.io_add_watch(self._socket.fileno(), GLib.IO_IN, self._on_readable)

    def texts(self, ident="pptp"):
        return [text for _, name, _, text in self.lines if name == ident]

    def close(self):
        GLib.source_remove(self._watch)
        self._socket.close()
        os.unlink("/dev/log")

    def _on_readable(self, descriptor, condition):
        priority, ident, pid, text = self.LINE.fullmatch(self._socket.recv(65536).decode()).groups()
        self.lines.append((int(priority), ident, int(pid), text))
        return True
