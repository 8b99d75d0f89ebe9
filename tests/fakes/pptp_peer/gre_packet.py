# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The enhanced GRE header of RFC 2637, section 4.1."""

import struct
from dataclasses import dataclass
from typing import Optional

PROTOCOL_NUMBER = 47
PPP = 0x880B
FIXED = struct.Struct("!HHHH")
WORD = struct.Struct("!I")
KEY, SEQUENCE, ACKNOWLEDGEMENT, VERSION = 0x2000, 0x1000, 0x0080, 0x0001


class GreError(Exception):
    """A packet that RFC 2637 does not allow."""


@dataclass(frozen=True)
class GrePacket:
    call_id: int
    sequence: Optional[int] = None
    acknowledgement: Optional[int] = None
    payload: bytes = b""

    def encode(self):
        flags = KEY | VERSION
        words = b""
        if self.sequence is not None:
            flags |= SEQUENCE
            words += WORD.pack(self.sequence & 0xFFFFFFFF)
        if self.acknowledgement is not None:
            flags |= ACKNOWLEDGEMENT
            words += WORD.pack(self.acknowledgement & 0xFFFFFFFF)
        return FIXED.pack(flags, PPP, len(self.payload), self.call_id) + words + self.payload


def strip_ip_header(datagram):
    """What a raw socket delivers begins with the IPv4 header."""
    return datagram[(datagram[0] & 0x0F) * 4:]


def decode(data):
    """One packet, strictly: a client has no reason to send anything else."""
    if len(data) < FIXED.size:
        raise GreError(f"{len(data)} bytes")
    flags, protocol, length, call_id = FIXED.unpack_from(data)
    if protocol != PPP or flags & ~(SEQUENCE | ACKNOWLEDGEMENT) != KEY | VERSION:
        raise GreError(f"flags {flags:#06x}, protocol {protocol:#06x}")
    offset = FIXED.size
    words = []
    for bit in (SEQUENCE, ACKNOWLEDGEMENT):
        if flags & bit and len(data) < offset + WORD.size:
            raise GreError(f"{len(data)} bytes are too few for flags {flags:#06x}")
        words.append(WORD.unpack_from(data, offset)[0] if flags & bit else None)
        offset += WORD.size if flags & bit else 0
    if len(data) - offset != length:
        raise GreError(f"payload length {length}, but {len(data) - offset} bytes")
    if (words[0] is None) != (length == 0):
        raise GreError("a sequence number without a payload, or the reverse")
    return GrePacket(call_id, words[0], words[1], data[offset:])
