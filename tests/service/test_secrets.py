# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The password reaches pppd and nobody else."""

import os

from harness import network, processes
from harness.client import error_name
from harness.daemon import PASSWORD
from harness.service_case import ServiceCase


class Secrets(ServiceCase):
    def test_no_command_line_and_no_environment_holds_the_password(self):
        self.connected()
        running = [self.daemon.pid, *self.daemon.children()]
        self.assertEqual(len(running), 3)
        for pid in running:
            self.assertNotEqual(processes.command_line(pid), [])
            for text in processes.command_line(pid) + processes.environment(pid):
                self.assertNotIn(PASSWORD, text)

    def test_pppd_inherits_no_environment_of_ours(self):
        self.addCleanup(os.environ.pop, "PPTP_TUNNEL_TEST_CANARY", None)
        os.environ["PPTP_TUNNEL_TEST_CANARY"] = "here"
        self.connected()
        for pid in (self.daemon.pppd(), self.daemon.worker()):
            self.assertNotIn("PPTP_TUNNEL_TEST_CANARY=here", processes.environment(pid))

    def test_no_log_and_no_property_holds_the_password(self):
        tunnel = self.connected()
        self.assertNotIn(PASSWORD, str(self.client.managed_objects()))
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertNotIn(PASSWORD, self.daemon.log.read_text())
        for name in self.daemon.runtime_files():
            self.assertNotIn(PASSWORD, (self.daemon.runtime / name).read_text())

    def test_a_missing_password_is_told_as_such(self):
        tunnel = self.started("work", server=self.server(), password=None)
        self.assertEqual(tunnel.connect().wait(), error_name("NoSecrets"))
        self.assertFailed(tunnel, "no-secrets")

    def test_a_password_that_others_may_read_is_not_used(self):
        tunnel = self.started("work", server=self.server())
        self.daemon.write_secret("work", PASSWORD, mode=0o644)
        self.assertEqual(tunnel.connect().wait(), error_name("ConfigureFailed"))
        self.assertFailed(tunnel, "configure-failed")
        self.assertNotIn(PASSWORD, str(tunnel["ErrorDetails"]))

    def test_a_changed_password_is_used_without_a_reload(self):
        tunnel = self.started("work", server=self.server(), password="wrong")
        self.assertEqual(tunnel.connect().wait(), error_name("AuthRefused"))
        self.daemon.write_secret("work", PASSWORD)
        self.assertIsNone(tunnel.connect().wait())

    def test_descriptors_of_the_daemon_do_not_reach_its_children(self):
        self.connected()
        for pid in (self.daemon.pppd(), self.daemon.worker()):
            for link in processes.open_descriptors(pid):
                self.assertFalse(link.startswith(str(self.daemon.secrets)), link)
