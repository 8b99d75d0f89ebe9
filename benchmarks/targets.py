# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The targets of the project, as ratios within one run."""

from dataclasses import dataclass

from figures import OURS, PTY, THEIRS


@dataclass(frozen=True)
class Target:
    text: str
    name: str
    other: str
    bound: float
    is_upper: bool = False
    other_name: str | None = None

    def ratio(self, figures, subject=OURS):
        return figures.ratio(self.name, subject, self.other, self.other_name)

    def is_met(self, ratio):
        return ratio <= self.bound if self.is_upper else ratio >= self.bound


TARGETS = (
    Target("CPU per packet, 1,400 bytes, up", "1400 up CPU us/packet", THEIRS, 0.60, True),
    Target("CPU per packet, 1,400 bytes, down", "1400 down CPU us/packet", THEIRS, 0.60, True),
    Target("packets/s without loss, 64 bytes, up", "64 up packets/s", THEIRS, 1.3),
    Target("packets/s without loss, 64 bytes, down", "64 down packets/s", THEIRS, 2.0),
    Target("MB/s without loss, 1,400 bytes, up", "1400 up MB/s", PTY, 0.95),
    Target("MB/s without loss, 1,400 bytes, down", "1400 down MB/s", PTY, 0.95),
    Target("overload, 1,400 bytes: delivered packets/s", "1400 overload delivered packets/s", THEIRS, 2.5),
    Target("overload, 1,400 bytes: delivered, to our own loss-free peak", "1400 overload delivered packets/s", OURS,
           0.95, other_name="1400 down packets/s"),
    Target("added round trip p50", "added round trip p50 us", THEIRS, 0.8, True),
    Target("added round trip p99", "added round trip p99 us", THEIRS, 0.8, True),
)
