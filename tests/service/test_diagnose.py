# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Diagnose: what was found out about each step, that the trial leaves nothing behind, and who may order it."""

import json
import os

from harness import network, processes
from harness.client import error_name
from harness.service_case import ServiceCase
from harness.waiting import wait_until

ORDER = ["service", "kernel", "privileges", "profile", "secrets", "name", "route", "subnet-overlap", "tcp", "control",
         "call", "gre", "lcp", "auth-offer", "auth", "encryption", "addresses", "dns", "mtu", "conflicts", "conntrack",
         "firewall"]
STEPS = ["name", "tcp", "control", "call", "gre", "lcp", "auth-offer", "auth", "encryption", "addresses"]
DENIED = "org.freedesktop.DBus.Error.AccessDenied"
ACTION = "org.pptptunnel.tunnels1."

# What is wrong with the server, the step that fails, and the code that it fails with.
FAULTS = (
    ("reject-control=4", "control", "control-rejected"),
    ("reject-call=7", "call", "call-rejected"),
    ("drop-gre", "gre", "gre-blocked"),
    ("other-call", "gre", "gre-other-call"),
)


class Diagnose(ServiceCase):
    def diagnose(self, target, seconds=30, **options):
        """{id: (result, evidence, hint, details)}, in the order of the answer."""
        call = self.client.manager("Diagnose", "sa{sv}", target, options)
        self.assertIsNone(call.wait(seconds), call.message)
        return {str(check[0]): tuple(check[1:]) for check in call.value}

    def refused(self, target, **options):
        return self.client.manager("Diagnose", "sa{sv}", target, options).wait()

    def assertSteps(self, checks, failed=None, reached=None):
        """Everything before the failed step is well, everything behind it was not reached."""
        end = STEPS.index(failed or reached) if failed or reached else len(STEPS)
        expected = ["ok"] * end + (["fail"] if failed else []) + ["skipped"] * len(STEPS)
        self.assertEqual([checks[step][0] for step in STEPS], expected[:len(STEPS)], dict(checks))

    def assertLeftAlone(self, tunnel, state="disconnected"):
        self.assertEqual(tunnel["State"], state)
        self.assertEqual(tunnel["LastError"], "")
        self.assertEqual(tunnel.announced("State"), [])

    def test_a_tunnel_that_works(self):
        server = self.server()
        tunnel = self.started("work", server=server)
        checks = self.diagnose("work")
        self.assertEqual(list(checks), ORDER)
        self.assertSteps(checks)
        self.assertEqual(checks["secrets"][1], "a password is stored")
        self.assertEqual(checks["encryption"][1], "mppe-128-stateless")
        self.assertEqual(checks["route"][1], f"{server.address} via 10.64.0.1 on uplink")
        self.assertEqual(checks["conflicts"][0], "ok", checks["conflicts"][1])
        self.assertEqual(checks["firewall"][0], "ok", checks["firewall"][1])
        self.assertLeftAlone(tunnel)
        self.assertNothingLeft()
        self.assertEndedPolitely(server)

    def test_each_fault_of_a_server_is_found_at_its_step(self):
        for behaviour, step, code in FAULTS:
            self.daemon.add_profile(f"hang-{code}", self.server(behaviour).address)
        self.daemon.start()
        for behaviour, step, code in FAULTS:
            with self.subTest(behaviour):
                checks = self.diagnose(f"hang-{code}")
                self.assertSteps(checks, failed=step)
                self.assertEqual(checks[step][3]["error"], code)
                self.assertNotEqual(checks[step][2], "", "there is a hint")
                self.assertNothingLeft()

    def test_a_password_that_is_refused(self):
        self.started("work", server=self.server(), password="wrong")
        checks = self.diagnose("work")
        self.assertSteps(checks, failed="auth")
        self.assertEqual(checks["auth"][3]["error"], "auth-refused")

    def test_without_a_password_the_trial_ends_before_one_is_sent(self):
        self.started("work", server=self.server(), password=None)
        checks = self.diagnose("work")
        self.assertSteps(checks, reached="auth")
        self.assertEqual(checks["secrets"][0], "warning")
        self.assertNothingLeft()

    def test_a_server_without_a_tunnel(self):
        server = self.server()
        self.started("work", server=self.server())
        checks = self.diagnose(server.address)
        self.assertEqual(list(checks), ORDER)
        self.assertEqual([checks[name][0] for name in ("profile", "secrets")], ["skipped"] * 2)
        self.assertSteps(checks, reached="auth")
        self.assertNothingLeft()
        self.assertEndedPolitely(server)

    def test_another_port_and_nobody_there(self):
        self.started("work", server=self.server())
        checks = self.diagnose(f"{network.CLOSED}:1724")
        self.assertSteps(checks, failed="tcp")
        self.assertEqual(checks["tcp"][3]["error"], "connection-refused")
        checks = self.diagnose("no-such-host.invalid")
        self.assertSteps(checks, failed="name")
        self.assertEqual(checks["route"][0], "skipped")

    def test_a_connected_tunnel_is_not_disturbed(self):
        server = self.server()
        tunnel = self.connected(server=server)
        checks = self.diagnose("work")
        self.assertSteps(checks)
        self.assertEqual(checks["addresses"][1], "ours 10.99.0.2, the server's 10.99.0.1")
        self.assertEqual(tunnel["State"], "connected")
        self.assertEqual(server.messages().count("Outgoing-Call-Request"), 1)
        self.assertEqual(checks["conflicts"][0], "ok", checks["conflicts"][1])

    def test_quick_calls_nobody(self):
        server = self.server()
        self.started("work", server=server)
        checks = self.diagnose("work", quick=True)
        self.assertEqual(list(checks), ORDER)
        self.assertEqual({checks[step][0] for step in STEPS}, {"skipped"})
        self.assertEqual(checks["route"][0], "ok")
        self.assertEqual(server.messages(), [])

    def test_a_rule_of_this_machine_that_drops_gre(self):
        self.started("hang-behind-it", server=self.server())
        network.run_nft("""
            add table inet t
            add chain inet t in { type filter hook input priority 0; }
            add rule inet t in meta l4proto 47 drop""")
        self.addCleanup(network.run_nft, "delete table inet t")
        checks = self.diagnose("hang-behind-it")
        self.assertSteps(checks, failed="gre")
        self.assertEqual(checks["firewall"][0], "fail")
        self.assertIn("inet t in: drops GRE", checks["firewall"][1])

    def test_a_profile_that_cannot_be_read(self):
        self.daemon.write_profile("broken", "[tunnel]\nserver=192.0.2.1\nuser=bob\nmtu=9000\n")
        self.daemon.start()
        checks = self.diagnose("broken")
        self.assertEqual(list(checks), ["service", "privileges", "profile"])
        self.assertEqual(checks["profile"][0], "fail")
        self.assertIn("mtu", checks["profile"][1])

    def test_who_may(self):
        tunnel = self.started("work", "weak", server=self.server(), **{"refuse-mschap": "no"})[0]
        self.bus.allow()
        self.assertEqual(self.refused("work"), DENIED)
        self.assertEqual(self.refused("203.0.113.77"), DENIED)
        self.assertEqual(self.refused("work", quick=True), DENIED)
        self.bus.allow(ACTION + "diagnose")
        self.assertEqual(self.refused("weak"), DENIED)
        self.assertSteps(self.diagnose(network.CLOSED), failed="tcp")
        self.bus.allow(ACTION + "connect-weak")
        self.assertEqual(self.diagnose("weak")["profile"][0], "warning")
        self.assertLeftAlone(tunnel)

    def test_what_makes_no_sense(self):
        self.started("work", server=self.server())
        invalid = "org.freedesktop.DBus.Error.InvalidArgs"
        self.assertEqual(self.refused("wrok"), error_name("NotFound"))
        self.assertEqual(self.refused("a b"), invalid)
        self.assertEqual(self.refused("192.0.2.1:0"), invalid)
        self.assertEqual(self.refused("work", wait=True), invalid)

    def test_one_at_a_time(self):
        tunnel = self.started("work", server=self.server("silent"))
        first = self.client.manager("Diagnose", "sa{sv}", "work", {})
        wait_until(network.host_routes, 5, "the trial has begun")
        self.assertEqual(self.refused("work"), error_name("Busy"))
        self.assertIsNone(first.wait(20))
        self.assertIn(("control", "fail"), [tuple(check[:2]) for check in first.value])
        call = tunnel.connect()
        tunnel.wait_for_phase("control")
        self.assertEqual(self.refused("work"), error_name("Busy"))
        self.assertIsNone(tunnel.disconnect().wait())
        call.wait()

    def test_an_end_of_the_service_in_the_middle_leaves_nothing(self):
        self.started("work", server=self.server("silent"))
        call = self.client.manager("Diagnose", "sa{sv}", "work", {})
        wait_until(network.host_routes, 5, "the trial has begun")
        self.daemon.close()
        call.wait()
        self.assertEqual(network.host_routes(), [])

    def test_the_command_says_it_by_its_status(self):
        server = self.server()
        self.started("work", server=server)
        checks = self.diagnose("work")
        status, output = self.pptpctl("diagnose", "work")
        self.assertEqual(status, self.status_for(checks), output)
        for check, (result, evidence, *_) in checks.items():
            if " ms" not in evidence:
                self.assertIn(f"{check:14}  {evidence}", output)
        status, output = self.pptpctl("diagnose", network.CLOSED)
        self.assertEqual(status, 20, output)
        self.assertRegex(output, r"(?m)^FAIL +tcp ")
        status, output = self.pptpctl("diagnose", server.address, "--json=short", "--quiet")
        self.assertEqual([check["id"] for check in json.loads(output)["checks"]], ORDER)
        self.assertEqual(self.pptpctl("diagnose", "wrok")[0], 10)

    @staticmethod
    def status_for(checks):
        results = {result for result, *_ in checks.values()}
        return 20 if "fail" in results else 21 if "warning" in results else 0

    def pptpctl(self, *arguments):
        log = self.directory / f"pptpctl-{len(list(self.directory.glob('pptpctl-*')))}.log"
        program = self.programs.daemon.with_name("pptpctl")
        process = processes.Process([program, "--bus", self.bus.address, *arguments], log,
                                    env={**os.environ, "LC_ALL": "C.UTF-8"})
        return process.wait(30), log.read_text()
