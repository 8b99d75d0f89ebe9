# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A script of packets, and what a right client makes of it.

Each method injects one kind of trouble and books it at once: a packet that comes ahead of its turn is "buffered",
one that comes again is "under", and so on. Numbers are counted without a limit here; the wire has their low 32 bits.
"""

from dataclasses import dataclass, field

BURST = 50  # packets sent in one go; far fewer than a socket buffer holds
REORDER_TIMEOUT = 0.3
PROOF = 8  # packets after a jump in which a careful client may look for its confirmation
QUIET = 1.2  # before a real jump: a line that broke says nothing for a while
COUNTERS = ("accepted", "lost", "under", "over", "buffered", "acks")


@dataclass
class Step:
    """What to do, and how many packets pppd must have got before the next step."""

    packets: list = field(default_factory=list)  # (sequence number, identity)
    wanted: int = 0
    pause: float = 0.0
    frames: int = 0  # that pppd sends; the server answers each with a pure acknowledgement


class Script:
    def __init__(self, name, first=0, timeout=REORDER_TIMEOUT, buffering=True, options=()):
        self.name = name
        self.timeout = timeout
        self.buffering = buffering
        self.options = [*options]
        if timeout != REORDER_TIMEOUT:
            self.options += ["--timeout", str(timeout)]
        if not buffering:
            self.options.append("--nobuffer")
        self.steps = []
        self.wanted = []  # identities that PPP must see, each once and in this order
        self.optional = set()  # those that may be dropped as long as their jump is not confirmed
        self.counters = dict.fromkeys(COUNTERS, 0)
        self.frames = 0
        self._next = first
        self._forged = 0

    @property
    def position(self):
        return self._next

    @property
    def sent(self):
        return sum(len(step.packets) for step in self.steps)

    # --- what may happen to a stream ---

    def good(self, count):
        while count > 0:
            numbers = self._take(min(count, BURST))
            self._deliver(numbers)
            self._burst(numbers)
            count -= len(numbers)

    def lose(self, count, waiting=3):
        """Some packets never arrive; those behind them wait for the timeout."""
        self._take(count)
        numbers = self._take(waiting)
        self._count(lost=count, buffered=waiting if self.buffering else 1)
        self._deliver(numbers)
        self._burst(numbers)

    def sparse(self, present):
        """A burst of which only some arrive: one flag a packet, the last one true."""
        numbers = self._take(len(present))
        arriving = [number for number, arrives in zip(numbers, present) if arrives]
        if False in present:
            self._count(lost=present.count(False), buffered=sum(present[present.index(False):]))
        self._deliver(arriving)
        self._burst(arriving)

    def swap(self):
        """Two neighbours change places. Without buffering the later one takes the turn of both."""
        first, second = self._take(2)
        self._count(buffered=1)
        if self.buffering:
            self._deliver([first, second])
        else:
            self._count(lost=1, under=1)
            self._deliver([second])
        self._burst([second, first])

    def reverse(self, count):
        numbers = self._take(count)
        self._count(buffered=count - 1)
        self._deliver(numbers)
        self._burst(numbers[::-1])

    def delay(self, by):
        """One packet is overtaken by some others."""
        numbers = self._take(by + 1)
        self._count(buffered=by)
        self._deliver(numbers)
        self._burst(numbers[1:] + numbers[:1])

    def repeat_delivered(self, count, back=0):
        """The last packets come once more, or those some places further back."""
        end = len(self.wanted) - back
        self._count(under=count)
        self._burst(self.wanted[end - count:end])

    def repeat_waiting(self, waiting, times):
        """Packets that wait for an earlier one come several times before it."""
        numbers = self._take(waiting + 1)
        self._count(buffered=waiting, under=waiting * times)
        self._deliver(numbers)
        self._burst(numbers[1:] * (times + 1) + numbers[:1])

    def forge(self, ahead):
        """Somebody slips a packet with a number of his choice into the middle of the last burst."""
        self._forged += 1
        packets = self.steps[-1].packets
        packets.insert(len(packets) // 2, ((self._next + ahead) & 0xFFFFFFFF, -self._forged))
        self._count(**{"over" if ahead > 0 else "under": 1})

    def jump(self, ahead):
        """The numbers really go on elsewhere. Until a few packets agree, a client need not believe it."""
        self.pause(QUIET)
        self._take(ahead)
        numbers = self._take(PROOF)
        self.optional.update(numbers)
        self._count(lost=ahead)
        self._burst(numbers)
        self.pause(self.timeout + 0.3)

    def acknowledge(self, frames):
        self.frames += frames
        self._count(acks=frames)
        self.steps.append(Step(wanted=len(self.wanted), frames=frames))

    def pause(self, seconds):
        self.steps.append(Step(wanted=len(self.wanted), pause=seconds))

    # --- the books ---

    def _take(self, count):
        numbers = list(range(self._next, self._next + count)) if count <= BURST else []
        self._next += count
        return numbers

    def _deliver(self, numbers):
        self.wanted += numbers
        self._count(accepted=len(numbers))

    def _count(self, **counters):
        for name, value in counters.items():
            self.counters[name] += value

    def _burst(self, numbers):
        packets = [(number & 0xFFFFFFFF, number) for number in numbers]
        self.steps.append(Step(packets, len(self.wanted)))
