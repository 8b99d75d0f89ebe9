# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that speaks just enough PPP to refuse somebody: LCP (RFC 1661), and of MS-CHAPv2 (RFC 2759) what comes
before a success. It never begins: each of its requests follows one of the client, which repeats its own."""

import os
import struct

from .session import Session

LCP, CHAP = 0xC021, 0xC223
CONFIGURE_REQUEST, CONFIGURE_ACK = 1, 2
TERMINATE_REQUEST, TERMINATE_ACK = 5, 6
ECHO_REQUEST, ECHO_REPLY = 9, 10
CHALLENGE, RESPONSE, FAILURE = 1, 2, 4
MAGIC = bytes.fromhex("5e7e4711")
ASKS_FOR_MSCHAPV2 = bytes.fromhex("0305c22381") + b"\5\6" + MAGIC
# What Microsoft's servers put into a Terminate-Request before the number of their error.
ERROR_MARK = bytes.fromhex("003ccd74")


def split_frame(frame):
    """Protocol and packet; address, control and the protocol's first byte may be left out (RFC 1661, 6.5, 6.6)."""
    if frame.startswith(b"\xff\3"):
        frame = frame[2:]
    size = 1 if frame[:1] and frame[0] & 1 else 2
    return int.from_bytes(frame[:size], "big"), frame[size:]


class Logon(Session):
    """Agrees on LCP with MS-CHAPv2, and then leaves the client waiting for the challenge."""

    _identifier = 0
    _agreed = False

    def ppp_received(self, payload):
        protocol, packet = split_frame(payload)
        if len(packet) < 4:
            return self.note("ppp-violation", frame=payload.hex())
        code, identifier, length = struct.unpack_from("!BBH", packet)
        if protocol == LCP:
            self._lcp_received(code, identifier, packet[4:length])
        elif protocol == CHAP and code == RESPONSE:
            self.responded(identifier)

    def _lcp_received(self, code, identifier, data):
        if code == CONFIGURE_REQUEST:
            self.send_packet(LCP, CONFIGURE_ACK, data, identifier)
            if not self._agreed:
                self.send_packet(LCP, CONFIGURE_REQUEST, ASKS_FOR_MSCHAPV2)
        elif code == CONFIGURE_ACK:
            self._agreed = True
            self.agreed()
        elif code == TERMINATE_REQUEST:
            self.send_packet(LCP, TERMINATE_ACK, b"", identifier)
        elif code == ECHO_REQUEST:
            self.send_packet(LCP, ECHO_REPLY, MAGIC + data[4:], identifier)

    def send_packet(self, protocol, code, data, identifier=None):
        if identifier is None:
            self._identifier += 1
            identifier = self._identifier
        self.call.send(struct.pack("!BBHBBH", 0xFF, 3, protocol, code, identifier, len(data) + 4) + data)

    def agreed(self):
        """LCP is up."""

    def responded(self, identifier):
        """The client has answered the challenge."""


class RefuseLogon(Logon):
    """Refuses whoever logs on by MS-CHAPv2 with error VALUE (default 691) and words of its own."""

    def agreed(self):
        self.send_packet(CHAP, CHALLENGE, b"\x10" + os.urandom(16) + self.server.host_name)

    def responded(self, identifier):
        text = f"E={self.setting('refuse-logon', 691)} R=0 C={os.urandom(16).hex().upper()} V=3 M=Not today"
        self.send_packet(CHAP, FAILURE, text.encode(), identifier)


class EndLogon(Logon):
    """Ends the link when somebody logs on, with the error number VALUE of Microsoft's servers, or else with words."""

    def agreed(self):
        number = self.setting("end-logon", 0)
        data = MAGIC + ERROR_MARK + struct.pack("!I", number) if number else b"Closing time"
        self.send_packet(LCP, TERMINATE_REQUEST, data)


LOGONS = {
    "logon": Logon,
    "refuse-logon": RefuseLogon,
    "end-logon": EndLogon,
}
