# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The clients that are compared, each of which brings one tunnel up and takes it down again, and their servers."""

import os
import subprocess

from machine_state import PPTP_LINUX, interfaces, output_of, processes, read, wait_until

HERE = os.path.dirname(os.path.abspath(__file__))
PLUGIN = "/usr/lib/pppd/2.4.9/pptp-tunnel.so"
PROFILES = "/etc/pptp-tunnel/tunnels"
SECRETS = "/var/lib/pptp-tunnel/secrets"
BUS = "org.pptptunnel.Tunnels1"
BUS_ROOT = "/org/pptptunnel/Tunnels1"

THEIRS, USERSPACE, KERNEL = "pptp-linux", "userspace", "kernel"

POPTOP = "10.77.0.2"
# Servers whose packets the kernel carries: with MPPE, and without.
FAST_SERVERS = {True: "10.77.0.5", False: "10.77.0.6"}
FAST_INSIDE = {True: "10.98.0.1", False: "10.98.1.1"}

REFUSED = ["noauth", "refuse-eap", "refuse-pap", "refuse-chap", "refuse-mschap", "nobsdcomp", "nodeflate", "novj",
           "nodefaultroute", "noipv6", "mtu", "1400", "mru", "1400"]


class BenchError(Exception):
    """What could not be measured."""


def protection(encrypted):
    return ["require-mppe-128"] if encrypted else ["nomppe", "noccp"]


def pppd_options(encrypted=True):
    """What Debian's pptp-linux tells its users to write into a peers file."""
    return ["name", "bob", "remotename", "pptpd", *REFUSED, *protection(encrypted)]


def write(path, text, mode=0o644):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="ascii") as file:
        file.write(text)


def start_service():
    """With bob's password for a pppd that runs without the service, and a service that has been asked once."""
    write("/etc/ppp/chap-secrets", "bob pptpd secret *\n", 0o600)
    reload_service()


def reload_service():
    output_of("busctl", "call", BUS, BUS_ROOT, f"{BUS}.Manager", "Reload", "a{sv}", "0")


def add_profile(name, server, *lines):
    """Not known to the service before reload_service()."""
    text = "\n".join(["[tunnel]", f"server={server}", "user=bob", "mtu=1400", "mru=1400", *lines, ""])
    write(f"{PROFILES}/{name}.conf", text)
    write(f"{SECRETS}/{name}", "secret", 0o600)


def object_path(name):
    return f"{BUS_ROOT}/tunnel/{name}"


class ServerSide:
    """The network and mount namespaces of the lab's server, and the servers in it."""

    def __init__(self):
        for unit in ("lab-capture", "lab-silent"):
            subprocess.run(["systemctl", "stop", unit], check=True)
        for number in (5, 6):
            output_of("ip", "-n", "server", "address", "add", f"10.77.0.{number}/24", "dev", "to-client")
        self._fast = []
        self._find()

    def _find(self):
        pid = output_of("systemctl", "show", "--property=MainPID", "--value", "lab-server").strip()
        self._prefix = ["nsenter", "--target", pid, "--net", "--mount", "--"]

    def start(self, *command, **options):
        return subprocess.Popen([*self._prefix, *command], **options)

    def start_fast_servers(self):
        """The server's pppd takes the plugin for its channel only; its channel to a daemon is not used."""
        subprocess.run(["modprobe", "-a", "pptp", "ppp_mppe", "ppp_async"], check=True)
        for encrypted, address in FAST_SERVERS.items():
            inside = FAST_INSIDE[encrypted]
            peer = inside[:-1] + "10"
            command = ["pppd", "plugin", PLUGIN, "nodetach", "nolog", "local", "noipv6", f"{inside}:{peer}", "name", "pptpd",
                       "auth", "refuse-eap", "refuse-pap", "refuse-chap", "refuse-mschap", "require-mschap-v2", "nobsdcomp",
                       "nodeflate", "novj", "mtu", "1400", "mru", "1400", *protection(encrypted)]
            server = self.start(f"{HERE}/bench-call", "serve", address, *command, stdout=subprocess.PIPE, text=True)
            if not server.stdout.readline():
                raise BenchError(f"no server at {address}")
            self._fast.append(server)

    @staticmethod
    def wait_until_idle():
        if not wait_until(30, lambda: "ppp" not in output_of("ip", "-n", "server", "-o", "link")):
            raise BenchError("the server does not end its call")

    def stop_fast_servers(self):
        for server in self._fast:
            server.terminate()
            server.wait()
        self._fast = []

    def make_room(self, count):
        """Poptop for so many clients, each at an address of its own, as pptp-linux needs it: it makes one control
        connection for each server."""
        subprocess.run(["systemctl", "stop", "lab-server"], check=True)
        path = "/etc/lab-server/pptpd.conf"
        lines = [line for line in read(path).splitlines() if not line.startswith(("listen", "remoteip"))]
        write(path, "\n".join([*lines, f"connections {count + 20}", f"remoteip 10.99.0.10-{count + 40}", ""]))
        for number in range(1, count + 1):
            output_of("ip", "-n", "server", "address", "add", f"10.78.0.{number}/24", "dev", "to-client")
        output_of("ip", "route", "add", "10.78.0.0/24", "via", POPTOP)
        # The unit waits for the one address that it has in the lab.
        os.makedirs("/run/systemd/system/lab-server.service.d", exist_ok=True)
        write("/run/systemd/system/lab-server.service.d/bench.conf", "[Service]\nExecStartPost=\nTasksMax=infinity\n")
        subprocess.run(["systemctl", "daemon-reload"], check=True)
        subprocess.run(["systemctl", "start", "lab-server"], check=True)
        self._find()


class Client:
    """up() and down() wait until it is so."""

    def __init__(self):
        self.interface = ""

    def up(self):
        before = interfaces()
        self.start()
        self.interface = (interfaces() - before).pop()

    def start(self):
        raise NotImplementedError

    def carriers(self):
        """The processes that the packets go through, or that keep the control connection."""
        return processes(*PPTP_LINUX, "pptp-pty", "pptp-worker", "bench-call")


class OverPppd(Client):
    """A pppd of our own with a command that carries its packets, or that started it."""

    def __init__(self, command):
        super().__init__()
        self._command = command
        self._process = None

    def start(self):
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        said = ""
        while "remote IP address" not in said:
            line = self._process.stdout.readline()
            said += line
            if not line:
                raise BenchError(f"no connection: {said}")

    def terminate(self):
        self._process.terminate()

    def down(self):
        self.terminate()
        self._process.communicate()
        if not wait_until(20, lambda: not processes("pppd", *PPTP_LINUX, "pptp-pty", "pptp-worker", "bench-call")):
            raise BenchError("it does not end")


def with_pty(program, server, encrypted):
    return OverPppd(["pppd", "nodetach", "logfd", "1", "pty", f"{program} {server} --nolaunchpppd",
                     *pppd_options(encrypted)])


def with_kernel_socket(server, encrypted):
    return OverPppd([f"{HERE}/bench-call", "call", server, "pppd", "plugin", PLUGIN, "nodetach", "logfd", "1", "local",
                     *pppd_options(encrypted)])


class OverService(Client):
    def __init__(self, name):
        super().__init__()
        self._name = name

    def start(self):
        output_of("pptpctl", "--quiet", "connect", self._name)

    def down(self):
        output_of("pptpctl", "disconnect", self._name)


def fast_clients(encrypted):
    """The three ways to the servers of the kernel's. The service refuses a tunnel without encryption: there its
    engine is measured by pptp-pty, and the kernel's path, which has no part of ours in it, by bench-call."""
    server = FAST_SERVERS[encrypted]
    theirs = with_pty("pptp", server, encrypted)
    if not encrypted:
        return {THEIRS: theirs, USERSPACE: with_pty("pptp-pty", server, False),
                KERNEL: with_kernel_socket(server, False)}
    for path in (USERSPACE, KERNEL):
        add_profile(f"fast{path}", server, f"data-path={path}")
    reload_service()
    return {THEIRS: theirs, **{path: OverService(f"fast{path}") for path in (USERSPACE, KERNEL)}}
