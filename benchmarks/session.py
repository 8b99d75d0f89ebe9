# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands between two ends while it is measured: a client with a call, a bare terminal, a bare cable."""

import os
import pty
import tty

import cable
from flow import Flow
from program import BenchError, Program, TrafficProgram, Usage, children, end_orphans

START_SECONDS = 8  # pptp-linux sleeps for one of them
PING_BYTES = 64


class Session:
    """The programs of one setting, which end with it."""

    def __init__(self, programs, net):
        self._folder = programs
        self._net = net
        self._started = []

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_):
        self._end()

    def _run(self, kind, command, **options):
        program = kind(command, **options)
        self._started.append(program)
        return program

    def _peer(self, *words, in_server_namespace):
        prefix = self._net.in_server_namespace if in_server_namespace else []
        return self._run(TrafficProgram, [*prefix, self._folder / "bench-peer", *words])

    def _pppd(self, terminal):
        return self._run(TrafficProgram, [self._folder / "bench-pppd", terminal], pass_fds=(terminal,))

    def _end(self):
        for program in reversed(self._started):
            program.end()
        end_orphans({self._net.pid})


class ClientSession(Session):
    """pppd's end, the client, the server's end: as in a tunnel."""

    def __init__(self, programs, net, command):
        super().__init__(programs, net)
        self._command = command

    def _start(self):
        peer = self._peer(cable.SERVER, in_server_namespace=True)
        peer.answer("listening")
        master, slave = pty.openpty()
        tty.setraw(slave)
        pppd = self._pppd(slave)
        os.close(slave)
        pppd.count()
        others = children()
        client = self._run(Program, [*self._command, cable.SERVER, "--nolaunchpppd", "--nohostroute",
                                     "--loglevel", "0"], stdin=master)
        os.close(master)
        self._client = client
        self.usage = Usage(client.pid, others)
        try:
            peer.answer("call", START_SECONDS)
        except BenchError:
            raise BenchError(f"{self._command[0]} makes no call: {client.said()}") from None
        self.down = Flow(peer, pppd, self.usage)
        self.up = Flow(pppd, peer, self.usage)
        if not any(self.up.round_trips(PING_BYTES, 10, 1) for _ in range(START_SECONDS)):
            raise BenchError(f"{self._command[0]} passes no packets: {client.said()}")

    def check(self):
        if not self._client.is_alive:
            raise BenchError(f"{self._command[0]} has ended: {self._client.said()}")


class BareTerminal(Session):
    """The same frames with nothing between the two ends of the pty: what any client that feeds a pty ends at."""

    def _start(self):
        master, slave = pty.openpty()
        tty.setraw(slave)
        ends = [self._pppd(descriptor) for descriptor in (master, slave)]
        for descriptor in (master, slave):
            os.close(descriptor)
        for end in ends:
            end.count()
        self.down, self.up = Flow(*ends), Flow(*reversed(ends))


class BareCable(Session):
    """Raw GRE sockets at both ends of the cable, each with batches of system calls."""

    def _start(self):
        server = self._peer("--bare", cable.SERVER, cable.CLIENT, in_server_namespace=True)
        client = self._peer("--bare", cable.CLIENT, cable.SERVER, in_server_namespace=False)
        for end in (server, client):
            end.count()
        self.down, self.up = Flow(server, client), Flow(client, server)
