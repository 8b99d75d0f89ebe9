# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guest as a run sees it: its processes and what they use, and what a tunnel may leave behind."""

import os
import subprocess
import time


# Of pptp-linux: before it knows what it is, the one with the packets, and the one with the control connection.
PPTP_LINUX = ("pptp", "pptpgw", "pptpcm")


def tell(subject, name, value):
    """A figure, for the host to collect."""
    print(f"@ {subject} | {name} | {value}", flush=True)


def say(text):
    print(f"  * {text}", flush=True)


def output_of(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def read(*parts):
    try:
        with open(os.path.join(*map(str, parts)), encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def wait_until(seconds, holds):
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _namespace(path):
    try:
        return os.stat(path).st_ino
    except OSError:
        return None


def processes(*names):
    """The client's processes of these names; those of the server's network namespace do not count. (A worker has
    a namespace of its own.)"""
    server = _namespace("/run/netns/server")
    return [pid for pid in filter(str.isdigit, os.listdir("/proc"))
            if read("/proc", pid, "comm").strip() in names
            and _namespace(f"/proc/{pid}/ns/net") not in (server, None)]


def cpu_ticks(pids):
    """User mode and system mode, in hundredths of a second."""
    stats = [read("/proc", pid, "stat").rpartition(")")[2].split() for pid in pids]
    return sum(int(stat[11]) for stat in stats if stat), sum(int(stat[12]) for stat in stats if stat)


def busy_ticks():
    """Of the whole guest."""
    user, nice, system, _, _, irq, softirq = map(int, read("/proc/stat").split(maxsplit=8)[1:8])
    return user + nice + system + irq + softirq


def pss_kib(pids):
    lines = [line for pid in pids for line in read("/proc", pid, "smaps_rollup").splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def interfaces():
    return {name for name in os.listdir("/sys/class/net") if name.startswith("ppp")}


def packets(interface, direction):
    return int(read("/sys/class/net", interface, "statistics", f"{direction}_packets") or 0)


def snapshot():
    """Everything that a tunnel may change, one line each. journald keeps a file for each service that has standard
    output."""
    lines = [f"process {name}" for name in ("pppd", *PPTP_LINUX, "pptp-worker", "pptp-pty") for _ in processes(name)]
    lines += [f"interface {name}" for name in interfaces()]
    for what in ("route", "rule"):
        command = ["ip", "-4", what, "show", *(["table", "all"] if what == "route" else [])]
        lines += [f"{what} {line.strip()}" for line in output_of(*command).splitlines()]
    for folder, _, files in os.walk("/run"):
        if not folder.startswith(("/run/user", "/run/systemd/journal/streams")):
            lines += [f"file {folder}/{name}" for name in files]
    return sorted(lines)


def left_since(before):
    """What is there now and was not."""
    rest = list(before)
    found = []
    for line in snapshot():
        if line in rest:
            rest.remove(line)
        else:
            found.append(line)
    return found
