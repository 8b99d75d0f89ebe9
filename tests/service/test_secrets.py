# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The password reaches pppd and nobody else."""

import os
import re

from harness import processes
from harness.client import error_name
from harness.daemon import PASSWORD
from harness.service_case import ServiceCase


def holds_password(text):
    """As a word: "--secrets" is no password."""
    return re.search(rf"(?<![A-Za-z]){PASSWORD}(?![A-Za-z])", text)


class Secrets(ServiceCase):
    def test_the_search_finds_a_password(self):
        for text in (f"password={PASSWORD}", PASSWORD, f"x {PASSWORD}\n"):
            self.assertTrue(holds_password(text))

    def test_no_command_line_and_no_environment_holds_the_password(self):
        self.connected()
        running = [self.daemon.pid, *self.daemon.children()]
        self.assertEqual(len(running), 3)
        for pid in running:
            self.assertNotEqual(processes.command_line(pid), [])
            for text in processes.command_line(pid) + processes.environment(pid):
                self.assertFalse(holds_password(text), text)

    def test_pppd_inherits_no_environment_of_ours(self):
        self.addCleanup(os.environ.pop, "PPTP_TUNNEL_TEST_CANARY", None)
        os.environ["PPTP_TUNNEL_TEST_CANARY"] = "here"
        self.connected()
        for pid in (self.daemon.pppd(), self.daemon.worker()):
            self.assertNotIn("PPTP_TUNNEL_TEST_CANARY=here", processes.environment(pid))

    def test_no_log_and_no_property_holds_the_password(self):
        tunnel = self.connected()
        self.assertFalse(holds_password(str(self.client.managed_objects())))
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertFalse(holds_password(self.daemon.log.read_text()))

    def test_a_missing_password_is_told_as_such(self):
        tunnel = self.started("work", server=self.server(), password=None)
        self.assertEqual(tunnel.connect().wait(), error_name("NoSecrets"))
        self.assertFailed(tunnel, "no-secrets")

    def test_a_password_that_others_may_read_is_not_used(self):
        tunnel = self.started("work", server=self.server())
        self.daemon.write_secret("work", PASSWORD, mode=0o644)
        self.assertEqual(tunnel.connect().wait(), error_name("ConfigureFailed"))
        self.assertFailed(tunnel, "configure-failed")
        self.assertFalse(holds_password(tunnel["ErrorDetails"]["detail"].replace(str(self.daemon.secrets), "")))

    def test_a_changed_password_is_used_without_a_reload(self):
        tunnel = self.started("work", server=self.server(), password="wrong")
        self.assertEqual(tunnel.connect().wait(), error_name("AuthRefused"))
        self.daemon.write_secret("work", PASSWORD)
        self.assertIsNone(tunnel.connect().wait())

    def test_the_daemons_sockets_do_not_reach_its_children(self):
        self.connected()
        sockets = {name: processes.open_descriptors(pid).count("socket")
                   for name, pid in (("pppd", self.daemon.pppd()), ("worker", self.daemon.worker()))}
        # The plugin's channel; the daemon's channel, TCP and GRE.
        self.assertEqual(sockets, {"pppd": 1, "worker": 3})
