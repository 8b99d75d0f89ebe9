# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real pptp-tunneld on the private bus, with folders of its own for profiles, secrets and runtime state."""

import os
import signal
from dataclasses import dataclass, replace
from pathlib import Path

from . import processes
from .kernel import refuse_pptp
from .network import files_below
from .processes import Process
from .waiting import wait_until

BUS_NAME = "org.pptptunnel.Tunnels1"
PASSWORD = "secret"  # the only one that the fake pppd takes for right
USER = "bob"


@dataclass(frozen=True)
class Programs:
    """What is tested, and the fake that stands in for pppd."""

    daemon: Path
    worker: Path
    pppd: Path
    plugin: Path


class Daemon:
    def __init__(self, programs, bus, directory):
        self._programs = programs
        self._bus = bus
        self._process = None
        self._crashed = False
        self.profiles = directory / "profiles"
        self.secrets = directory / "secrets"
        self.runtime = directory / "runtime"
        self.log = directory / "pptp-tunneld.log"
        for folder, mode in ((self.profiles, 0o755), (self.secrets, 0o700), (self.runtime, 0o700)):
            folder.mkdir()
            folder.chmod(mode)

    def add_profile(self, name, server, password=PASSWORD, **settings):
        """A profile and its secret; a setting idle_wait=1 is the key idle-wait. What breaks stays broken, unless the
        test wants it otherwise."""
        values = {"server": server, "user": USER, "reconnect": "no", **{key.replace("_", "-"): settings[key] for key in settings}}
        lines = [f"{key}={value}" for key, value in values.items()]
        self.write_profile(name, "\n".join(["[tunnel]", *lines, ""]))
        if password is not None:
            self.write_secret(name, password)

    def write_profile(self, name, text):
        path = self.profiles / f"{name}.conf"
        path.write_text(text)
        path.chmod(0o644)
        return path

    def write_secret(self, name, text, mode=0o600):
        path = self.secrets / name
        path.touch(mode=0o600)
        path.write_text(text)
        path.chmod(mode)

    def use(self, **programs):
        """Other programs than the real ones, before the start."""
        self._programs = replace(self._programs, **programs)

    def start(self):
        arguments = ["--bus", self._bus.address, "--profiles", self.profiles, "--secrets", self.secrets,
                     "--runtime", self.runtime, "--worker", self._programs.worker,
                     "--pppd", self._programs.pppd, "--plugin", self._programs.plugin, "--launcher", "fork",
                     "--worker-user="]  # there is one user only in a user namespace
        self._process = Process([self._programs.daemon, *arguments], self.log, prepare=refuse_pptp)
        wait_until(self._is_ready, 10, lambda: f"pptp-tunneld owns its name; its log:\n{self.log.read_text()}")
        return self

    @property
    def pid(self):
        return self._process.pid

    def signal(self, number):
        self._process.signal(number)

    def wait_for_exit(self, seconds):
        return self._process.wait(seconds)

    def crash(self):
        """As the kernel's memory killer does it; its name must be free before another can start."""
        self._crashed = True
        self.signal(signal.SIGKILL)
        self.wait_for_exit(5)
        wait_until(lambda: not self._bus.connection.name_has_owner(BUS_NAME), 5, "the bus forgets the daemon")

    def children(self):
        return processes.descendants(self.pid)

    def worker(self):
        return processes.find(self.children(), os.path.basename(self._programs.worker))

    def pppd(self):
        return processes.find(self.children(), os.path.basename(self._programs.pppd))

    def runtime_files(self):
        return files_below(self.runtime)

    def close(self):
        """Ends it as systemd does; returns its exit status, 0 if it was never started or was made to crash."""
        if not self._process:
            return 0
        self._process.end()
        return 0 if self._process.exit_status == -signal.SIGKILL and self._crashed else self._process.exit_status

    def _is_ready(self):
        if self._process.exit_status is not None:
            raise AssertionError(f"pptp-tunneld exited with {self._process.exit_status}:\n{self.log.read_text()}")
        return self._bus.connection.name_has_owner(BUS_NAME)
