# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for something with a deadline, while the main loop delivers what happens meanwhile."""

from gi.repository import GLib

TICK_MS = 25  # for conditions that announce themselves by no event, such as a process that is gone


def wait_until(condition, seconds, what):
    """Returns the first true value of condition(); fails the test when the deadline passes before."""
    expired = []
    context = GLib.MainContext.default()
    sources = [GLib.timeout_add(int(seconds * 1000), lambda: expired.append(True) or True),
               GLib.timeout_add(TICK_MS, lambda: True)]
    try:
        value = condition()
        while not value:
            if expired:
                raise AssertionError(f"not within {seconds} s: {what() if callable(what) else what}")
            context.iteration(True)
            value = condition()
        return value
    finally:
        for source in sources:
            GLib.source_remove(source)


def let_events_in():
    """Delivers what has arrived already, and waits for nothing."""
    context = GLib.MainContext.default()
    while context.iteration(False):
        pass


def let_pass(seconds):
    """For tests that nothing happens, which no event can tell."""
    expired = []
    GLib.timeout_add(int(seconds * 1000), lambda: expired.append(True))
    while not expired:
        GLib.MainContext.default().iteration(True)
