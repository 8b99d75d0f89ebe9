# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guest's figures as Markdown, beside the targets."""

import math
import statistics
from dataclasses import dataclass

from table import number, ratio

THEIRS, USERSPACE, KERNEL = "pptp-linux", "userspace", "kernel"
MEBIBYTE_KIB = 1024


def _percentile(values, share):
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)] if values else None


@dataclass(frozen=True)
class Target:
    """A figure of one subject that may be no more (or must be no less) than the bound."""

    text: str
    subject: str
    name: str
    bound: float
    kind: str = "median"
    is_upper: bool = True

    def found(self, figures):
        values = figures.values(self.subject, self.name)
        if self.kind == "ratio":
            return figures.ratio(self.name, self.subject, THEIRS)
        if not values:
            return None
        return _percentile(values, 0.95) if self.kind == "p95" else statistics.median(values)

    def is_met(self, value):
        return value <= self.bound if self.is_upper else value >= self.bound


MANY = "100 tunnels, "
TARGETS = (
    Target("kernel path, TCP down, x pptp-linux", KERNEL, "TCP down Mbit/s", 1.7, "ratio", False),
    Target("kernel path, TCP down, CPU us/packet of the worker in user mode", KERNEL,
           "TCP down CPU us/packet, user mode", 0),
    Target("kernel path, TCP up, CPU us/packet of the worker in user mode", KERNEL,
           "TCP up CPU us/packet, user mode", 0),
    Target("connect, p95, userspace, s", USERSPACE, "connect s", 1.2, "p95"),
    Target("connect, p95, kernel, s", KERNEL, "connect s", 1.2, "p95"),
    Target("100 tunnels up, s", USERSPACE, MANY + "s up", 45),
    Target("100 tunnels down, s", USERSPACE, MANY + "s down", 5),
    Target("100 tunnels, left behind", USERSPACE, MANY + "left behind", 0),
    Target("memory of daemon and worker, KiB/tunnel", USERSPACE, MANY + "memory KiB/tunnel", 3 * MEBIBYTE_KIB),
)


def _cell(figures, subject, name):
    values = figures.values(subject, name)
    if not values:
        return "-"
    median = number(statistics.median(values))
    if len(values) == 1:
        return median
    if len(values) >= 5:
        return f"{median} (p95 {number(_percentile(values, 0.95))}; {number(min(values))} to {number(max(values))})"
    return f"{median} ({number(min(values))} to {number(max(values))})"


def _figures(figures):
    subjects = [THEIRS, USERSPACE, KERNEL]
    for name in figures.names():
        subjects += [subject for subject in figures.as_json()[name] if subject not in subjects]
    yield "| figure | " + " | ".join(subjects) + " | userspace/pptp-linux | kernel/pptp-linux |"
    yield "| --- |" + " ---: |" * (len(subjects) + 2)
    for name in figures.names():
        cells = [_cell(figures, subject, name) for subject in subjects]
        ratios = [ratio(figures.ratio(name, subject, THEIRS)) for subject in (USERSPACE, KERNEL)]
        yield "| " + " | ".join([name, *cells, *ratios]) + " |"


def lines(figures):
    yield "Medians, with the lowest and highest; ratios are medians of the repetitions' ratios:"
    yield ""
    yield from _figures(figures)
    yield ""
    yield "| target | wanted | this run | |"
    yield "| --- | ---: | ---: | --- |"
    for target in TARGETS:
        found = target.found(figures)
        verdict = "not measured" if found is None else "met" if target.is_met(found) else "missed"
        sign = "<=" if target.is_upper else ">="
        yield f"| {target.text} | {sign} {number(target.bound)} | {number(found)} | {verdict} |"
    for remark in figures.remarks:
        yield f"\n{remark}"
