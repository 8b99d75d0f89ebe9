# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands between two ends while it is measured: a client with a call, a bare terminal, a bare cable."""

import os
import pty
import tty

import cable
from flow import Flow
from program import BenchError, Program, TrafficProgram, Usage, children, end_children, family

START_SECONDS = 8  # pptp-linux sleeps for one of them
PING_BYTES = 64
CALL_ID = 4711  # that of bench-peer


class Session:
    """The programs of one setting, which end with it."""

    def __init__(self, programs, net, server):
        self._folder = programs
        self._net = net
        self._server = server  # its address
        self._started = []
        self._orphans = []

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_):
        self._end()

    def check(self):
        """Whether everything is still there."""
        for program in self._started:
            if not program.is_alive:
                raise BenchError(f"{program.name} has ended: {program.said()}")

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
        end_children(self._orphans)


class ClientSession(Session):
    """pppd's end, the client, the server's end: as in a tunnel."""

    def __init__(self, programs, net, server, command):
        super().__init__(programs, net, server)
        self._command = command

    def _start(self):
        peer = self._peer(self._server, in_server_namespace=True)
        peer.answer("listening")
        master, slave = pty.openpty()
        tty.setraw(slave)
        pppd = self._pppd(slave)
        os.close(slave)
        pppd.count()
        others = children()
        client = self._run(Program, [*self._command, self._server, "--nolaunchpppd", "--nohostroute",
                                     "--loglevel", "0"], stdin=master)
        os.close(master)
        try:
            peer.answer("call", START_SECONDS)
        except BenchError:
            raise BenchError(f"{client.name} makes no call: {client.said()}") from None
        finally:
            # pptp-linux's call manager has left its parent and is ours now.
            self._orphans = sorted(children() - others - {client.pid})
        usage = Usage(family([client.pid, *self._orphans]))
        self.down = Flow(peer, pppd, usage)
        self.up = Flow(pppd, peer, usage)
        if not any(self.up.round_trips(PING_BYTES, 10, 1) for _ in range(START_SECONDS)):
            raise BenchError(f"{client.name} passes no packets: {client.said()}")


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


class BareForwarder(Session):
    """The way of a client with nothing done on it: no client that uses a pty and a raw socket is faster."""

    def _start(self):
        master, slave = pty.openpty()
        tty.setraw(slave)
        pppd = self._pppd(slave)
        os.close(slave)
        pppd.count()
        peer = self._run(TrafficProgram, [*self._net.in_server_namespace, self._folder / "bench-peer", "--encoded",
                                          self._server, cable.CLIENT])
        peer.count()
        forwarder = self._run(TrafficProgram, [self._folder / "bench-forward", master, CALL_ID, cable.CLIENT,
                                               self._server], pass_fds=(master,))
        os.close(master)
        usage = Usage([forwarder.pid])
        self.down = Flow(peer, pppd, usage)
        self.up = Flow(pppd, peer, usage)
        if not any(self.up.round_trips(PING_BYTES, 10, 1) for _ in range(START_SECONDS)):
            raise BenchError(f"bench-forward passes no packets: {forwarder.said()}")


class BareCable(Session):
    """Raw GRE sockets at both ends of the cable, each with batches of system calls."""

    def _start(self):
        server = self._peer("--bare", self._server, cable.CLIENT, in_server_namespace=True)
        client = self._peer("--bare", cable.CLIENT, self._server, in_server_namespace=False)
        for end in (server, client):
            end.count()
        self.down, self.up = Flow(server, client), Flow(client, server)
