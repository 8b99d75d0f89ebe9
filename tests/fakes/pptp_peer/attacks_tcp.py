# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A TCP reset as somebody forges it who knows, or guesses, the numbers of the connection."""

import socket

from . import forged_ip

# linux/tcp.h; Python has no names for these.
TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ = 19, 20, 21
SEND_QUEUE = 2


def next_sequence(connection):
    """The number of the next byte that the server would send."""
    connection.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
    connection.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR_QUEUE, SEND_QUEUE)
    sequence = connection.getsockopt(socket.IPPROTO_TCP, TCP_QUEUE_SEQ)
    connection.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 0)
    return sequence & 0xFFFFFFFF


def reset(session, off_by=0):
    """Sends a reset whose number is so far from the one that the client expects."""
    connection = session.connection
    sequence = (next_sequence(connection) + off_by) & 0xFFFFFFFF
    (source, source_port), (destination, port) = connection.getsockname(), connection.getpeername()
    segment = forged_ip.tcp_reset(source, destination, source_port, port, sequence)
    session.server.forged_ip.send(forged_ip.datagram(source, destination, forged_ip.TCP, segment))
    session.note("forged-reset", off_by=off_by)
