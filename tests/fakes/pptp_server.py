#!/usr/bin/python3
# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A scripted PPTP server for tests: the control connection of RFC 2637 on TCP and its GRE peer on a raw socket.

It is strict about what a client may send, behaves as the command line says, and writes what it saw and did as
JSON lines. The events: "listening", "accepted", "control" (a message, direction "in" or "out"), "gre" (the
counters at the end of a call, or on demand), "gre-violation" and "protocol-error" (the client broke the RFC),
"end-of-file", "closed", "frames" (what became of the numbered frames), "attack-over".

With --commands, each line of standard input acts on all connections, or behind "on N" on the Nth, and its end
stops the server:
  echo | cdn [RESULT] | notify CALL-ID | stop [REASON] | close | reset | forge-reset [OFF-BY] | counters | frames
  send COUNT [BYTES] | attack NAME [NUMBER ...]
"""

import argparse
import itertools
import os
import socket
import sys

from pptp_peer import behaviours, commands
from pptp_peer.attacks_gre import GRE_ATTACKS
from pptp_peer.event_loop import EventLoop
from pptp_peer.forged_ip import ForgedIp
from pptp_peer.gre_call import GrePort
from pptp_peer.journal import Journal

class Server:
    """What the connections share: the sockets, the numbers that are given out, and what is to be played."""

    firmware = 1

    def __init__(self, options, journal, loop):
        self.loop = loop
        self.journal = journal
        self.host_name = options.host_name.encode()
        self.vendor = os.fsencode(options.vendor)
        self.settings = dict(options.behaviour)
        self.address = options.listen
        self.other_address = options.other_address
        self.gateway = options.gateway
        self.forged_ip = ForgedIp()
        self.gre = GrePort(options.listen, journal)
        self._session_class = behaviours.combine(self.settings)
        self._call_ids = itertools.count(options.first_call_id)
        self._echo_identifiers = itertools.count(1)
        self._numbers = itertools.count(1)
        self._sessions = []
        self._listener = socket.create_server((options.listen, options.port))
        self.loop.watch(self.gre.socket, self.gre.on_readable)
        self.loop.watch(self._listener, self._accept)

    def new_call_id(self):
        return next(self._call_ids) & 0xFFFF

    def new_echo_identifier(self):
        return next(self._echo_identifiers)

    def forget(self, session, connection):
        self.loop.forget(connection)
        self._sessions.remove(session)

    def take_commands(self, descriptor):
        """Obeys complete lines only; a test writes each line at once."""
        def on_readable():
            lines = os.read(descriptor, 4096).decode().splitlines()
            if not lines:
                self.loop.stop()
            for line in lines:
                commands.obey(list(self._sessions), line)
        self.loop.watch(descriptor, on_readable)

    def _accept(self):
        connection, (peer, _) = self._listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        session = self._session_class(self, connection, peer, next(self._numbers))
        self._sessions.append(session)
        self.loop.watch(connection, session.on_readable)
        session.note("accepted")
        session.accepted()


def behaviour(text):
    name, _, value = text.partition("=")
    if name not in behaviours.BEHAVIOURS:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(behaviours.BEHAVIOURS)}")
    return name, value or None


def other_server(text):
    address, *behaviours_of_it = text.split(",")
    return address, [behaviour(word) for word in behaviours_of_it]


def parse_arguments():
    texts = [f"  {name}: {kind.__doc__}" for name, kind in behaviours.BEHAVIOURS.items()]
    texts += ["", "attacks:"] + [f"  {name}: {kind.__doc__}" for name, kind in GRE_ATTACKS.items()]
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="behaviours:\n" + "\n".join(texts),
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listen", default="127.0.0.1", metavar="ADDRESS", help="for TCP and GRE")
    parser.add_argument("--other-address", default="192.0.2.253", metavar="ADDRESS", help="to forge packets from")
    parser.add_argument("--gateway", default="10.64.0.1", metavar="ADDRESS", help="to forge redirects from")
    parser.add_argument("--port", type=int, default=1723)
    parser.add_argument("--journal", default="-", metavar="FILE", help="default: standard output")
    parser.add_argument("--behaviour", action="append", type=behaviour, default=[], metavar="NAME[=VALUE]",
                        help="may be repeated; none is a correct server")
    parser.add_argument("--also", action="append", type=other_server, default=[], metavar="ADDRESS,NAME[=VALUE]...",
                        help="one more server, which obeys no commands; may be repeated")
    parser.add_argument("--first-call-id", type=lambda text: int(text, 0), default=0x4001)
    parser.add_argument("--host-name", default="scripted")
    parser.add_argument("--vendor", default="pptp-tunnel tests")
    parser.add_argument("--commands", action="store_true", help="obey lines on standard input")
    return parser.parse_args()


def main():
    options = parse_arguments()
    stream = sys.stdout if options.journal == "-" else open(options.journal, "a", encoding="utf-8")
    journal = Journal(stream)
    loop = EventLoop()
    server = Server(options, journal, loop)
    if options.commands:
        server.take_commands(sys.stdin.fileno())
    for address, wanted in options.also:
        Server(argparse.Namespace(**{**vars(options), "listen": address, "behaviour": wanted}), journal, loop)
    journal.write("listening", address=server.address, port=options.port)
    loop.run()


if __name__ == "__main__":
    main()
