# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The far end of one call: a polite control connection, and a GRE link that sends exactly what a script says."""

import asyncio
import struct

from pptp_peer import control_message, gre_packet
from pptp_peer.gre_call import ahead
from pptp_peer.gre_packet import GrePacket

CALL_ID = 4711


def payload_of(identity):
    """A PPP frame that tells packets apart; its other bytes ask for escapes in the HDLC framing."""
    filler = bytes((identity * 7 + place) & 0xFF for place in range(16 + identity % 80))
    return b"\xff\x03\x00\x21" + struct.pack("!q", identity) + filler


class Peer:
    def __init__(self, listener, gre, changed):
        self._listener = listener
        self._gre = gre
        self._changed = changed  # called after everything that somebody may be waiting for
        self._client = None  # address and call id, once there is a call
        self._acknowledged = None
        self.highest_sent = None
        self.highest_received = None
        self.highest_acknowledged = None  # by the client
        self.frames = 0  # data packets of the client
        self.pure_acknowledgements = 0
        self.violations = []
        self.call_cleared = False
        self._server = None

    async def start(self):
        self._server = await asyncio.start_server(self._serve, sock=self._listener)
        asyncio.get_running_loop().add_reader(self._gre, self._on_gre)

    def close(self):
        asyncio.get_running_loop().remove_reader(self._gre)
        self._gre.close()
        self._server.close()

    # --- control connection ---

    async def _serve(self, reader, writer):
        framer = control_message.Framer()
        address = writer.get_extra_info("peername")[0]
        try:
            while data := await reader.read(4096):
                for message in framer.feed(data):
                    self._react(message, address, writer)
                self._changed()
        except (control_message.ControlError, OSError) as error:
            if not self.call_cleared:  # who has said goodbye need not read our answer
                self.violations.append(f"control connection: {error}")
        finally:
            writer.close()
            self._changed()

    def _react(self, message, address, writer):
        def reply(name, **fields):
            writer.write(control_message.encode(name, **fields))

        if message.name == "Start-Control-Connection-Request":
            reply("Start-Control-Connection-Reply", version=control_message.VERSION, result=1, framing=3, bearer=3,
                  max_channels=1, host_name=b"compare", vendor=b"scripted")
        elif message.name == "Outgoing-Call-Request":
            self._client = (address, message["call_id"])
            reply("Outgoing-Call-Reply", call_id=CALL_ID, peer_call_id=message["call_id"], result=1,
                  speed=100_000_000, window=message["window"])
        elif message.name == "Echo-Request":
            reply("Echo-Reply", identifier=message["identifier"], result=1)
        elif message.name == "Call-Clear-Request":
            self.call_cleared = True
            reply("Call-Disconnect-Notify", call_id=CALL_ID, result=4)
        elif message.name == "Stop-Control-Connection-Request":
            reply("Stop-Control-Connection-Reply", result=1)

    @property
    def has_call(self):
        return self._client is not None

    # --- GRE ---

    def send(self, sequence, identity):
        """A data packet; what the client sent is acknowledged along with it."""
        acknowledgement = None if self._acknowledged == self.highest_received else self.highest_received
        self._acknowledged = self.highest_received
        if identity >= 0 and (self.highest_sent is None or ahead(sequence, self.highest_sent) > 0):
            self.highest_sent = sequence
        self._transmit(sequence, acknowledgement, payload_of(identity))

    def acknowledge(self, sequence):
        self._acknowledged = sequence
        self._transmit(None, sequence, b"")

    def _transmit(self, sequence, acknowledgement, payload):
        address, call_id = self._client
        packet = GrePacket(call_id, sequence, acknowledgement, payload)
        self._gre.sendto(packet.encode(), (address, 0))

    def _on_gre(self):
        try:
            datagram = self._gre.recv(65535)
            packet = gre_packet.decode(gre_packet.strip_ip_header(datagram))
        except (OSError, gre_packet.GreError) as error:  # an ICMP error that answers an earlier packet, too
            self.violations.append(f"GRE: {error}")
            return
        if packet.call_id != CALL_ID:
            self.violations.append(f"GRE for call {packet.call_id}")
            return
        if packet.sequence is None:
            self.pure_acknowledgements += 1
        else:
            self.frames += 1
            self.highest_received = packet.sequence
        if packet.acknowledgement is not None:
            self._take_acknowledgement(packet.acknowledgement)
        self._changed()

    def _take_acknowledgement(self, number):
        if self.highest_sent is None or ahead(number, self.highest_sent) > 0:
            self.violations.append(f"acknowledges {number}, which was never sent")
        else:
            self.highest_acknowledged = number
