# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a test can make the server do at any time, a line each: a name and its arguments."""

from . import attacks_tcp
from .attacks_gre import GRE_ATTACKS


def attack(session, name, *numbers):
    if session.call:
        GRE_ATTACKS[name](session, name).begin(*numbers)


def notify(session, call_id):
    """A Call-Disconnect-Notify that names this call id."""
    session.send("Call-Disconnect-Notify", call_id=call_id, result=3)


COMMANDS = {
    "echo": lambda session: session.request_echo(),
    "cdn": lambda session, result=3: session.disconnect_call(result),
    "notify": notify,
    "stop": lambda session, reason=3: session.request_stop(reason),
    "close": lambda session: session.close(),
    "reset": lambda session: session.close(reset=True),
    "forge-reset": attacks_tcp.reset,
    "counters": lambda session: session.note_counters(),
    "frames": lambda session: session.note_frames(),
    "send": lambda session, count, size=100: session.send_numbered(count, size),
    "attack": attack,
}


def obey(sessions, line):
    """One line; "on N COMMAND" is for the Nth connection alone."""
    words = [int(word, 0) if word.lstrip("-")[:1].isdigit() else word for word in line.split()]
    if words[0] == "on":
        sessions = [session for session in sessions if session.number == words[1]]
        words = words[2:]
    for session in sessions:
        COMMANDS[words[0]](session, *words[1:])
