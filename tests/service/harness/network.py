# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two network namespaces: the daemon's, which is the test's own, and one for servers.

    our namespace                                server namespace
    uplink 10.64.0.2/24  ------- veth -------  uplink 10.64.0.1/24
    default via 10.64.0.1                        lo: all of 192.0.2.0/24, servers listen on one address each
    203.0.113.0/24: unreachable                  everything else is dropped without a word
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .processes import Process

GATEWAY = "10.64.0.1"
CLIENT_ADDRESS = "10.64.0.2"
UNREACHABLE = "203.0.113.1"
BLACK_HOLE = "198.51.100.1"
CLOSED = "192.0.2.254"
KNOWN_NAME, KNOWN_NAME_ADDRESS = "vpn.test", "192.0.2.200"
OUR_ROUTE_PROTOCOL = "157"
PPP_FOLDER = "/etc/ppp"

_INSIDE = "PPTP_SERVICE_TEST_NAMESPACE"


def enter_namespaces():
    """Replaces this process by itself in fresh network and mount namespaces, as root in there."""
    if os.environ.pop(_INSIDE, ""):
        _make_names_hermetic()
        _make_ppp_folder_ours()
        return
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    os.environ[_INSIDE] = "yes"
    os.execvp("unshare", ["unshare", "--net", "--mount", *user, "--", sys.executable, *sys.argv])


def _make_names_hermetic():
    """No name server answers (on loopback that is known at once), and one name is known."""
    contents = {
        "/etc/resolv.conf": "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n",
        "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
        "/etc/hosts": f"127.0.0.1 localhost\n{KNOWN_NAME_ADDRESS} {KNOWN_NAME}\n",
    }
    for path, text in contents.items():
        with tempfile.NamedTemporaryFile("w", prefix="service-test-") as replacement:
            replacement.write(text)
            replacement.flush()
            os.chmod(replacement.name, 0o644)
            subprocess.run(["mount", "--bind", replacement.name, path], check=True)


def _make_ppp_folder_ours():
    """Within a user namespace root's own folder is not of a user that is known, and so not to be trusted."""
    if os.path.isdir(PPP_FOLDER):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=0755", "service-test", PPP_FOLDER], check=True)


class Network:
    def __init__(self, directory):
        self._numbers = itertools.count(1)
        self._holder = Process(["unshare", "--net", "sh", "-c", "echo ready; exec cat"],
                               directory / "namespace.log", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._holder.stdout.readline() == b"ready\n", (directory / "namespace.log").read_text()
        run_ip(f"""
            link set lo up
            link add uplink type veth peer name uplink netns {self._holder.pid}
            address add {CLIENT_ADDRESS}/24 dev uplink
            link set uplink up""")
        run_ip(f"""
            link set lo up
            address add 192.0.2.1/24 dev lo
            address add {GATEWAY}/24 dev uplink
            link set uplink up""", self.in_server_namespace())
        run_ip(f"""
            route add default via {GATEWAY}
            route add unreachable 203.0.113.0/24""")

    def in_server_namespace(self):
        """What to put before a command line."""
        return ["nsenter", f"--net=/proc/{self._holder.pid}/ns/net", "--"]

    def new_server_address(self):
        return f"192.0.2.{next(self._numbers)}"

    def set_link(self, state):
        """The daemon's own interface; the kernel forgets its routes while it is down."""
        run_ip(f"link set uplink {state}")
        if state == "up":
            run_ip(f"route replace default via {GATEWAY}")

    def set_server_link(self, state):
        """The far end of the same cable."""
        run_ip(f"link set uplink {state}", self.in_server_namespace())

    def close(self):
        run_ip("""
            route delete unreachable 203.0.113.0/24
            link delete uplink""")
        self._holder.end()


def run_ip(batch, prefix=()):
    subprocess.run([*prefix, "ip", "-batch", "-"], input="\n".join(line.strip() for line in batch.splitlines()),
                   check=True, text=True)


def run_nft(batch, prefix=()):
    subprocess.run([*prefix, "nft", "-f", "-"], input=batch, check=True, text=True)


def host_routes():
    """The routes with the daemon's protocol number, as destination and gateway."""
    output = subprocess.run(["ip", "-json", "route", "show", "table", "all", "proto", OUR_ROUTE_PROTOCOL],
                            check=True, capture_output=True).stdout
    return [(route["dst"], route.get("gateway")) for route in json.loads(output or b"[]")]


def files_below(directory):
    return sorted(str(path.relative_to(directory)) for path in Path(directory).rglob("*"))


def show_routes():
    return subprocess.run(["ip", "route", "show"], check=True, capture_output=True, text=True).stdout
