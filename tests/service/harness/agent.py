# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Agents that can be asked for passwords, and the descriptors that passwords travel in."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import dbus
import dbus.service

from .client import MANAGER, ROOT_PATH, error_name
from .daemon import BUS_NAME
from .processes import Process
from .waiting import wait_until

AGENT = "org.pptptunnel.Tunnels1.Agent"
NOBODY = 65534


class Declined(dbus.DBusException):
    _dbus_error_name = error_name("Cancelled")


class HasNone(dbus.DBusException):
    _dbus_error_name = error_name("NoSecrets")


def in_memory(password):
    """A descriptor of a memory file with these bytes."""
    fd = os.memfd_create("test")
    os.write(fd, password + b"\n")
    return fd


def in_pipe(password):
    """A descriptor of a pipe that has these bytes, and then ends."""
    reader, writer = os.pipe()
    os.write(writer, password)
    os.close(writer)
    return reader


def secrets_of(password, describe=in_memory):
    """What goes into the option "secrets", and what an agent answers."""
    fd = describe(password)
    try:
        return dbus.Dictionary({"password": dbus.types.UnixFd(fd, variant_level=1)}, signature="sv")
    finally:
        os.close(fd)


class Agent(dbus.service.Object):
    """Answers each question with the next of its answers: bytes, an exception, or None to wait."""

    def __init__(self, client, *answers):
        self.questions = []  # the hints of each
        self.cancelled = []
        self._open = []
        self._answers = list(answers)
        self._path = f"/test/agent{id(self)}"
        super().__init__(client.connection, self._path)
        client.connection.call_blocking(BUS_NAME, ROOT_PATH, MANAGER, "RegisterAgent", "oa{sv}", (self._path, {}))

    def wait_for_questions(self, count=1):
        wait_until(lambda: len(self.questions) >= count, 5, f"the agent is asked {count} times")

    @dbus.service.method(AGENT, "soasa{sv}", "a{sv}", async_callbacks=("reply", "fail"))
    def RequestSecrets(self, request, tunnel, fields, hints, reply, fail):  # pylint: disable=invalid-name
        self.questions.append({**hints, "tunnel": str(tunnel), "fields": list(fields), "request": str(request)})
        answer = self._answers.pop(0) if self._answers else None
        if answer is None:
            self._open.append((reply, fail))
        elif isinstance(answer, bytes):
            reply(secrets_of(answer))
        else:
            fail(answer)

    @dbus.service.method(AGENT, "ss", "")
    def Cancel(self, request, reason):  # pylint: disable=invalid-name
        self.cancelled.append((str(request), str(reason)))

    @dbus.service.method(AGENT, "", "")
    def Release(self):  # pylint: disable=invalid-name
        pass


def has_other_users():
    """Not in a user namespace with one user."""
    return Path("/proc/self/uid_map").read_text(encoding="ascii").split()[2] != "1"


# It cannot read the harness: everything it needs is here and in the system's packages.
_NOBODYS_PROGRAM = """
import sys
import dbus, dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

class Agent(dbus.service.Object):
    @dbus.service.method("org.pptptunnel.Tunnels1.Agent", "soasa{sv}", "a{sv}")
    def RequestSecrets(self, request, tunnel, fields, hints):
        print("asked", flush=True)
        return {}

DBusGMainLoop(set_as_default=True)
connection = dbus.bus.BusConnection(sys.argv[1])
agent = Agent(connection, "/agent")
connection.call_blocking("org.pptptunnel.Tunnels1", "/org/pptptunnel/Tunnels1", "org.pptptunnel.Tunnels1.Manager",
                         "RegisterAgent", "oa{sv}", ("/agent", {}))
print("ready", flush=True)
GLib.MainLoop().run()
"""


class AgentOfNobody:
    """An agent of another user, in a process of its own."""

    def __init__(self, address, log):
        self._process = Process([sys.executable, "-c", _NOBODYS_PROGRAM, address], log, user=NOBODY, group=NOBODY,
                                extra_groups=[], stdout=subprocess.PIPE, cwd="/")
        assert self._process.stdout.readline() == b"ready\n", log.read_text()

    def was_asked(self):
        """Ends it, and tells."""
        self._process.signal(signal.SIGTERM)
        asked = self._process.stdout.read() != b""
        self._process.wait(5)
        return asked

    def close(self):
        self._process.end()
