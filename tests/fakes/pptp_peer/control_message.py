# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control messages of RFC 2637, section 2, as bytes and as names and numbers."""

import struct
from dataclasses import dataclass

MAGIC = 0x1A2B3C4D
CONTROL_MESSAGE = 1
HEADER = struct.Struct("!HHIHH")
VERSION = 0x0100
LONGEST = 220  # Incoming-Call-Request


class ControlError(Exception):
    """The peer sent something that is no control message."""


class Layout:
    """Name and fields of one message type: "result:B" is a field and its struct code."""

    def __init__(self, name, fields):
        pairs = [field.split(":") for field in fields.split()]
        self.name = name
        self.names = [pair[0] for pair in pairs]
        self.codes = [pair[1] for pair in pairs]
        self.body = struct.Struct("!" + "".join(self.codes))
        self.length = HEADER.size + self.body.size

    def pack(self, values):
        unknown = set(values) - set(self.names)
        if unknown:
            raise ValueError(f"{self.name} has no field {sorted(unknown)}")
        empty = {name: b"" if code.endswith("s") else 0 for name, code in zip(self.names, self.codes)}
        return self.body.pack(*({**empty, **values}[name] for name in self.names))


_START = "framing:I bearer:I max_channels:H firmware:H host_name:64s vendor:64s"
_COUNTERS = "crc_errors:I framing_errors:I hardware_overruns:I buffer_overruns:I timeouts:I alignment_errors:I"

LAYOUTS = {
    1: Layout("Start-Control-Connection-Request", "version:H reserved1:H " + _START),
    2: Layout("Start-Control-Connection-Reply", "version:H result:B error:B " + _START),
    3: Layout("Stop-Control-Connection-Request", "reason:B reserved1:B reserved2:H"),
    4: Layout("Stop-Control-Connection-Reply", "result:B error:B reserved1:H"),
    5: Layout("Echo-Request", "identifier:I"),
    6: Layout("Echo-Reply", "identifier:I result:B error:B reserved1:H"),
    7: Layout("Outgoing-Call-Request",
              "call_id:H serial:H minimum_bps:I maximum_bps:I bearer:I framing:I window:H delay:H"
              " phone_length:H reserved1:H phone:64s subaddress:64s"),
    8: Layout("Outgoing-Call-Reply",
              "call_id:H peer_call_id:H result:B error:B cause:H speed:I window:H delay:H channel:I"),
    9: Layout("Incoming-Call-Request",
              "call_id:H serial:H bearer:I channel:I dialed_length:H dialing_length:H"
              " dialed:64s dialing:64s subaddress:64s"),
    10: Layout("Incoming-Call-Reply", "call_id:H peer_call_id:H result:B error:B window:H delay:H reserved1:H"),
    11: Layout("Incoming-Call-Connected", "peer_call_id:H reserved1:H speed:I window:H delay:H framing:I"),
    12: Layout("Call-Clear-Request", "call_id:H reserved1:H"),
    13: Layout("Call-Disconnect-Notify", "call_id:H result:B error:B cause:H reserved1:H statistics:128s"),
    14: Layout("WAN-Error-Notify", "peer_call_id:H reserved1:H " + _COUNTERS),
    15: Layout("Set-Link-Info", "peer_call_id:H reserved1:H send_accm:I receive_accm:I"),
}
TYPES = {layout.name: number for number, layout in LAYOUTS.items()}


@dataclass(frozen=True)
class ControlMessage:
    """One message of the peer; texts are bytes without their padding."""

    name: str
    fields: dict

    def __getitem__(self, field):
        return self.fields[field]


def encode(name, reserved0=0, **fields):
    """The bytes of one message; fields that are not given are zero."""
    layout = LAYOUTS[TYPES[name]]
    header = HEADER.pack(layout.length, CONTROL_MESSAGE, MAGIC, TYPES[name], reserved0)
    return header + layout.pack(fields)


def decode(data):
    """One whole message. This peer is strict: exact lengths, reserved fields zero."""
    length, kind, magic, number, reserved0 = HEADER.unpack_from(data)
    if magic != MAGIC:
        raise ControlError(f"magic cookie {magic:#010x}")
    if kind != CONTROL_MESSAGE or number not in LAYOUTS:
        raise ControlError(f"message type {kind}, control type {number}")
    layout = LAYOUTS[number]
    if length != layout.length or len(data) != length:
        raise ControlError(f"{layout.name} of {length} bytes instead of {layout.length}")
    fields = dict(zip(layout.names, layout.body.unpack_from(data, HEADER.size)))
    for field in [name for name in fields if name.startswith("reserved")]:
        if fields.pop(field) or reserved0:
            raise ControlError(f"{layout.name} with a reserved field that is not zero")
    texts = {name: value.rstrip(b"\0") for name, value in fields.items() if isinstance(value, bytes)}
    return ControlMessage(layout.name, {**fields, **texts})


class Framer:
    """Cuts the bytes of a TCP connection into messages."""

    def __init__(self):
        self._buffer = b""

    @property
    def pending(self):
        return len(self._buffer)

    def feed(self, data):
        """Yields every complete message; raises ControlError where the stream stops making sense."""
        self._buffer += data
        while len(self._buffer) >= HEADER.size:
            length, _, magic, _, _ = HEADER.unpack_from(self._buffer)
            if magic != MAGIC or not HEADER.size <= length <= LONGEST:
                raise ControlError(f"length {length}, magic cookie {magic:#010x}")
            if len(self._buffer) < length:
                return
            message, self._buffer = self._buffer[:length], self._buffer[length:]
            yield decode(message)
