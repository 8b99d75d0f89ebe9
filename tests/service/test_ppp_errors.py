# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What pppd can meet or do: each becomes the right code, and the server is told goodbye whatever it was."""

import time

from harness.client import error_name
from harness.service_case import ServiceCase

# What the fake pppd plays, the error of Connect, its code, pppd's status.
FAILING_ATTEMPTS = (
    ("nomethod", "AuthMethod", "auth-method", 10),
    ("nomppe", "EncryptionRequired", "encryption-required", 10),
    ("weakmppe", "EncryptionTooWeak", "encryption-too-weak", 10),
    ("insists", "EncryptionRefused", "encryption-refused", 10),
    ("noaddress", "AddressFailed", "address-conflict", 10),
    ("noppp", "NotSupported", "not-supported", 4),
    ("badoption", "PppdFailed", "pppd-failed", 2),
    ("garbage", "PppdFailed", "pppd-failed", None),
)
ENDING_LINKS = (
    ("closed", "closed-by-server", "status", 0),
    ("peerdead", "peer-unreachable", "status", 15),
    ("crash", "pppd-failed", "signal", 9),
)


# MS-CHAP's number (RFC 2759, 6), the error of Connect, its code.
REFUSALS = (
    (646, "AccountDisabled", "account-disabled"),
    (647, "AccountDisabled", "account-disabled"),
    (648, "PasswordExpired", "password-expired"),
    (649, "NoDialin", "no-dialin"),
    (691, "AuthRefused", "auth-refused"),
    (709, "AuthRefused", "auth-refused"),
)


class PppErrors(ServiceCase):
    def test_each_number_of_a_refused_password_has_its_error(self):
        tunnels = self.started(*(f"mschap-{number}" for number, *_ in REFUSALS), server=self.server())
        for tunnel, (number, bus_code, code) in zip(tunnels, REFUSALS):
            with self.subTest(number):
                self.assertEqual(tunnel.connect().wait(), error_name(bus_code))
                self.assertFailed(tunnel, code)
                self.assertEqual(tunnel["ErrorDetails"]["mschap-error"], number)
                self.assertEqual(tunnel["ErrorPeerText"], "Not today")

    def test_the_method_that_the_server_wants_is_told(self):
        tunnel = self.started("nomethod", server=self.server())
        self.assertEqual(tunnel.connect().wait(), error_name("AuthMethod"))
        self.assertFailed(tunnel, "auth-method")
        self.assertEqual(tunnel["ErrorDetails"]["wanted-authentication"], 1)

    def test_an_attempt_that_fails_in_ppp(self):
        server = self.server()
        tunnels = self.started(*(name for name, *_ in FAILING_ATTEMPTS), server=server)
        for tunnel, (name, bus_code, code, status) in zip(tunnels, FAILING_ATTEMPTS):
            with self.subTest(name):
                self.assertEqual(tunnel.connect().wait(), error_name(bus_code))
                self.assertFailed(tunnel, code)
                self.assertEqual(tunnel["ErrorDetails"].get("status"), status)
                self.assertEndedPolitely(server, connections=tunnels.index(tunnel) + 1)

    def test_a_link_that_ends_by_itself(self):
        server = self.server()
        tunnels = self.started(*(name for name, *_ in ENDING_LINKS), server=server)
        for tunnel, (name, code, number, value) in zip(tunnels, ENDING_LINKS):
            with self.subTest(name):
                self.assertIsNone(tunnel.connect().wait())
                self.assertFailed(tunnel, code)
                self.assertEqual(tunnel["ErrorDetails"].get(number), value)
                tunnel.wait_for_announced_states("connecting", "connected", "disconnecting", "failed")
                self.assertEndedPolitely(server, connections=tunnels.index(tunnel) + 1)

    def test_a_pppd_that_ignores_termination_is_killed(self):
        server = self.server()
        tunnel = self.connected("stubborn", server=server)
        begin = time.monotonic()
        self.assertIsNone(tunnel.disconnect().wait(8))
        self.assertLess(time.monotonic() - begin, 6)
        self.assertNothingLeft()
        self.assertEqual(tunnel["State"], "disconnected")
        self.assertEndedPolitely(server)

    def test_a_pppd_that_talks_too_much_is_not_let_into_the_log(self):
        tunnel = self.connected("babble")
        self.assertIsNone(tunnel.disconnect().wait())
        lines = self.daemon.log.read_text().count("of too many")
        self.assertTrue(0 < lines < 1000, f"{lines} of 5000 lines were logged")

    def test_a_pppd_that_is_not_there(self):
        self.assertStartFails(self.directory / "no-such-pppd")

    def test_a_pppd_that_may_not_be_executed(self):
        program = self.directory / "pppd"
        program.write_text("")
        self.assertStartFails(program)

    def assertStartFails(self, pppd):
        server = self.server()
        self.daemon.use(pppd=pppd)
        tunnel = self.started("work", server=server)
        self.assertEqual(tunnel.connect().wait(), error_name("PppdFailed"))
        self.assertFailed(tunnel, "pppd-failed")
        self.assertEndedPolitely(server)

    def test_a_worker_that_is_not_there(self):
        server = self.server()
        self.daemon.use(worker=self.directory / "no-such-worker")
        tunnel = self.started("work", server=server)
        self.assertEqual(tunnel.connect().wait(), error_name("WorkerFailed"))
        self.assertFailed(tunnel, "worker-failed")

    def test_a_worker_that_ends_at_once(self):
        server = self.server()
        self.daemon.use(worker="/bin/true")
        tunnel = self.started("work", server=server)
        self.assertEqual(tunnel.connect().wait(), error_name("WorkerFailed"))
        self.assertFailed(tunnel, "worker-failed")
