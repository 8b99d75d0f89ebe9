# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The GRE side of the scripted server: one raw socket, and per call the numbers of RFC 2637, section 4."""

import socket
from collections import deque

from . import gre_packet
from .gre_packet import GrePacket


SO_RCVBUFFORCE = 33  # socket(7); Python has no name for it
RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024


def ahead(sequence, other):
    """How far a sequence number is ahead of another one, as a signed 32-bit difference."""
    return ((sequence - other + 0x80000000) & 0xFFFFFFFF) - 0x80000000


class GrePort:
    """The raw socket of the server's address; gives every packet to the call that it names."""

    def __init__(self, address, journal):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, gre_packet.PROTOCOL_NUMBER)
        self.socket.setblocking(False)
        # A burst of some hundred packets comes back while we are still sending: none may be lost here.
        try:
            self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES)
        except PermissionError:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        self.socket.bind((address, 0))
        self._journal = journal
        self._receivers = {}

    def attach(self, peer, call_id, receive):
        self._receivers[peer, call_id] = receive

    def detach(self, peer, call_id):
        self._receivers.pop((peer, call_id), None)

    def send(self, peer, data):
        try:
            self.socket.sendto(data, (peer, 0))
        except PermissionError as error:  # a packet filter of this side's
            self._journal.write("gre-filtered", error=str(error))

    def on_readable(self):
        try:
            datagram, (peer, _) = self.socket.recvfrom(65535)
        except OSError as error:  # an ICMP error that answers an earlier packet
            self._journal.write("gre-error", error=str(error))
            return
        try:
            packet = gre_packet.decode(gre_packet.strip_ip_header(datagram))
        except gre_packet.GreError as error:
            self._journal.write("gre-violation", peer=peer, reason=str(error))
            return
        receive = self._receivers.get((peer, packet.call_id))
        if receive:
            receive(packet)
        else:
            self._journal.write("gre-unknown-call", peer=peer, call_id=packet.call_id)


class GreCall:
    """Sequence numbers, acknowledgements and counters of one call; strict about what the client does."""

    REMEMBERED = 1000  # data packets, for those who play them again

    def __init__(self, port, peer, peer_call_id, journal, first_sequence=0):
        self._port = port
        self._peer = peer
        self.peer_call_id = peer_call_id
        self._journal = journal
        self.next_sequence = first_sequence
        self.sent = deque(maxlen=self.REMEMBERED)
        self.forged = set()  # numbers that somebody else used first, so that they may be acknowledged
        self._highest_received = None
        self._acknowledged = None
        self.highest_acknowledged = None
        self.counters = dict.fromkeys(("rx_data", "rx_acks", "rx_lost", "rx_late", "tx_data", "tx_acks"), 0)

    def accept(self, packet):
        """Counts and checks a packet; returns its payload, or nothing for a pure acknowledgement."""
        if packet.acknowledgement is not None:
            self._take_acknowledgement(packet.acknowledgement)
        if packet.sequence is None:
            self.counters["rx_acks"] += 1
            return None
        self.counters["rx_data"] += 1
        if self._highest_received is None and packet.sequence not in (0, 1):
            self._violation(f"the first sequence number is {packet.sequence}")
        step = 1 if self._highest_received is None else ahead(packet.sequence, self._highest_received)
        if step <= 0:
            self.counters["rx_late"] += 1
        else:
            self.counters["rx_lost"] += step - 1
            self._highest_received = packet.sequence
        return packet.payload

    def send(self, payload):
        """A data packet; it carries the acknowledgement that is due."""
        self.transmit(self.prepare(payload))

    def prepare(self, payload):
        """The bytes of the next data packet, for those who send it in their own way."""
        self.counters["tx_data"] += 1
        packet = GrePacket(self.peer_call_id, self.next_sequence, self._acknowledgement_due(), payload)
        self.next_sequence = (self.next_sequence + 1) & 0xFFFFFFFF
        self.sent.append(packet.encode())
        return self.sent[-1]

    def transmit(self, data):
        self._port.send(self._peer, data)

    def acknowledge(self):
        """A pure acknowledgement, if one is due."""
        acknowledgement = self._acknowledgement_due()
        if acknowledgement is not None:
            self.counters["tx_acks"] += 1
            self.transmit(GrePacket(self.peer_call_id, self._sequence_of_acknowledgement(), acknowledgement).encode())

    def _sequence_of_acknowledgement(self):
        """None of its own, as RFC 2637 has it."""

    def _acknowledgement_due(self):
        if self._highest_received == self._acknowledged:
            return None
        self._acknowledged = self._highest_received
        return self._acknowledged

    def _take_acknowledgement(self, number):
        if ahead(number, self.next_sequence) >= 0 and number not in self.forged:
            self._violation(f"acknowledges {number}, which was never sent")
        elif self.highest_acknowledged is None or ahead(number, self.highest_acknowledged) > 0:
            self.highest_acknowledged = number

    def _violation(self, reason):
        self._journal.write("gre-violation", peer=self._peer, reason=reason)


class NumberedAcknowledgements(GreCall):
    """A peer whose acknowledgements have a place in the sequence, and no data."""

    def _sequence_of_acknowledgement(self):
        sequence = self.next_sequence
        self.next_sequence = (sequence + 1) & 0xFFFFFFFF
        return sequence
