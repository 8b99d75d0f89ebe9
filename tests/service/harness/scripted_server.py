# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripted PPTP server as a process of its own in the server namespace, with its journal as it grows."""

import json
import os
import subprocess
import sys
from pathlib import Path

from gi.repository import GLib

from .processes import Process
from .waiting import wait_until

PROGRAM = Path(__file__).resolve().parents[2] / "fakes" / "pptp_server.py"


class ScriptedServer:
    def __init__(self, network, directory, address, behaviours, options):
        self.address = address
        self.journal = []
        self._rest = b""
        arguments = [word for behaviour in behaviours for word in ("--behaviour", behaviour)]
        self._process = Process(
            [*network.in_server_namespace(), sys.executable, PROGRAM, "--commands", "--listen", address,
             *arguments, *options],
            directory / f"server-{address}.log", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        os.set_blocking(self._process.stdout.fileno(), False)
        self._watch = GLib.io_add_watch(self._process.stdout.fileno(), GLib.IO_IN, self._on_journal)
        self.log = self._process.log
        self.wait_for("listening", 10)

    def command(self, line):
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()

    def events(self, event, **fields):
        return [record for record in self.journal if record["event"] == event
                and all(record.get(name) == value for name, value in fields.items())]

    def messages(self, direction="in"):
        """The names of the control messages, in order."""
        return [record["message"] for record in self.events("control", direction=direction)]

    def violations(self):
        """Everything in which the client broke the protocol."""
        return self.events("protocol-error") + self.events("gre-violation")

    def wait_for(self, event, seconds, **fields):
        """The first such event, also one that has been already."""
        return wait_until(lambda: self.events(event, **fields), seconds,
                          lambda: f"the server sees {event} {fields}; it saw {self.journal[-8:]}")[0]

    def frames(self, connection=None):
        """What has become of the numbered frames by now: sent, returned, in_order, repeated, forged."""
        seen = len(self.events("frames"))
        self.command("frames" if connection is None else f"on {connection} frames")
        wait_until(lambda: len(self.events("frames")) > seen, 5, lambda: f"the frames are told: {self.journal[-8:]}")
        return self.events("frames")[-1]

    def attack(self, name, *numbers, seconds=20):
        """Runs an attack to its end; returns how many packets were forged."""
        seen = len(self.events("attack-over"))
        self.command(" ".join(map(str, ("attack", name, *numbers))))
        wait_until(lambda: len(self.events("attack-over")) > seen, seconds, lambda: f"the attack {name} is over")
        return self.events("attack-over")[-1]["forged"]

    def wait_for_message(self, name, seconds=5):
        return self.wait_for("control", seconds, direction="in", message=name)

    def close(self):
        """Ends it, as when the server's machine loses its power; once is enough."""
        if self._watch:
            GLib.source_remove(self._watch)
            self._watch = None
            self._process.end()

    def _on_journal(self, descriptor, condition):
        data = os.read(descriptor, 65536)
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.journal += [json.loads(line) for line in lines]
        return True
