# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service with many tunnels, as a client of the bus commands it."""

import os
import time

from harness import processes
from harness.client import BUS_NAME, CALL_TIMEOUT, PROPERTIES, ROOT_PATH, TUNNEL
from harness.waiting import let_events_in, wait_until

UNANSWERED_CONNECTS = 4  # as many questions to polkit as one user may have open
UNANSWERED_DISCONNECTS = 64  # half of the replies for which dbus-daemon lets one connection wait
CONNECT_SECONDS = 30
ALL_SECONDS = 120


class ScaleError(Exception):
    """Something that makes the run's figures worthless."""


class Tunnels:
    """Many tunnels of one daemon; when each of them was announced to be connected."""

    def __init__(self, client, names):
        self._connection = client.connection
        self._paths = [f"{ROOT_PATH}/tunnel/{name}" for name in names]
        self._connected_at = {}
        self._failed = {}
        # One rule for all of them: the bus has a limit on rules.
        self._connection.add_signal_receiver(self._on_changed, "PropertiesChanged", PROPERTIES, BUS_NAME,
                                             path_keyword="path")

    def connect_in_turn(self):
        """Each after the other; how long each of them took."""
        durations = []
        for path in self._paths:
            durations.append(self._timed(path, "Connect"))
        return durations

    def connect_together(self):
        """As fast as the daemon takes the calls; how long until each was connected, counted from the very first."""
        self._connected_at.clear()
        started = time.monotonic()
        self._call_all("Connect", {"wait": False}, UNANSWERED_CONNECTS)
        wait_until(lambda: self._failed or len(self._connected_at) == len(self._paths), ALL_SECONDS,
                   lambda: f"all are connected: {len(self._connected_at)} are")
        self._check()
        return [at - started for at in self._connected_at.values()]

    def disconnect_together(self):
        """How long it takes until the last of them is down."""
        started = time.monotonic()
        self._call_all("Disconnect", {}, UNANSWERED_DISCONNECTS)
        return time.monotonic() - started

    def forget(self):
        """Signals that have come already are not to be taken for later ones."""
        let_events_in()
        self._connected_at.clear()

    def _timed(self, path, method):
        started = time.monotonic()
        answers = []
        self._call(path, method, {}, answers)
        wait_until(lambda: answers, CONNECT_SECONDS, f"{method} of {path} is answered")
        self._check(answers)
        return time.monotonic() - started

    def _call_all(self, method, options, most_unanswered):
        waiting, asked, answers = list(self._paths), 0, []
        while len(answers) < len(self._paths):
            while waiting and asked - len(answers) < most_unanswered:
                self._call(waiting.pop(0), method, options, answers)
                asked += 1
            seen = len(answers)
            wait_until(lambda: len(answers) > seen, CONNECT_SECONDS, f"{method} is answered")
            self._check(answers)

    def _call(self, path, method, options, answers):
        self._connection.call_async(BUS_NAME, path, TUNNEL, method, "a{sv}", (options,), lambda: answers.append(None),
                                    answers.append, timeout=CALL_TIMEOUT)

    def _check(self, answers=()):
        error = next((answer for answer in answers if answer is not None), None)
        if error is not None:
            raise ScaleError(f"{error.get_dbus_name()}: {error.get_dbus_message()}")
        if self._failed:
            raise ScaleError(", ".join(f"{path}: {reason}" for path, reason in list(self._failed.items())[:3]))

    def _on_changed(self, interface, changed, invalidated, path):
        if changed.get("State") == "connected":
            self._connected_at[path] = time.monotonic()
        elif changed.get("State") == "failed":
            self._failed[path] = str(changed.get("Error", "failed"))


def children(daemon, program=None):
    """The pids of what runs below it, or of those of it that run one program."""
    below = processes.descendants(daemon.pid)
    if program is None:
        return below
    return [pid for pid in below
            if os.path.basename((processes.command_line(pid) or [""])[0]) == os.path.basename(program)]
