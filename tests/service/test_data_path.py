# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who carries the packets where the kernel has no PPTP. Where it has, there is a scenario of the lab."""

from harness.client import error_name
from harness.service_case import ServiceCase


class DataPath(ServiceCase):
    def assertUserspace(self, tunnel, reason):
        self.assertEqual(tunnel["DataPath"], "userspace")
        self.assertIn(reason, tunnel["DataPathReason"])
        self.assertEqual(list(tunnel.statistics()["Unavailable"]), [])

    def test_auto_is_userspace_and_says_why(self):
        self.assertUserspace(self.connected(data_path="auto"), "module pptp")

    def test_userspace_is_the_default(self):
        self.assertUserspace(self.connected(), "data-path is userspace")

    def test_a_wish_that_the_kernel_ignores_is_the_reason(self):
        self.assertUserspace(self.connected(data_path="auto", nobuffer="yes"), "nobuffer")

    def test_the_kernel_or_nothing_is_not_supported(self):
        server = self.server()
        tunnel = self.started("work", server=server, data_path="kernel")
        self.assertEqual(tunnel.connect().wait(), error_name("NotSupported"))
        self.assertFailed(tunnel, "not-supported")
        self.assertEqual(server.messages(), [], "the server never heard of it")

    def test_the_kernel_with_what_it_cannot_do_is_not_supported(self):
        tunnel = self.started("work", server=self.server(), data_path="kernel", missing_window=5)
        self.assertEqual(tunnel.connect().wait(), error_name("NotSupported"))
        self.assertFailed(tunnel, "not-supported")

    def test_the_loopback_or_nothing_is_not_supported(self):
        server = self.server()
        tunnel = self.started("work", server=server, data_path="loopback")
        self.assertEqual(tunnel.connect().wait(), error_name("NotSupported"))
        self.assertFailed(tunnel, "not-supported")
        self.assertEqual(server.messages(), [], "the server never heard of it")

    def test_no_path_is_shown_without_a_call(self):
        tunnel = self.connected()
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertEqual((tunnel["DataPath"], tunnel["DataPathReason"]), ("", ""))
