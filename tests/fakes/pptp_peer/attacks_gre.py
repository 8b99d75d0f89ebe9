# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What others can do to a call's GRE, mixed with good frames. Each is a command; the first sentence is its help."""

import random
import struct

from . import forged_ip
from .gre_packet import ACKNOWLEDGEMENT, FIXED, KEY, PPP, SEQUENCE, VERSION, GrePacket
from .numbered_frames import DISCARDED, forged_frame

PAUSE = 0.001
BATCH = 50
MOST_OUTSTANDING = 40  # good frames: a terminal that is full loses some, which would say nothing about the tunnel
MOST_PAUSES = 400  # for good frames that may never come back


class GreAttack:
    """Sends in steps, so that the server's other work goes on meanwhile; notes "attack-over" at its end."""

    def __init__(self, session, name):
        self.session = session
        self.call = session.call
        self.forged = 0
        self._name = name
        self._steps = None
        self._pauses = 0
        self._never_coming = session.frames.outstanding

    def begin(self, *numbers):
        self._steps = self.steps(*numbers)
        self._continue()

    def steps(self, *numbers):
        """Yields the seconds until its next step."""
        raise NotImplementedError

    def _continue(self):
        if self._has_to_wait():
            self.session.server.loop.after(PAUSE, self._continue)
            return
        pause = next(self._steps, None)
        if pause is not None and self.session.is_open:
            self.session.server.loop.after(pause, self._continue)
        else:
            self.session.note("attack-over", attack=self._name, forged=self.forged)

    def _has_to_wait(self):
        outstanding = self.session.frames.outstanding - self._never_coming
        if outstanding <= MOST_OUTSTANDING or self._pauses == MOST_PAUSES:
            self._pauses = 0
            return False
        self._pauses += 1
        return self.session.is_open

    def good(self, count, size=100):
        self.session.send_numbered(count, size)

    def forge(self, data):
        self.forged += 1
        self.call.transmit(data)

    def forge_data(self, sequence, call_id=None, size=100):
        identifier = self.call.peer_call_id if call_id is None else call_id
        self.forge(GrePacket(identifier, sequence, None, forged_frame(size)).encode())

    def forge_ip(self, data):
        self.forged += 1
        self.session.server.forged_ip.send(data)

    def datagram(self, payload, source=None, **header):
        return forged_ip.datagram(source or self.session.server.address, self.session.peer, forged_ip.GRE, payload,
                                  **header)


class Nothing(GreAttack):
    """Is none: COUNT good frames of SIZE bytes, as fast as they come back."""

    def steps(self, count=100, size=100):
        for _ in range(count // 10):
            self.good(10, size)
            yield 0


class OtherSource(GreAttack):
    """COUNT packets with the right call id and number, from an address that is not the server's."""

    def steps(self, count=1000):
        for _ in range(count // BATCH):
            for step in range(BATCH):
                packet = GrePacket(self.call.peer_call_id, self.call.next_sequence + step, None, forged_frame())
                self.forge_ip(self.datagram(packet.encode(), source=self.session.server.other_address))
            self.good(5)
            yield PAUSE


class EveryCallId(GreAttack):
    """A packet with the next number for each of the 65535 call ids that are not the client's."""

    def steps(self):
        for call_id in range(0x10000):
            if call_id != self.call.peer_call_id:
                self.forge_data(self.call.next_sequence, call_id=call_id, size=40)
            if call_id % 200 == 0:
                self.good(1)
                yield PAUSE


class Jumps(GreAttack):
    """COUNT single packets far off the sequence: a forged number between any two good frames."""

    DISTANCES = (350, 400, 1000, 100_000_000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)

    def steps(self, count=1000):
        randomness = random.Random(3)
        for number in range(count):
            distance = (*self.DISTANCES, randomness.randrange(350, 0x7FFFFFFF))[number % 8]
            self.forge_data(self.call.next_sequence + distance)
            self.good(1)
            if number % BATCH == 0:
                yield PAUSE


class NearJumps(GreAttack):
    """COUNT single packets 250 numbers ahead, where a real one might be, each before a hundred good frames."""

    def steps(self, count=10):
        for _ in range(count):
            self.call.forged.add(self.call.next_sequence + 250)
            self.forge_data(self.call.next_sequence + 250)
            for _ in range(10):
                self.good(10)
                yield 0


class Replay(GreAttack):
    """Sends COUNT good frames, and then the last 1000 packets of the call again."""

    def steps(self, count=1200):
        for _ in range(count // BATCH):
            self.good(BATCH)
            yield PAUSE
        for number, data in enumerate(list(self.call.sent)):
            self.forge(data)
            if number % BATCH == 0:
                yield PAUSE
        self.good(1)


class DuplicateHeld(GreAttack):
    """COUNT times: a packet is late, and those behind it, which have to wait for it, come three times each."""

    def steps(self, count=20):
        for _ in range(count):
            late, *others = (self.call.prepare(self.session.frames.new()) for _ in range(20))
            for data in others * 3:
                self.call.transmit(data)
            self.call.transmit(late)
            yield PAUSE


class Shuffle(GreAttack):
    """COUNT frames, each up to DEPTH places too late, of which LOSS in a hundred never come."""

    def steps(self, count, depth, loss):
        randomness = random.Random(count + depth + loss)
        packets = []
        for place in range(count):
            data = self.call.prepare(self.session.frames.new(40))
            # The first and the last come: what is lost before or behind all others is no gap.
            if place in (0, count - 1) or randomness.randrange(100) >= loss:
                packets.append((place + randomness.uniform(0, depth), data))
            else:
                self.session.frames.lose()
        for _, data in sorted(packets):
            self.call.transmit(data)
        yield PAUSE


class Wrap(GreAttack):
    """Is slow, not hostile: goes on far ahead until it is believed, twice, and then over the largest number."""

    def steps(self, count=1000):
        for start in (0x7FFFFE00, 0xFFFFFC00):
            self.call.next_sequence = start
            for _ in range(60):
                self.call.send(DISCARDED)
                yield 0.025
        for _ in range(count // 10 + 80):
            self.good(10)
            yield 0


class Acknowledgements(GreAttack):
    """COUNT pure acknowledgements of numbers that were never sent, or acknowledged long ago."""

    def steps(self, count=50_000):
        numbers = (0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, 1000, 100_000_000, 0)
        packets = [GrePacket(self.call.peer_call_id, None, number).encode() for number in numbers]
        for number in range(count):
            self.forge(packets[number % len(packets)])
            if number % 250 == 0:
                self.good(1)
                yield PAUSE


class Malformed(GreAttack):
    """Every header that RFC 2637 does not allow: flags, versions, recursion, protocols, no number at all."""

    def steps(self):
        for flags, protocol in self.headers():
            self.forge(FIXED.pack(flags, protocol, 100, self.call.peer_call_id) +
                       struct.pack("!I", self.call.next_sequence & 0xFFFFFFFF) + forged_frame())
            self.good(1)
            yield PAUSE

    @staticmethod
    def headers():
        sound = KEY | SEQUENCE | VERSION
        flags = [sound | 1 << bit for bit in range(16) if bit not in (0, 7, 12, 13)]
        flags += [sound & ~VERSION, sound & ~VERSION | 2, sound & ~KEY, KEY | VERSION, 0, 0xFFFF]
        return [(value, PPP) for value in flags] + [(sound, protocol) for protocol in (0x6558, 0x0800, 0, 0x880C)]


class Lengths(GreAttack):
    """Payload lengths that are more than what comes, by 1, 20, 21 and up to 65535, and headers that are cut off."""

    def steps(self):
        payload = forged_frame()
        for more in (1, 2, 19, 20, 21, 1000, 65535 - len(payload)):
            self.forge(self._header(len(payload) + more) + payload)
            self.good(1)
            yield PAUSE
        for size in range(FIXED.size, FIXED.size + 8):
            self.forge(self._header(0, ACKNOWLEDGEMENT)[:size])
            self.good(1)
            yield PAUSE

    def _header(self, length, more_flags=0):
        flags = KEY | SEQUENCE | VERSION | more_flags
        return FIXED.pack(flags, PPP, length, self.call.peer_call_id) + struct.pack(
            "!II", self.call.next_sequence & 0xFFFFFFFF, 0)[:8 if more_flags else 4]


class OddDatagrams(GreAttack):
    """Good frames behind 40 bytes of IP options and in fragments, between runts and the largest datagram of IP."""

    def steps(self):
        server, client = self.session.server.address, self.session.peer
        for _ in range(20):
            self.forge_ip(self.datagram(self.call.prepare(self.session.frames.new()), options=b"\1" * 40))
            for data in forged_ip.fragments(server, client, forged_ip.GRE,
                                            self.call.prepare(self.session.frames.new(2000))):
                self.session.server.forged_ip.send(data)
            for size in range(1, FIXED.size):
                self.forge(bytes(size))
            self.forge_data(self.call.next_sequence + 1000, size=65515 - 12)
            self.good(1)
            yield PAUSE


class Icmp(GreAttack):
    """COUNT ICMP errors of TYPE and CODE that quote the client's GRE, with WORD, from the server or the gateway."""

    def steps(self, kind, code, count=1, word=0):
        quoted = forged_ip.datagram(self.session.peer, self.session.server.address, forged_ip.GRE,
                                    GrePacket(self.session.call_id, 1, None, b"").encode())
        source = self.session.server.gateway if kind == 5 else self.session.server.address
        error = forged_ip.datagram(source, self.session.peer, forged_ip.ICMP,
                                   forged_ip.icmp_error(kind, code, quoted, word))
        for number in range(count):
            self.forge_ip(error)
            if number % 20 == 0:
                self.good(2)
                yield PAUSE


class Flood(GreAttack):
    """COUNT packets with the right call id and any number, 20000 of them a second, between good frames."""

    def steps(self, count=20_000):
        randomness = random.Random(13)
        for number in range(count):
            self.forge_data((self.call.next_sequence + randomness.randrange(302, 0x7FFFFFFF)) & 0xFFFFFFFF, size=40)
            if number % 40 == 0:
                self.good(1)
                yield 0.002


class AfterTheEnd(GreAttack):
    """Disconnects the call, and sends COUNT frames to it from then on."""

    def steps(self, count=200):
        self.session.disconnect_call()
        for number in range(count):
            self.forge_data(self.call.next_sequence + number)
            if number % 10 == 0:
                yield PAUSE


GRE_ATTACKS = {
    "nothing": Nothing,
    "other-source": OtherSource,
    "every-call-id": EveryCallId,
    "jumps": Jumps,
    "near-jumps": NearJumps,
    "replay": Replay,
    "duplicate-held": DuplicateHeld,
    "shuffle": Shuffle,
    "wrap": Wrap,
    "acknowledgements": Acknowledgements,
    "malformed": Malformed,
    "lengths": Lengths,
    "odd-datagrams": OddDatagrams,
    "icmp": Icmp,
    "flood": Flood,
    "after-the-end": AfterTheEnd,
}
