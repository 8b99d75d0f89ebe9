# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A private /dev and /run, sockets in the server's network namespace, and what the clients write to /dev/log."""

import asyncio
import collections
import ctypes
import os
import re
import socket
import subprocess

DEVICES = ("full", "null", "random", "tty", "urandom", "zero")
CLONE_NEWNET = 0x40000000
CONTROL_PORT = 1723
LONGEST_LINE = 8192
VALUE = re.compile(r"((?:rx|tx) [A-Za-z ]+?|round trip) *= (-?\d+)")


def hide_system_directories(directory):
    """A /dev whose log is ours, and an empty /run, in which pptp-linux keeps the sockets of its call managers."""
    devices = directory / "dev"
    devices.mkdir()
    _run("mount", "-t", "tmpfs", "-o", "mode=755", "compare", devices)
    for name in DEVICES:
        (devices / name).touch()
        _run("mount", "--bind", f"/dev/{name}", devices / name)
    for name in ("net", "pts", "shm"):
        (devices / name).mkdir()
    _run("mount", "-t", "devpts", "-o", "newinstance,ptmxmode=0666", "compare", devices / "pts")
    (devices / "ptmx").symlink_to("pts/ptmx")
    if os.path.exists("/dev/net/tun"):
        (devices / "net/tun").touch()
        _run("mount", "--bind", "/dev/net/tun", devices / "net/tun")
    _run("mount", "--rbind", devices, "/dev")
    _run("umount", "--recursive", "--lazy", devices)
    _run("mount", "-t", "tmpfs", "-o", "mode=755", "compare", "/run")


def _run(*command):
    subprocess.run(command, check=True)


class ServerNamespace:
    """Makes sockets that belong to another network namespace."""

    def __init__(self, path):
        self._path = path
        self._libc = ctypes.CDLL(None, use_errno=True)

    def sockets(self, address):
        """A listener for the control connection and a raw socket for GRE."""
        self._enter(self._path)
        try:
            listener = socket.create_server((address, CONTROL_PORT))
            gre = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_GRE)
        finally:
            self._enter(self._own)
        gre.bind((address, 0))
        gre.setblocking(False)
        return listener, gre

    def __enter__(self):
        self._own = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        return self

    def __exit__(self, *_):
        os.close(self._own)

    def _enter(self, namespace):
        descriptor = os.open(namespace, os.O_RDONLY | os.O_CLOEXEC) if isinstance(namespace, str) else namespace
        try:
            if self._libc.setns(descriptor, CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
        finally:
            if descriptor != namespace:
                os.close(descriptor)


class SystemLog:
    """/dev/log. A client's lines carry its name (--logstring), those of its statistics only its process id."""

    def __init__(self):
        self.lines = collections.defaultdict(list)
        self._listeners = {}
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind("/dev/log")
        os.chmod("/dev/log", 0o666)

    def start(self):
        asyncio.get_running_loop().add_reader(self._socket, self._on_readable)

    def close(self):
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    def listen(self, name, pid, changed):
        self._listeners[name] = (f"[{pid}]: ", f" {name} ", changed)

    def statistics(self, name):
        """The values of the last complete dump, or nothing."""
        values = {}
        for line in self.lines[name]:
            if found := VALUE.search(line):
                values[" ".join(found[1].split())] = int(found[2])
        return values if "round trip" in values else {}

    def _on_readable(self):
        line = self._socket.recv(LONGEST_LINE).decode("utf-8", "replace").rstrip("\0\n")
        for name, (by_process, by_name, changed) in self._listeners.items():
            if by_process in line or by_name in line:
                self.lines[name].append(line)
                changed()
