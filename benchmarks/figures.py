# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of a run: every value of every repetition, and what they come to."""

import statistics
from collections import defaultdict

OURS, THEIRS, PTY, CABLE = "pptp-pty", "pptp-linux", "pty", "gre"


class Figures:
    def __init__(self):
        self._values = defaultdict(lambda: defaultdict(list))
        self.remarks = []

    def add(self, subject, name, value):
        self._values[name][subject].append(value)

    def derive_added_round_trips(self):
        """What the way through a client and its pty adds to the median of the bare cable."""
        bare = self.median(CABLE, "round trip p50 us") or 0
        for share in ("p50", "p99"):
            for subject in (OURS, THEIRS):
                for value in self.values(subject, f"round trip {share} us"):
                    self.add(subject, f"added round trip {share} us", value - bare)

    def names(self):
        return list(self._values)

    def values(self, subject, name):
        return list(self._values[name].get(subject, ())) if name in self._values else []

    def median(self, subject, name):
        values = self.values(subject, name)
        return statistics.median(values) if values else None

    def ratio(self, name, subject, other, other_name=None):
        """Of the medians; nothing where one of them is missing or 0."""
        value, base = self.median(subject, name), self.median(other, other_name or name)
        return value / base if value is not None and base else None

    def as_json(self):
        return {name: {subject: {"values": values, "median": statistics.median(values), "min": min(values),
                                 "max": max(values)} for subject, values in subjects.items()}
                for name, subjects in self._values.items()}
