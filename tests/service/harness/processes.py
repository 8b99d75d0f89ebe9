# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting, watching and ending processes, always by pid; what /proc tells about them."""

import ctypes
import os
import signal
import subprocess
from pathlib import Path

from .waiting import wait_until

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None, use_errno=True)


def adopt_orphans():
    """Makes the processes that a killed daemon leaves behind our children, where they can be found."""
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _die_with_parent():
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


class Process:
    """One program of the harness, its output in a file; it cannot outlive the test run."""

    started = set()

    def __init__(self, arguments, log, prepare=None, **options):
        def before_exec():
            _die_with_parent()
            if prepare:
                prepare()

        self.log = Path(log)
        with open(log, "ab") as stream:
            streams = {"stdin": subprocess.DEVNULL, "stdout": stream, "stderr": stream}
            self._popen = subprocess.Popen([str(argument) for argument in arguments],
                                           preexec_fn=before_exec, **{**streams, **options})
        self.pid = self._popen.pid
        self.started.add(self.pid)
        self.stdin = self._popen.stdin
        self.stdout = self._popen.stdout

    @property
    def exit_status(self):
        """None while it runs; negative: the signal that ended it."""
        return self._popen.poll()

    def signal(self, number):
        self._popen.send_signal(number)

    def wait(self, seconds):
        wait_until(lambda: self.exit_status is not None, seconds, f"{self._popen.args[0]} ends")
        return self.exit_status

    def end(self):
        """Ends it whatever it does."""
        for number, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
            if self.exit_status is not None:
                break
            self.signal(number)
            try:
                self.wait(seconds)
            except AssertionError:
                continue
        for stream in (self.stdin, self.stdout):
            if stream:
                stream.close()


def descendants(pid):
    """The pids of everything below a process, zombies included."""
    parents = _parents()
    found = [pid]
    for ancestor in found:
        found += [child for child, parent in parents.items() if parent == ancestor]
    return found[1:]


def orphans():
    """What a daemon that ended left running and we adopted, with all that is below it."""
    adopted = [pid for pid, parent in _parents().items() if parent == os.getpid() and pid not in Process.started]
    running = [pid for pid in adopted if os.waitpid(pid, os.WNOHANG)[0] == 0]
    return [pid for top in running for pid in (top, *descendants(top))]


def wait_for_orphans_to_end(seconds):
    wait_until(lambda: not orphans(), seconds, lambda: f"the orphans end: {describe(orphans())}")


def command_line(pid):
    return _read(pid, "cmdline").split("\0")[:-1]


def environment(pid):
    return Path(f"/proc/{pid}/environ").read_text(encoding="utf-8", errors="backslashreplace").split("\0")[:-1]


def describe(pids):
    """For messages of failed tests: what is still there, with its state."""
    return [f"{pid} {' '.join(command_line(pid)) or _read(pid, 'comm').strip()} {_stat(pid)[:1]}" for pid in pids]


def find(pids, program):
    """The pid of the one process that runs a program of this name, also through an interpreter."""
    found = [pid for pid in pids
             if any(os.path.basename(word) == program for word in command_line(pid)[:2])]
    assert len(found) == 1, f"{len(found)} processes run {program}: {describe(pids)}"
    return found[0]


def open_descriptors(pid):
    """What a process has open, without the numbers that differ from run to run."""
    links = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            links.append(os.readlink(entry).split(":[")[0])
        except OSError:
            continue
    return sorted(links)


def signals(pid, field):
    """The signals in one of the masks of /proc/PID/status: SigBlk, SigIgn, SigCgt."""
    mask = int(next(line for line in _read(pid, "status").splitlines() if line.startswith(field)).split()[1], 16)
    return {number for number in range(1, 65) if mask >> (number - 1) & 1}


def resident_kib(pid):
    """The memory that a process occupies; 0 when it is gone."""
    lines = [line for line in _read(pid, "status").splitlines() if line.startswith("VmRSS:")]
    return int(lines[0].split()[1]) if lines else 0


def processor_seconds(pid):
    """What a process has used so far."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def sleeps(pids):
    """How often each process has gone to sleep by itself, all of its threads together; none if it slept all along."""
    return [sum(int(line.split()[1]) for task in Path(f"/proc/{pid}/task").iterdir()
                for line in _read(pid, f"task/{task.name}/status").splitlines()
                if line.startswith("voluntary_ctxt_switches")) for pid in pids]


def _parents():
    stats = {int(entry): _stat(entry) for entry in os.listdir("/proc") if entry.isdigit()}
    return {pid: int(stat[1]) for pid, stat in stats.items() if stat}


def _stat(pid):
    """The fields of /proc/PID/stat behind the name: state, parent, ..."""
    return _read(pid, "stat").rpartition(")")[2].split()


def _read(pid, name):
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8", errors="backslashreplace")
    except OSError:
        return ""
