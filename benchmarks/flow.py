# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Traffic from one end to the other: one attempt at a rate, and the search for the highest without a loss."""

import time
from dataclasses import dataclass

from program import Others

LOSS_LIMIT = 0.001  # what still counts as no loss: a machine that does other things too loses that
QUIET_SECONDS = 0.4  # longer than the reorder timeout of both clients, 0.3 s
SETTLE_SECONDS = 2.0
TICK_SECONDS = 0.03
GAP_CLOSING_RATE, GAP_CLOSING_SECONDS = 200, 0.1
SEARCHED_RANGE = 16
TRIES = 2


@dataclass
class Attempt:
    offered: float  # frames a second that were sent
    delivered: float  # frames a second, over the time until the last came
    delivered_share: float
    in_time: float  # frames a second that had come when the sender stopped
    sent: int
    received: int
    damaged: int
    cpu: float  # microseconds of the client for each frame delivered
    user_share: float  # of that, in user mode
    acknowledgements: float  # by the client, pure ones and carried ones, for each frame it got from the peer
    others: float  # share of the machine that went to what is no part of this
    peak_kib: int

    @property
    def is_without_loss(self):
        return self.delivered_share >= 1 - LOSS_LIMIT


class Patience:
    """How often an attempt that others on the machine have disturbed may be made again."""

    disturbance = 0.05  # of the machine
    tries = 3
    left = 0


class Flow:
    """One direction. The usage is that of the client between the ends, or nothing for a bare limit."""

    def __init__(self, source, sink, usage=None):
        self._source, self._sink, self._usage = source, sink, usage

    def attempt(self, size, rate, seconds):
        """The least disturbed of a few."""
        best = self._attempt_once(size, rate, seconds)
        for _ in range(Patience.tries - 1):
            if best.others <= Patience.disturbance or Patience.left <= 0:
                break
            Patience.left -= 1
            best = min(best, self._attempt_once(size, rate, seconds), key=lambda one: one.others)
        return best

    def _attempt_once(self, size, rate, seconds):
        others = Others()
        for end in (self._source, self._sink):
            end.order("prepare", size)
        self._sink.count()  # it has obeyed
        if self._usage:
            self._usage.forget_peak()
        used, ticks = self._used()
        sent = self._source.ask("sent", "send", f"{rate:.0f}", seconds, seconds=seconds + 5)
        others_share = others.share()
        early = self._sink.count()
        received = self._settled(sent["sent"], early)
        answered = self._source.count()
        used_after, ticks_after = self._used()
        if received["received"] < sent["sent"]:
            self._close_gap()
        user, system = (after - before for after, before in zip(ticks_after, ticks))
        length = sent["ended"] - sent["started"]
        until_last = max(length, received["last_received"] - sent["started"])
        frames = max(received["received"], 1)
        acknowledgements = answered["pure_acknowledgements"] + answered["carried_acknowledgements"]
        return Attempt(offered=sent["sent"] / length, delivered=received["received"] / until_last,
                       delivered_share=received["received"] / max(sent["sent"], 1),
                       in_time=early["received"] / length, sent=sent["sent"], received=received["received"],
                       damaged=received["damaged"], cpu=(used_after - used) * 1e6 / frames,
                       user_share=user / max(user + system, 1),
                       acknowledgements=acknowledgements / max(sent["sent"], 1),
                       others=others_share, peak_kib=self._usage.peak_kib() if self._usage else 0)

    def _close_gap(self):
        """What was lost last shows with the next packets only, and a client waits for it before it delivers those:
        that must not fall into the next attempt."""
        self._source.ask("sent", "send", GAP_CLOSING_RATE, GAP_CLOSING_SECONDS)
        time.sleep(QUIET_SECONDS)

    def _used(self):
        """Seconds of processor time, and its ticks in user and in system mode."""
        if not self._usage:
            return 0, (0, 0)
        return self._usage.cpu_seconds(), self._usage.user_ticks_and_system_ticks()

    def _settled(self, sent, counters):
        """The counters when all has come, or nothing more does."""
        started = changed = time.monotonic()
        while counters["received"] < sent and time.monotonic() < min(changed + QUIET_SECONDS,
                                                                      started + SETTLE_SECONDS):
            time.sleep(TICK_SECONDS)
            before, counters = counters, self._sink.count()
            if counters["received"] != before["received"]:
                changed = time.monotonic()
        return counters

    def highest_without_loss(self, size, seconds, steps, highest):
        """The best attempt without a loss. A rate is too high only if it was so each time: other work on the
        machine takes the processor away now and then."""
        flood = self.attempt(size, 0, seconds)
        if flood.is_without_loss:
            return flood
        top = min(flood.offered, highest)
        bottom = top / SEARCHED_RANGE
        best = None
        for _ in range(steps):
            rate = (bottom * top) ** 0.5
            found = self._best_of_some(size, rate, seconds)
            if found.is_without_loss:
                best = found if best is None or found.delivered > best.delivered else best
                bottom = rate
            else:
                top = rate
                bottom = bottom if best else rate / SEARCHED_RANGE
        return best or self._best_of_some(size, bottom, seconds)

    def _best_of_some(self, size, rate, seconds):
        found = self.attempt(size, rate, seconds)
        for _ in range(TRIES - 1):
            if found.is_without_loss:
                break
            found = max(found, self.attempt(size, rate, seconds), key=lambda one: one.delivered_share)
        return found

    def round_trips(self, size, rate, count):
        """Microseconds from the source to the sink and back, sorted; those that did not come back are left out."""
        found = self._source.ask("pings", "ping", size, rate, count, seconds=count / rate + 5)
        return sorted(found["microseconds"])
