# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of ./bench scale as Markdown, and what is wanted of them."""

from dataclasses import dataclass

from measures import percentile
from table import number

MIB = 1024  # KiB


@dataclass(frozen=True)
class Target:
    text: str
    figure: str
    bound: float
    unit: str = ""


TARGETS = (
    Target("memory of a tunnel, daemon and worker", "memory per tunnel KiB", 3 * MIB, " KiB"),
    Target("wake-ups of the daemon without a tunnel", "at rest, no tunnel: wake-ups of the daemon", 0),
    Target("wake-ups of the daemon with all tunnels idle", "at rest, all up: wake-ups of the daemon", 0),
    Target("timers of an idle worker in an echo interval", "at rest, all up: timers of a worker per echo interval", 1),
    Target("processes left behind", "left: processes", 0),
    Target("descriptors left in the daemon", "left: descriptors of the daemon", 0),
    Target("routes left behind", "left: routes", 0),
    Target("files left in the runtime folder", "left: files", 0),
)


def spread(name, seconds):
    """The median and what 19 of 20 stay below, in milliseconds."""
    ordered = sorted(seconds)
    return {f"{name} p50 ms": 1000 * percentile(ordered, 0.50), f"{name} p95 ms": 1000 * percentile(ordered, 0.95)}


def rest_figures(name, rest, echo_interval):
    figures = {f"{name}: wake-ups of the daemon": rest.daemon_wake_ups,
               f"{name}: CPU of the daemon ms/min": rest.daemon_cpu_ms * 60 / rest.seconds}
    if rest.worker_wake_ups:
        # An interval has one sleep behind its timer and one behind the answer. What is above that is a timer, too.
        answers = rest.echoes
        intervals = max(rest.seconds / echo_interval * len(rest.worker_wake_ups), answers)
        figures |= {f"{name}: wake-ups of all workers": sum(rest.worker_wake_ups),
                    f"{name}: most wake-ups of a worker": max(rest.worker_wake_ups),
                    f"{name}: echo requests": rest.echoes,
                    f"{name}: timers of a worker per echo interval":
                        max(sum(rest.worker_wake_ups) - answers, 0) / intervals,
                    f"{name}: CPU of all workers ms/min": rest.workers_cpu_ms * 60 / rest.seconds}
    return figures


def figures_table(figures):
    yield "| figure | |"
    yield "| --- | ---: |"
    for name, value in figures.items():
        yield f"| {name} | {number(value)} |"


def is_met(target, figures):
    return figures.get(target.figure, target.bound + 1) <= target.bound


def targets_table(figures):
    yield "| target | wanted | this run | |"
    yield "| --- | ---: | ---: | --- |"
    for target in TARGETS:
        found = figures.get(target.figure)
        verdict = "not measured" if found is None else "met" if is_met(target, figures) else "missed"
        yield f"| {target.text} | <= {target.bound:,}{target.unit} | {number(found)} | {verdict} |"
