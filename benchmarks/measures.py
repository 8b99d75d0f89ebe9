# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured: a list of measures, each of which a session answers with figures."""

from dataclasses import dataclass
from functools import partial

from figures import CABLE, FORWARDER, OURS, PTY, THEIRS

STEADY_RATE = 10_000  # frames a second that every client passes at every size
PING_RATE = 200
PING_BYTES = 64
OVERLOAD = 2  # times what the bare pty takes
MEGA = 1e6


@dataclass(frozen=True)
class Scope:
    """How long and how often."""

    repetitions: int
    sizes: tuple
    seconds: float
    search_seconds: float
    overload_seconds: float  # much longer than the reorder timeout of 0.3 s, which it begins with
    search_steps: int
    pings: int
    patience: int  # attempts that may be made again because others used the processor


QUICK = Scope(repetitions=1, sizes=(64, 1400), seconds=0.3, search_seconds=0.25, overload_seconds=1.0,
              search_steps=5, pings=150, patience=15)
FULL = Scope(repetitions=3, sizes=(64, 512, 1400), seconds=0.7, search_seconds=0.4, overload_seconds=3.0,
             search_steps=6, pings=400, patience=40)


def percentile(values, share):
    return values[min(int(len(values) * share), len(values) - 1)]


def _throughput(size, direction, attempt):
    yield f"{size} {direction} packets/s", attempt.delivered
    yield f"{size} {direction} MB/s", attempt.delivered * size / MEGA
    if attempt.damaged:  # never seen; a client that damages frames is not fast
        yield f"{size} {direction} damaged packets", attempt.damaged


class Measures:
    """The measures of a scope, as far as their labels hold the wanted word. Each is made with one setting after
    the other, so that what else the machine does meanwhile is the same for all of them."""

    def __init__(self, scope, word=""):
        self._scope = scope
        self._word = word
        self._pty_limits = {}  # (size, direction): frames a second

    def all(self):
        """Label and function of each; the function takes a subject and its session and yields figures."""
        yield "round trip", self._round_trips  # first, while no queue is left from anything
        for size in self._scope.sizes:
            for direction in ("down", "up"):
                yield f"{size} {direction}", partial(self._highest, size, direction)
            yield f"{size} steady", partial(self._steady, size)
            yield f"{size} overload", partial(self._overload, size)

    def wanted(self):
        return [(label, measure) for label, measure in self.all() if self._word in label]

    def _highest(self, size, direction, subject, session):
        flow = getattr(session, direction)
        if subject in (PTY, CABLE):
            attempt = flow.attempt(size, 0, self._scope.search_seconds)
            if subject == PTY:
                self._pty_limits[size, direction] = attempt.delivered
            yield from _throughput(size, direction, attempt)
            return
        limit = 1.1 * self._pty_limits[size, direction]  # no client gets beyond
        found = flow.highest_without_loss(size, self._scope.search_seconds, self._scope.search_steps, limit)
        yield from _throughput(size, direction, found)
        yield f"{size} {direction} CPU us/packet", found.cpu
        if direction == "down" and subject != FORWARDER:
            yield f"{size} down acks/packet", found.acknowledgements
        if not found.is_without_loss:
            yield f"{size} {direction} lost %", (1 - found.delivered_share) * 100

    def _steady(self, size, subject, session):
        for direction in ("down", "up") if subject in (OURS, THEIRS) else ():
            attempt = getattr(session, direction).attempt(size, STEADY_RATE, self._scope.seconds)
            yield f"{size} steady {direction} CPU us/packet", attempt.cpu
            yield f"{size} steady {direction} user mode %", 100 * attempt.user_share
            if direction == "down":
                yield f"{size} steady down acks/packet", attempt.acknowledgements

    def _overload(self, size, subject, session):
        if subject == PTY and (size, "down") not in self._pty_limits:
            yield from self._highest(size, "down", subject, session)
        if subject in (PTY, CABLE):
            return
        attempt = session.down.attempt(size, OVERLOAD * self._pty_limits[size, "down"],
                                       self._scope.overload_seconds)
        yield f"{size} overload offered packets/s", attempt.offered
        yield f"{size} overload delivered packets/s", attempt.in_time
        yield f"{size} overload delivered %", 100 * attempt.delivered_share
        yield f"{size} overload peak memory KiB", attempt.peak_kib

    def _round_trips(self, _, session):
        trips = session.up.round_trips(PING_BYTES, PING_RATE, self._scope.pings)
        if trips:
            yield "round trip p50 us", percentile(trips, 0.50)
            yield "round trip p99 us", percentile(trips, 0.99)
