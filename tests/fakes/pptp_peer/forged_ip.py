# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""IPv4 datagrams with any header, as somebody who is not the server would forge them."""

import socket
import struct

ICMP, TCP, GRE = 1, 6, 47
HEADER = struct.Struct("!BBHHHBBH4s4s")
LARGEST_FRAGMENT = 1400
MORE_FRAGMENTS = 0x2000


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def datagram(source, destination, protocol, payload, *, options=b"", identification=1, fragment=0):
    """The kernel fills in the checksum when it is sent."""
    length = HEADER.size + len(options)
    header = HEADER.pack(0x40 | length // 4, 0, length + len(payload), identification, fragment, 64, protocol, 0,
                         socket.inet_aton(source), socket.inet_aton(destination))
    return header + options + payload


def fragments(source, destination, protocol, payload, identification=2):
    """The same payload in pieces; each offset but the last is a multiple of eight."""
    for offset in range(0, len(payload), LARGEST_FRAGMENT):
        more = MORE_FRAGMENTS if offset + LARGEST_FRAGMENT < len(payload) else 0
        yield datagram(source, destination, protocol, payload[offset:offset + LARGEST_FRAGMENT],
                       identification=identification, fragment=more | offset // 8)


def icmp_error(kind, code, quoted, word=0):
    """An ICMP message about a datagram, which it quotes; word is the MTU, the pointer or the gateway."""
    body = struct.pack("!BBHI", kind, code, 0, word) + quoted
    return body[:2] + struct.pack("!H", checksum(body)) + body[4:]


def tcp_reset(source, destination, source_port, destination_port, sequence):
    """A TCP segment that says nothing but RST."""
    segment = struct.pack("!HHIIBBHHH", source_port, destination_port, sequence, 0, 5 << 4, 0x04, 0, 0, 0)
    pseudo = socket.inet_aton(source) + socket.inet_aton(destination) + struct.pack("!BBH", 0, TCP, len(segment))
    return segment[:16] + struct.pack("!H", checksum(pseudo + segment)) + segment[18:]


class ForgedIp:
    """A raw socket on which the sender writes the IP header too."""

    def __init__(self):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)

    def send(self, data):
        destination = socket.inet_ntoa(data[16:20])
        self._socket.sendto(data, (destination, 0))
