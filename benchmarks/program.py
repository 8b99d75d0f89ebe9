# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs of a run: what they use of the machine, and their end, always by pid."""

import ctypes
import json
import os
import resource
import selectors
import signal
import subprocess
import time

ANSWER_SECONDS = 10
END_SECONDS = 4
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None, use_errno=True)


class BenchError(Exception):
    """A measurement that could not be made."""


def adopt_orphans():
    """pptp-linux's call manager leaves its parent; it becomes our child, where it can be measured and ended."""
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _prepare_child():
    """A crash is an observation and leaves no core file; and nothing outlives us."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


class Program:
    """Any program; what it says on standard error is kept for messages."""

    def __init__(self, command, **options):
        self._errors = os.memfd_create("errors")
        streams = {"stdin": subprocess.DEVNULL, "stdout": self._errors, "stderr": self._errors}
        self._process = subprocess.Popen([str(word) for word in command], preexec_fn=_prepare_child,
                                         **{**streams, **options})
        self.pid = self._process.pid
        self.name = next(os.path.basename(word) for word in command if not str(word).startswith(("nsenter", "-")))

    @property
    def is_alive(self):
        return self._process.poll() is None

    def said(self):
        return os.pread(self._errors, 2000, 0).decode("utf-8", "replace").strip()

    def first_line(self):
        return self._process.stdout.readline()

    def wait(self, seconds):
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.is_alive:
                self._process.send_signal(number)
                self.wait(END_SECONDS)
        os.close(self._errors)


class TrafficProgram(Program):
    """bench-peer or bench-pppd: takes orders, and answers some of them with a line of JSON."""

    def __init__(self, command, **options):
        super().__init__(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **options)
        self._input, self._output = self._process.stdin, self._process.stdout
        os.set_blocking(self._output.fileno(), False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._output, selectors.EVENT_READ)
        self._received = b""

    def order(self, *words):
        try:
            self._input.write((" ".join(str(word) for word in words) + "\n").encode())
            self._input.flush()
        except BrokenPipeError:
            raise BenchError(f"{self._process.args[0]} is gone: {self.said()}") from None

    def answer(self, event, seconds=ANSWER_SECONDS):
        """The next line, which must be about this event."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self._received:
            if not self._selector.select(deadline - time.monotonic()):
                raise BenchError(f"no answer from {self._process.args[0]}: {event}")
            data = self._output.read(65536)
            if data == b"":
                raise BenchError(f"{self._process.args[0]} is gone: {self.said()}")
            self._received += data or b""
        line, _, self._received = self._received.partition(b"\n")
        found = json.loads(line)
        if found["event"] != event:
            raise BenchError(f"{self._process.args[0]} says {found['event']} instead of {event}")
        return found

    def ask(self, event, *words, seconds=ANSWER_SECONDS):
        self.order(*words)
        return self.answer(event, seconds)

    def count(self):
        return self.ask("counters", "count")

    def end(self):
        self._input.close()
        self.wait(END_SECONDS)
        super().end()
        self._selector.close()
        self._output.close()


class Usage:
    """What some processes use: processor time and memory."""

    def __init__(self, pids):
        self._pids = pids

    def cpu_seconds(self):
        """Of user and system, by the scheduler's own account, which is finer than the ticks of stat."""
        return sum(int(_read(pid, f"task/{task}/schedstat").split()[0])
                   for pid in self._pids for task in _tasks(pid)) / 1e9

    def user_ticks_and_system_ticks(self):
        fields = [_stat(pid) for pid in self._pids]
        return sum(int(field[11]) for field in fields if field), sum(int(field[12]) for field in fields if field)

    def forget_peak(self):
        for pid in self._pids:
            with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as control:
                control.write("5")

    def peak_kib(self):
        """The most memory that was resident since forget_peak()."""
        lines = [line for pid in self._pids for line in _read(pid, "status").splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def family(pids):
    """These processes and all below them."""
    parents = _parents()
    found = list(pids)
    for ancestor in found:
        found += [child for child, parent in parents.items() if parent == ancestor and child not in found]
    return found


def children():
    return {pid for pid, parent in _parents().items() if parent == os.getpid()}


def end_children(pids):
    """Ends those that are still there, and leaves no zombie."""
    for pid in set(pids) & children():
        if os.waitpid(pid, os.WNOHANG)[0] == 0:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


class Others:
    """How much of the machine is used by what is none of this run's programs. Only user mode is looked at: the
    kernel's own threads work for us too."""

    def __init__(self):
        self._started = time.monotonic()
        self._foreign = self._foreign_ticks()

    def share(self):
        """Of all processors, since the object was made."""
        ticks = (time.monotonic() - self._started) * os.sysconf("SC_CLK_TCK") * os.cpu_count()
        return max(self._foreign_ticks() - self._foreign, 0) / ticks

    @staticmethod
    def _foreign_ticks():
        everybody = [int(word) for word in _read("", "stat").split(maxsplit=3)[1:3]]  # user, nice
        return sum(everybody) - Usage(family([os.getpid()])).user_ticks_and_system_ticks()[0]


def _parents():
    stats = {int(entry): _stat(entry) for entry in os.listdir("/proc") if entry.isdigit()}
    return {pid: int(stat[1]) for pid, stat in stats.items() if stat}


def _stat(pid):
    """The fields of /proc/PID/stat behind the name: state, parent, ..."""
    return _read(pid, "stat").rpartition(")")[2].split()


def _tasks(pid):
    try:
        return os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []


def _read(pid, name):
    try:
        with open(os.path.join("/proc", str(pid), name), encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return "0" if name.endswith("schedstat") else ""
