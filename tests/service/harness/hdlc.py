# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asynchronous HDLC framing of PPP frames (RFC 1662, 4 and C.2), as pppd speaks it on a terminal."""

FLAG, ESCAPE, FLIP = 0x7E, 0x7D, 0x20
GOOD_FCS = 0xF0B8


def fcs(data):
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x8408 if value & 1 else 0)
    return value


def encode(frame):
    data = frame + (fcs(frame) ^ 0xFFFF).to_bytes(2, "little")
    escaped = b"".join(bytes((ESCAPE, byte ^ FLIP)) if byte < 0x20 or byte in (FLAG, ESCAPE) else bytes((byte,))
                       for byte in data)
    return bytes((FLAG,)) + escaped + bytes((FLAG,))


def decode(stream):
    """Every complete and undamaged frame of a stream, in order."""
    frames = []
    for part in stream.split(bytes((FLAG,)))[:-1]:
        data, flip = bytearray(), 0
        for byte in part:
            if byte == ESCAPE:
                flip = FLIP
            else:
                data.append(byte ^ flip)
                flip = 0
        if len(data) > 2 and fcs(data) == GOOD_FCS:
            frames.append(bytes(data[:-2]))
    return frames
