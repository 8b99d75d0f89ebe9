# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of a run: every value of every repetition, and what they come to."""

import statistics
from collections import defaultdict

OURS, THEIRS, PTY, CABLE, FORWARDER = "pptp-pty", "pptp-linux", "pty", "gre", "forwarder"


class Figures:
    def __init__(self):
        self._values = defaultdict(lambda: defaultdict(list))
        self.remarks = []

    def add(self, subject, name, value):
        self._values[name][subject].append(value)

    def derive_added_round_trips(self):
        """What the way through a client and its pty adds to the median of the bare cable."""
        bare = self.values(CABLE, "round trip p50 us")
        for share in ("p50", "p99"):
            for subject in (OURS, THEIRS, FORWARDER):
                for value, without in zip(self.values(subject, f"round trip {share} us"), bare):
                    self.add(subject, f"added round trip {share} us", value - without)

    def names(self):
        return list(self._values)

    def values(self, subject, name):
        return list(self._values[name].get(subject, ())) if name in self._values else []

    def median(self, subject, name):
        values = self.values(subject, name)
        return statistics.median(values) if values else None

    def ratio(self, name, subject, other, other_name=None):
        """The median of the repetitions' ratios, since what was measured together was disturbed together."""
        pairs = list(zip(self.values(subject, name), self.values(other, other_name or name)))
        ratios = [value / base for value, base in pairs if base]
        return statistics.median(ratios) if ratios else None

    def as_json(self):
        return {name: {subject: {"values": values, "median": statistics.median(values), "min": min(values),
                                 "max": max(values)} for subject, values in subjects.items()}
                for name, subjects in self._values.items()}
