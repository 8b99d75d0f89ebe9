# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What pppd does with its pty: HDLC-like framing of RFC 1662, asynchronous, with a 16-bit FCS."""

FLAG, ESCAPE, FLIP = 0x7E, 0x7D, 0x20
INITIAL, GOOD, POLYNOMIAL = 0xFFFF, 0xF0B8, 0x8408


def _fcs(data):
    value = INITIAL
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ (POLYNOMIAL if value & 1 else 0)
    return value


def encode(frame):
    checked = frame + (_fcs(frame) ^ 0xFFFF).to_bytes(2, "little")
    coded = bytearray([FLAG])
    for byte in checked:
        if byte < 0x20 or byte in (FLAG, ESCAPE):
            coded += bytes((ESCAPE, byte ^ FLIP))
        else:
            coded.append(byte)
    coded.append(FLAG)
    return bytes(coded)


class Decoder:
    """Cuts what comes out of the pty into frames."""

    def __init__(self):
        self._frame = bytearray()
        self._escaped = False
        self.damaged = 0

    def feed(self, data):
        """Yields each frame without its FCS; a damaged one is only counted."""
        for byte in data:
            if byte == FLAG:
                yield from self._end_frame()
            elif byte == ESCAPE:
                self._escaped = True
            else:
                self._frame.append(byte ^ (FLIP if self._escaped else 0))
                self._escaped = False

    def _end_frame(self):
        frame, self._frame, self._escaped = bytes(self._frame), bytearray(), False
        if not frame:
            return
        if _fcs(frame) == GOOD:
            yield frame[:-2]
        else:
            self.damaged += 1
