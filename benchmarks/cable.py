# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two network namespaces with a cable between them: the client's, which is our own, and the server's."""

import os
import subprocess
import sys

from program import Program

CLIENT = "10.64.0.100"
SERVERS = tuple(f"10.64.0.{number}" for number in range(1, 5))
MTU = 4000  # a frame in a terminal's framing is longer than the same frame in a tunnel
_INSIDE = "PPTP_BENCH_NAMESPACE"


def enter():
    """Replaces this process by itself in network and mount namespaces of its own."""
    if os.environ.pop(_INSIDE, ""):
        return
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    os.environ[_INSIDE] = "yes"
    os.execvp("unshare", ["unshare", "--net", "--mount", *user, "--", sys.executable, *sys.argv])


def has_one_user():
    """There is nobody else whom the worker could become."""
    with open("/proc/self/uid_map", encoding="ascii") as file:
        return file.read().split()[2] == "1"


class Network:
    def __init__(self):
        self._holder = Program(["unshare", "--net", "sh", "-c", "echo ready; exec cat"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
        self.pid = self._holder.pid
        self._holder.first_line()
        self.in_server_namespace = ["nsenter", f"--net=/proc/{self.pid}/ns/net", "--"]
        _ip(f"link set lo up\nlink add uplink type veth peer name uplink netns {self.pid}\n"
            f"address add {CLIENT}/24 dev uplink\nlink set uplink mtu {MTU} up")
        addresses = "".join(f"address add {address}/24 dev uplink\n" for address in SERVERS)
        _ip(f"link set lo up\n{addresses}link set uplink mtu {MTU} up", self.in_server_namespace)

    def close(self):
        _ip("link delete uplink")
        self._holder.end()


def _ip(batch, prefix=()):
    subprocess.run([*prefix, "ip", "-batch", "-"], input=batch, check=True, text=True)
