# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured: a list of measures, each of which a session answers with figures."""

from dataclasses import dataclass

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
    search_steps: int
    pings: int


QUICK = Scope(repetitions=1, sizes=(64, 1400), seconds=0.3, search_seconds=0.25, search_steps=5, pings=150)
FULL = Scope(repetitions=3, sizes=(64, 512, 1400), seconds=1.0, search_seconds=0.5, search_steps=7, pings=600)


def percentile(values, share):
    return values[min(int(len(values) * share), len(values) - 1)]


def _throughput(size, direction, attempt):
    yield f"{size} {direction} packets/s", attempt.delivered
    yield f"{size} {direction} MB/s", attempt.delivered * size / MEGA


def _client_throughput(size, direction, attempt):
    yield from _throughput(size, direction, attempt)
    yield f"{size} {direction} CPU us/packet", attempt.cpu
    if not attempt.is_without_loss:
        yield f"{size} {direction} lost %", (1 - attempt.delivered_share) * 100


class Measures:
    """The measures of a scope, as far as their labels hold the wanted word."""

    def __init__(self, scope, word=""):
        self._scope = scope
        self._word = word
        self.pty_limits = {}  # (size, direction): frames a second

    def _wants(self, *labels):
        return any(self._word in label for label in labels)

    def labels(self):
        return [f"{size} {what}" for size in self._scope.sizes for what in ("down", "up", "overload", "steady")] + \
               ["round trip"]

    def of_terminal(self, session):
        for size in self._scope.sizes:
            for direction in ("down", "up"):
                if self._wants(f"{size} {direction}", f"{size} overload"):
                    attempt = getattr(session, direction).attempt(size, 0, self._scope.search_seconds)
                    self.pty_limits[size, direction] = attempt.delivered
                    yield from _throughput(size, direction, attempt)
        if self._wants("round trip"):
            yield from self._round_trips(session)

    def of_cable(self, session):
        for size in self._scope.sizes:
            for direction in ("down", "up"):
                if self._wants(f"{size} {direction}"):
                    flow = getattr(session, direction)
                    yield from _throughput(size, direction, flow.attempt(size, 0, self._scope.search_seconds))
        if self._wants("round trip"):
            yield from self._round_trips(session)

    def of_client(self, session):
        if self._wants("round trip"):  # first, while no queue is left from anything
            yield from self._round_trips(session)
        for size in self._scope.sizes:
            for direction in ("down", "up"):
                if self._wants(f"{size} {direction}"):
                    yield from self._highest(session, size, direction)
            if self._wants(f"{size} steady"):
                yield from self._steady(session, size)
            if self._wants(f"{size} overload"):
                yield from self._overload(session, size)

    def _highest(self, session, size, direction):
        limit = 1.1 * self.pty_limits[size, direction]  # no client gets beyond
        found = getattr(session, direction).highest_without_loss(size, self._scope.search_seconds,
                                                                 self._scope.search_steps, limit)
        session.check()
        yield from _client_throughput(size, direction, found)
        if direction == "down":
            yield f"{size} down acknowledgements/packet", found.acknowledgements

    def _steady(self, session, size):
        for direction in ("down", "up"):
            attempt = getattr(session, direction).attempt(size, STEADY_RATE, self._scope.seconds)
            session.check()
            yield f"{size} steady {direction} CPU us/packet", attempt.cpu
            yield f"{size} steady {direction} user mode %", 100 * attempt.user_share
            if direction == "down":
                yield f"{size} steady acknowledgements/packet", attempt.acknowledgements

    def _overload(self, session, size):
        rate = OVERLOAD * self.pty_limits[size, "down"]
        attempt = session.down.attempt(size, rate, self._scope.seconds)
        session.check()
        yield f"{size} overload offered packets/s", attempt.offered
        yield f"{size} overload delivered packets/s", attempt.in_time
        yield f"{size} overload delivered %", 100 * attempt.delivered_share
        yield f"{size} overload peak memory KiB", attempt.peak_kib

    def _round_trips(self, session):
        trips = session.up.round_trips(PING_BYTES, PING_RATE, self._scope.pings)
        if trips:
            yield "round trip p50 us", percentile(trips, 0.50)
            yield "round trip p99 us", percentile(trips, 0.99)
