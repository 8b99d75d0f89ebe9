# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The terminal of a running fake pppd, into which a test puts frames of its own as pppd would (RFC 1662)."""

import os

from . import processes

FLAG, ESCAPE, FLIPPED = 0x7E, 0x7D, 0x20


def frame_check(data):
    """RFC 1662, C.2, bit by bit."""
    register = 0xFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (0x8408 if register & 1 else 0)
    return (register ^ 0xFFFF).to_bytes(2, "little")


def encode(frame):
    line = bytearray([FLAG])
    for byte in frame + frame_check(frame):
        line += bytes([ESCAPE, byte ^ FLIPPED]) if byte < 0x20 or byte in (FLAG, ESCAPE) else bytes([byte])
    return bytes(line) + bytes([FLAG])


def send_frame(pppd, frame):
    """As if this pppd, given by its pid, had sent the frame."""
    terminal = os.open(processes.command_line(pppd)[1], os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        line = encode(frame)
        assert os.write(terminal, line) == len(line)
    finally:
        os.close(terminal)
