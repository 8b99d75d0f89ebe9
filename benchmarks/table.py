# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures as Markdown."""

from figures import CABLE, FORWARDER, OURS, PTY, THEIRS
from targets import TARGETS

LIMITS = (PTY, CABLE, FORWARDER)


def number(value):
    if value is None:
        return "-"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"


def ratio(value):
    return "-" if value is None else f"{value:.2f}"


def median_and_spread(figures, subject, name):
    values = figures.values(subject, name)
    if len(values) < 2:
        return number(figures.median(subject, name))
    return f"{number(figures.median(subject, name))} ({number(min(values))} to {number(max(values))})"


def figures_table(figures):
    limits = "".join(f" bare {limit} | ours/{limit} |" for limit in LIMITS)
    yield f"| figure | {OURS} | {THEIRS} | ours/theirs |{limits}"
    yield "| --- | ---: | ---: | ---: |" + " ---: | ---: |" * len(LIMITS)
    for name in sorted(figures.names(), key=_order):
        cells = [name, median_and_spread(figures, OURS, name), median_and_spread(figures, THEIRS, name),
                 ratio(figures.ratio(name, OURS, THEIRS))]
        for limit in LIMITS:
            cells += [number(figures.median(limit, name)), ratio(figures.ratio(name, OURS, limit))]
        yield "| " + " | ".join(cells) + " |"


def _order(name):
    size = name.split()[0]
    return (int(size) if size.isdigit() else 1 << 20, 0)  # sorted() keeps the order within a size


def targets_table(figures):
    yield f"| target | wanted | this run | bare {FORWARDER} | |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for target in TARGETS:
        found = target.ratio(figures)
        sign = "<=" if target.is_upper else ">="
        verdict = "not measured" if found is None else "met" if target.is_met(found) else "missed"
        base = "" if target.other == OURS else f" x {target.other}" if target.other == THEIRS else " x bare pty"
        yield f"| {target.text} | {sign} {target.bound:.2f}{base} | {ratio(found)} | {ratio(target.ratio(figures, FORWARDER))} | {verdict} |"
