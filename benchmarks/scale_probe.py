# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What processes hold and how often they wake, as /proc tells it: nothing is attached to them."""

import os
import time
from dataclasses import dataclass, field


def _read(pid, name):
    with open(f"/proc/{pid}/{name}", encoding="utf-8", errors="replace") as file:
        return file.read()


def pss_kib(pid, kind="Pss"):
    """Its share of all memory, the pages of shared ones divided by those who have them; 0 when it is gone. Of the
    kind Pss_Anon: only what is in no file, which does not change with who else has that file open."""
    try:
        lines = _read(pid, "smaps_rollup").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")), 0)


def descriptors(pid):
    """What it has open, but for the memory in which it keeps the history of each tunnel over all of its calls."""
    links = [os.readlink(f"/proc/{pid}/fd/{number}") for number in os.listdir(f"/proc/{pid}/fd")]
    return [link for link in links if "pptp-history" not in link]


def wake_ups(pid):
    """How often its threads have gone to sleep by themselves. A process that sleeps all along adds none."""
    count = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        lines = _read(pid, f"task/{task}/status").splitlines()
        count += sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))
    return count


def cpu_seconds(pid):
    """By the scheduler's own account, which is finer than the ticks of stat."""
    return sum(int(_read(pid, f"task/{task}/schedstat").split()[0]) for task in os.listdir(f"/proc/{pid}/task")) / 1e9


@dataclass
class Rest:
    """What some processes did of themselves while nobody asked them for anything."""

    seconds: float
    daemon_wake_ups: int
    daemon_cpu_ms: float
    worker_wake_ups: list = field(default_factory=list)  # of each
    workers_cpu_ms: float = 0.0
    echoes: int = 0  # Echo-Requests that the server saw meanwhile


def watch_rest(seconds, daemon, workers, count_echoes):
    def reading():
        return {pid: (wake_ups(pid), cpu_seconds(pid)) for pid in (daemon, *workers)}

    echoes, started, before = count_echoes(), time.monotonic(), reading()
    time.sleep(seconds)
    after, elapsed = reading(), time.monotonic() - started
    woke = {pid: after[pid][0] - before[pid][0] for pid in after}
    used = {pid: 1000 * (after[pid][1] - before[pid][1]) for pid in after}
    return Rest(elapsed, woke[daemon], used[daemon], [woke[pid] for pid in workers],
                sum(used[pid] for pid in workers), count_echoes() - echoes)
