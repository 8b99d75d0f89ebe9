# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One client plays one script: it is started as pppd starts it, fed, asked for its statistics, and ended."""

import asyncio
import ctypes
import os
import resource
import signal
import struct
import subprocess
import tty
from dataclasses import dataclass, field

import hdlc
from peer import Peer, payload_of

START_SECONDS = 10  # pptp-linux sleeps for one of them
STEP_SECONDS = 4
LOST_STEP_SECONDS = 0.4  # after a step that was not reached: longer than the reorder timeout
SETTLE_SECONDS = 1.5
DUMP_SECONDS = 3
END_SECONDS = 8
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Outcome:
    delivered: list = field(default_factory=list)  # identities, as pppd got them
    damaged: int = 0
    statistics: dict = field(default_factory=dict)
    frames_received: int = 0  # by the server
    pure_acknowledgements: int = 0
    last_acknowledgement: int | None = None
    violations: list = field(default_factory=list)
    remarks: list = field(default_factory=list)  # of the run itself: a crash, a client that did not start
    said: str = ""  # on standard error, and in the system log


class Trial:
    def __init__(self, script, command, name, address, namespace, log):
        self._script = script
        self._command = [*command, address, "--nolaunchpppd", "--nohostroute", "--loglevel", "0",
                         "--logstring", name, *script.options]
        self._name = name
        self._log = log
        self._changed = asyncio.Event()
        self._peer = Peer(*namespace.sockets(address), self._changed.set)
        self._decoder = hdlc.Decoder()
        self._wanted = set(script.wanted)
        self._reached = set()
        self._frames_written = 0
        self._on_the_rails = True
        self.outcome = Outcome()

    async def run(self):
        await self._peer.start()
        self._start_client()
        self._log.listen(self._name, self._process.pid, self._changed.set)
        try:
            if await self._until(self._is_up, START_SECONDS):
                await self._play()
                await self._settle()
                await self._ask_for_statistics()
            elif self._is_alive():
                self.outcome.remarks.append("no start")
            await self._end_client()
        finally:
            self._clean_up()
        return self.outcome

    # --- the client's process and its pty ---

    def _start_client(self):
        loop = asyncio.get_running_loop()
        master, self._pty = os.openpty()
        tty.setraw(self._pty)
        os.set_blocking(self._pty, False)
        self._errors = os.memfd_create(self._name)
        self._process = subprocess.Popen(self._command, stdin=master, stdout=self._errors, stderr=self._errors,
                                         preexec_fn=_prepare_child)
        os.close(master)
        self._pidfd = os.pidfd_open(self._process.pid)
        loop.add_reader(self._pidfd, self._on_exit)
        loop.add_reader(self._pty, self._on_pty)

    def _on_exit(self):
        asyncio.get_running_loop().remove_reader(self._pidfd)
        self._process.wait()
        self._changed.set()

    def _on_pty(self):
        try:
            data = os.read(self._pty, 65536)
        except BlockingIOError:
            return
        except OSError:  # the other end is closed
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._pty)
        for frame in self._decoder.feed(data):
            self._take_frame(frame)
        self._changed.set()

    def _take_frame(self, frame):
        identity = struct.unpack_from("!q", frame, 4)[0] if len(frame) >= 12 else None
        if identity is None or frame != payload_of(identity):
            self.outcome.damaged += 1
            return
        self.outcome.delivered.append(identity)
        if identity in self._wanted:
            self._reached.add(identity)

    def _write_frame(self):
        self._frames_written += 1
        os.write(self._pty, hdlc.encode(payload_of(self._frames_written)))

    def _is_alive(self):
        return self._process.returncode is None

    # --- the script ---

    def _is_up(self):
        """GRE flows, both ways as far as the client is concerned: the first frame of pppd has arrived."""
        if not self._frames_written and self._peer.has_call:
            self._write_frame()
        return self._peer.frames == 1

    async def _play(self):
        for step in self._script.steps:
            if not self._is_alive():
                return
            for sequence, identity in step.packets:
                self._peer.send(sequence, identity)
            for _ in range(step.frames):
                await self._exchange_frame()
            if step.pause:
                await self._until(lambda: not self._is_alive(), step.pause)
            seconds = STEP_SECONDS if self._on_the_rails else LOST_STEP_SECONDS
            if not await self._until(lambda: len(self._reached) >= step.wanted, seconds):
                self._on_the_rails = False

    async def _exchange_frame(self):
        expected = self._peer.frames + 1
        self._write_frame()
        if await self._until(lambda: self._peer.frames >= expected, LOST_STEP_SECONDS):
            self._peer.acknowledge(self._peer.highest_received)

    async def _settle(self):
        """Whatever is still held back comes out, and the last acknowledgement goes out."""
        await self._until(lambda: not self._is_alive(), self._script.timeout + 0.2)
        last = self._script.wanted[-1] & 0xFFFFFFFF
        await self._until(lambda: self._peer.highest_acknowledged == last, SETTLE_SECONDS)

    async def _ask_for_statistics(self):
        if not self._is_alive():
            return
        self._process.send_signal(signal.SIGUSR1)
        if not await self._until(lambda: self._log.statistics(self._name), DUMP_SECONDS):
            self.outcome.remarks.append("no counters")

    async def _end_client(self):
        if not self._is_alive():
            code = self._process.returncode
            self.outcome.remarks.append(signal.Signals(-code).name if code < 0 else f"exited ({code})")
            return
        self._process.terminate()
        if not await self._until(lambda: not self._is_alive(), END_SECONDS, even_dead=True):
            self.outcome.remarks.append("hangs")
            return
        # pptp-linux's call manager, which is a process of its own, goes after its gateway.
        await self._until(lambda: self._peer.call_cleared, END_SECONDS, even_dead=True)
        if not self._peer.call_cleared:
            self.outcome.remarks.append("no goodbye")

    def _clean_up(self):
        loop = asyncio.get_running_loop()
        for descriptor in (self._pidfd, self._pty):
            loop.remove_reader(descriptor)
            os.close(descriptor)
        if self._is_alive():
            self._process.kill()
            self._process.wait()
        self._peer.close()
        outcome = self.outcome
        outcome.damaged += self._decoder.damaged
        outcome.statistics = self._log.statistics(self._name)
        outcome.frames_received = self._peer.frames
        outcome.pure_acknowledgements = self._peer.pure_acknowledgements
        outcome.last_acknowledgement = self._peer.highest_acknowledged
        outcome.violations = self._peer.violations
        with open(self._errors, "rb") as errors:
            errors.seek(0)
            outcome.said = "\n".join([errors.read().decode("utf-8", "replace"), *self._log.lines[self._name]])

    async def _until(self, condition, seconds, even_dead=False):
        """True as soon as the condition holds; false when the time is over or the client is gone."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not condition():
            remaining = deadline - loop.time()
            if remaining <= 0 or not (even_dead or self._is_alive()):
                return False
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), remaining)
            except TimeoutError:
                pass
        return True


def _prepare_child():
    """A crash of the client is an observation: no core file; and it cannot outlive us."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
