# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""PPP frames out of what is written to pppd's terminal (RFC 1662, 4.2); terminal.encode() is the other way."""

from .terminal import ESCAPE, FLAG, FLIPPED, frame_check


def decode(stream):
    """Every complete and undamaged frame of a stream, in order."""
    frames = []
    for part in stream.split(bytes((FLAG,)))[:-1]:
        data, flip = bytearray(), 0
        for byte in part:
            if byte == ESCAPE:
                flip = FLIPPED
            else:
                data.append(byte ^ flip)
                flip = 0
        if len(data) > 2 and frame_check(data[:-2]) == data[-2:]:
            frames.append(bytes(data[:-2]))
    return frames
