# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kernel's nf_tables, which the lab's guest has not: GRE that it drops on the server's side, and what its
counters see of the mark."""

import json
import subprocess
import time

from harness.client import error_name
from harness.network import GATEWAY, run_ip, run_nft
from harness.service_case import ServiceCase

NAMED_WITHIN = 15  # seconds
MARK, POLICY_TABLE = 7, 77


class Netfilter(ServiceCase):
    def rules(self, hook, *rules, prefix=()):
        """A table of these rules at this hook, for the time of the test."""
        lines = [f"add chain ip lab {hook} {{ type filter hook {hook} priority 0; }}",
                 *(f"add rule ip lab {hook} {rule}" for rule in rules)]
        run_nft("\n".join(["add table ip lab", *lines]), prefix)
        self.addCleanup(run_nft, "delete table ip lab", prefix)

    def counted(self):
        """Packets of each counter, by name."""
        listed = json.loads(subprocess.run(["nft", "-j", "list", "counters", "table", "ip", "lab"], check=True,
                                           capture_output=True).stdout)["nftables"]
        return {entry["counter"]["name"]: entry["counter"]["packets"] for entry in listed if "counter" in entry}

    def drops_on_the_servers_side(self, hook):
        self.rules(hook, "meta l4proto 47 drop", prefix=self.network.in_server_namespace())
        tunnel = self.started("hang", server=self.server())
        began = time.monotonic()
        self.assertEqual(tunnel.connect().wait(NAMED_WITHIN + 5), error_name("GreBlocked"))
        self.assertLess(time.monotonic() - began, NAMED_WITHIN)
        self.assertFailed(tunnel, "gre-blocked")

    def test_gre_to_the_server_is_dropped(self):
        self.drops_on_the_servers_side("input")

    def test_gre_of_the_server_is_dropped(self):
        self.drops_on_the_servers_side("output")

    def test_both_sockets_bear_the_mark(self):
        server = self.server()
        there = server.address
        run_ip(f"""
            route add {there} via {GATEWAY} table {POLICY_TABLE}
            rule add fwmark {MARK} lookup {POLICY_TABLE} priority 100
            route add unreachable {there}""")
        self.addCleanup(run_ip, f"""
            route delete unreachable {there}
            rule delete priority 100
            route flush table {POLICY_TABLE}""")
        self.rules("output")
        for name, match in (("control", f"tcp dport 1723 meta mark {MARK}"),
                            ("data", f"meta l4proto 47 meta mark {MARK}"), ("unmarked", f"meta mark != {MARK}")):
            run_nft(f"""
                add counter ip lab {name}
                add rule ip lab output ip daddr {there} {match} counter name {name}""")
        tunnel = self.connected(server=server, rtmark=MARK)
        server.attack("nothing", 20)
        self.assertFramesReturned(server)
        counted = self.counted()
        self.assertGreater(counted["control"], 3)
        self.assertGreaterEqual(counted["data"], 20)
        self.assertEqual(counted["unmarked"], 0)
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertNothingLeft()
