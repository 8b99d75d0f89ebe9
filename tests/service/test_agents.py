# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose password it is decides who is asked for it: agents over the bus, and passwords that come with a call."""

import os

import dbus

from harness import processes
from harness.agent import Agent, AgentOfNobody, Declined, HasNone, has_other_users, in_memory, in_pipe, secrets_of
from harness.client import error_name
from harness.daemon import PASSWORD
from harness.service_case import ServiceCase
from harness.waiting import wait_until

RIGHT = PASSWORD.encode()
WRONG = b"wrong"
INVALID = "org.freedesktop.DBus.Error.InvalidArgs"


class Agents(ServiceCase):
    def asking(self, *answers, client=None, **settings):
        """A tunnel without a stored password, and an agent of the user who connects it."""
        tunnel = self.started("work", server=self.server(), password=None, **settings)
        return tunnel, Agent(client or self.client, *answers)

    def test_the_agent_of_who_connects_is_asked(self):
        tunnel, agent = self.asking(RIGHT)
        self.assertIsNone(tunnel.connect().wait())
        self.assertEqual(len(agent.questions), 1)
        question = agent.questions[0]
        self.assertEqual({key: question[key] for key in ("name", "user", "server", "retry", "reason", "attempt",
                                                         "attempts", "fields", "tunnel")},
                         {"name": "work", "user": "bob", "server": self.daemon_server(), "retry": False, "reason": "",
                          "attempt": 1, "attempts": 3, "fields": ["password"], "tunnel": tunnel.path})
        self.assertIn("password", tunnel.announced("Phase"))
        self.assertFalse(tunnel["HasSecret"])

    def daemon_server(self):
        text = (self.daemon.profiles / "work.conf").read_text()
        return next(line for line in text.splitlines() if line.startswith("server=")).partition("=")[2]

    def test_what_was_typed_wrong_is_asked_again_with_the_reason(self):
        tunnel, agent = self.asking(WRONG, WRONG, RIGHT)
        self.assertIsNone(tunnel.connect().wait(20))
        self.assertEqual([(question["attempt"], question["retry"], question["reason"]) for question in agent.questions],
                         [(1, False, ""), (2, True, "auth-refused"), (3, True, "auth-refused")])
        self.assertNotIn("failed", tunnel.announced("State"))

    def test_three_wrong_ones_are_enough(self):
        tunnel, agent = self.asking(WRONG, WRONG, WRONG, RIGHT)
        self.assertEqual(tunnel.connect().wait(20), error_name("AuthRefused"))
        self.assertFailed(tunnel, "auth-refused")
        self.assertEqual(len(agent.questions), 3)

    def test_a_stored_one_that_is_wrong_is_sent_once_and_nobody_is_asked(self):
        tunnel, agent = self.asking(RIGHT)
        self.daemon.write_secret("work", "wrong")
        self.assertEqual(tunnel.connect().wait(), error_name("AuthRefused"))
        self.assertFailed(tunnel, "auth-refused")
        self.assertEqual(agent.questions, [])

    def test_whoever_gives_up_after_a_refusal_learns_of_the_refusal(self):
        tunnel, _ = self.asking(WRONG, Declined())
        self.assertEqual(tunnel.connect().wait(), error_name("AuthRefused"))
        self.assertFailed(tunnel, "auth-refused")

    def test_a_decline_ends_the_attempt_before_the_server_is_called(self):
        server = self.server()
        tunnel = self.started("work", server=server, password=None)
        older, newer = Agent(self.client, RIGHT), Agent(self.client, Declined())
        self.assertEqual(tunnel.connect().wait(), error_name("NoSecrets"))
        self.assertFailed(tunnel, "no-secrets")
        self.assertEqual((len(newer.questions), older.questions), (1, []))
        self.assertEqual(server.messages(), [])

    def test_an_agent_that_has_none_leaves_it_to_the_one_before(self):
        tunnel, older = self.asking(RIGHT)
        newer = Agent(self.client, HasNone())
        self.assertIsNone(tunnel.connect().wait())
        self.assertEqual((len(newer.questions), len(older.questions)), (1, 1))
        self.assertNotEqual(newer.questions[0]["request"], older.questions[0]["request"])

    def test_without_an_agent_nothing_waits(self):
        tunnel = self.started("work", server=self.server(), password=None, secret_storage="agent")
        self.assertEqual(tunnel["SecretStorage"], "agent")
        self.assertEqual(tunnel.connect().wait(), error_name("NoAgent"))
        self.assertFailed(tunnel, "no-agent")

    def test_the_store_is_for_the_storage_system_only(self):
        tunnel, agent = self.asking(RIGHT, secret_storage="none")
        self.daemon.write_secret("work", "wrong")
        self.assertIsNone(tunnel.connect().wait())
        self.assertEqual(len(agent.questions), 1)

    def test_an_agent_of_another_user_is_not_asked(self):
        tunnel = self.started("work", server=self.server(), password=None)
        other = None
        if has_other_users():
            os.chmod(os.path.dirname(self.bus.address.partition("path=")[2].partition(",")[0]), 0o711)
            other = AgentOfNobody(self.bus.address, self.directory / "nobody.log")
            self.addCleanup(other.close)
        self.assertEqual(tunnel.connect().wait(), error_name("NoSecrets"))
        self.assertFalse(other and other.was_asked())

    def test_an_agent_that_vanishes_is_no_loss_of_time(self):
        gone = self.new_client()
        tunnel, agent = self.asking(None, client=gone)
        call = tunnel.connect()
        agent.wait_for_questions()
        self.assertEqual((tunnel["State"], tunnel["Phase"]), ("connecting", "password"))
        gone.close()
        self.assertEqual(call.wait(3), error_name("NoSecrets"))
        self.assertFailed(tunnel, "no-secrets")

    def test_a_disconnect_takes_the_question_back(self):
        tunnel, agent = self.asking(None)
        call = tunnel.connect()
        agent.wait_for_questions()
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertEqual(call.wait(), error_name("Cancelled"))
        wait_until(lambda: agent.cancelled, 5, "the agent is told")
        self.assertEqual(agent.cancelled, [(agent.questions[0]["request"], "cancelled")])
        self.assertNothingLeft()

    def test_a_disconnect_between_two_tries_is_the_end(self):
        tunnel, agent = self.asking(WRONG, None)
        call = tunnel.connect()
        agent.wait_for_questions(2)
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertEqual(call.wait(), error_name("Cancelled"))
        tunnel.wait_for_state("disconnected")
        self.assertNothingLeft()

    def test_the_next_connect_asks_anew(self):
        tunnel, agent = self.asking(RIGHT, RIGHT)
        for expected in (1, 2):
            self.assertIsNone(tunnel.connect().wait())
            self.assertIsNone(tunnel.disconnect().wait())
            self.assertEqual(len(agent.questions), expected)

    def test_the_service_runs_on_while_it_waits_for_a_person(self):
        tunnel, agent = self.asking(None)
        tunnel.connect()
        agent.wait_for_questions()
        self.assertIsNone(self.client.manager("Reload", "a{sv}", {}).wait())

    def test_persons_who_do_not_answer_keep_no_other_tunnel_waiting(self):
        names = [f"ask{number}" for number in range(6)]  # as many as are set up at once
        server = self.server()
        self.daemon.add_profile("work", server.address)
        tunnels = self.started(*names, server=server, password=None)
        agent = Agent(self.client)
        calls = [tunnel.connect() for tunnel in tunnels]
        agent.wait_for_questions(len(names))
        self.assertIsNone(self.client.tunnel("work").connect().wait())
        self.assertEqual([call.is_answered for call in calls], [False] * len(names))

    def test_four_agents_of_one_user_are_enough(self):
        self.daemon.start()
        agents = [Agent(self.client) for _ in range(4)]
        with self.assertRaises(dbus.DBusException) as refused:
            Agent(self.client)
        self.assertEqual(refused.exception.get_dbus_name(), "org.freedesktop.DBus.Error.LimitsExceeded")
        self.assertEqual(len(agents), 4)


class Given(ServiceCase):
    """Passwords that come with the call."""

    def test_one_that_comes_with_connect_is_used(self):
        for describe in (in_memory, in_pipe):
            with self.subTest(describe=describe.__name__):
                name = describe.__name__.replace("_", "-")
                self.daemon.add_profile(name, self.server().address, password="wrong")
                if describe is in_memory:
                    self.daemon.start()
                else:
                    self.assertIsNone(self.client.manager("Reload", "a{sv}", {}).wait())
                tunnel = self.client.tunnel(name)
                self.assertIsNone(tunnel.connect(secrets=secrets_of(RIGHT, describe)).wait())
                self.assertIsNone(tunnel.disconnect().wait())

    def test_a_wrong_one_is_sent_once_and_replaced_by_no_other(self):
        tunnel = self.started("work", server=self.server())
        agent = Agent(self.client, RIGHT)
        self.assertEqual(tunnel.connect(secrets=secrets_of(WRONG)).wait(), error_name("AuthRefused"))
        self.assertEqual(agent.questions, [])
        self.assertFailed(tunnel, "auth-refused")
        self.assertIsNone(tunnel.connect().wait(), "the stored one is as good as ever")

    def test_text_and_other_files_are_refused(self):
        tunnel = self.started("work", server=self.server())
        self.assertEqual(tunnel.connect(secrets=dbus.Dictionary({"password": PASSWORD}, signature="sv")).wait(), INVALID)
        file = secrets_of(RIGHT, lambda _: os.open(self.daemon.secrets / "work", os.O_RDONLY))
        self.assertEqual(tunnel.connect(secrets=file).wait(), INVALID)
        self.assertEqual(tunnel["State"], "disconnected")

    def test_a_pipe_that_stays_empty_holds_up_nobody(self):
        tunnel = self.started("work", server=self.server())
        reader, writer = os.pipe()
        self.addCleanup(os.close, writer)
        reload = ("Reload", "a{sv}", {})
        self.assertIsNone(self.client.manager(*reload).wait())
        before = processes.open_descriptors(self.daemon.pid)
        call = tunnel.connect(secrets=secrets_of(b"", lambda _: reader))
        self.assertIsNone(self.client.manager(*reload).wait(2))
        self.assertEqual(call.wait(12), INVALID)
        wait_until(lambda: processes.open_descriptors(self.daemon.pid) == before, 5,
                   lambda: f"its descriptors are {before}; they are {processes.open_descriptors(self.daemon.pid)}")

    def test_the_password_is_nowhere_to_be_seen(self):
        tunnel = self.started("work", server=self.server(), password=None)
        agent = Agent(self.client, RIGHT)
        self.assertIsNone(tunnel.connect().wait())
        for pid in (self.daemon.pid, *self.daemon.children()):
            for text in processes.command_line(pid) + processes.environment(pid):
                self.assertNotRegex(text, rf"(?<![A-Za-z-]){PASSWORD}(?![A-Za-z-])")
        self.assertNotIn(PASSWORD, str(self.client.managed_objects()).replace("secret_2d", ""))
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertNotIn(PASSWORD, str(agent.questions))
        self.assertNotRegex(self.daemon.log.read_text(), rf"(?<![A-Za-z-]){PASSWORD}(?![A-Za-z-])")


class Stored(ServiceCase):
    def set_secret(self, tunnel, password):
        fd = in_memory(password)
        try:
            return tunnel.call("SetSecret", "ha{sv}", dbus.types.UnixFd(fd), {}).wait()
        finally:
            os.close(fd)

    def test_what_is_set_is_used_until_it_is_cleared(self):
        tunnel = self.started("work", server=self.server(), password=None)
        self.assertFalse(tunnel["HasSecret"])
        self.assertIsNone(self.set_secret(tunnel, RIGHT))
        self.assertTrue(tunnel["HasSecret"])
        path = self.daemon.secrets / "work"
        self.assertEqual((path.stat().st_mode & 0o7777, path.read_bytes()), (0o600, RIGHT + b"\n"))
        self.assertIsNone(tunnel.connect().wait())
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertIsNone(tunnel.call("ClearSecret", "a{sv}", {}).wait())
        self.assertFalse(tunnel["HasSecret"])
        self.assertEqual(tunnel.connect().wait(), error_name("NoSecrets"))
        self.assertEqual(tunnel.announced("HasSecret"), [True, False])
        self.assertEqual(sorted(os.listdir(self.daemon.secrets)), [])

    def test_every_byte_a_password_can_have_is_kept(self):
        tunnel = self.started("work", server=self.server(), password=None)
        every = bytes(range(1, 256))
        self.assertIsNone(self.set_secret(tunnel, every))
        self.assertEqual((self.daemon.secrets / "work").read_bytes(), every + b"\n")

    def test_polkit_decides(self):
        tunnel = self.started("work", server=self.server())
        self.bus.allow("org.pptptunnel.tunnels1.connect")
        denied = "org.freedesktop.DBus.Error.AccessDenied"
        self.assertEqual(self.set_secret(tunnel, WRONG), denied)
        self.assertEqual(tunnel.call("ClearSecret", "a{sv}", {}).wait(), denied)
        self.bus.allow("org.pptptunnel.tunnels1.change-secret")
        self.assertIsNone(self.set_secret(tunnel, RIGHT))


class CommandLine(ServiceCase):
    """pptpctl with the real daemon."""

    def pptpctl(self, *arguments, text=b""):
        program = self.programs.daemon.with_name("pptpctl")
        return processes.Process([program, "--bus", self.bus.address, *arguments], self.directory / "pptpctl.log",
                                 stdin=self.input_with(text), env={**os.environ, "LC_ALL": "C.UTF-8"})

    def input_with(self, text):
        reader = in_pipe(text)
        self.addCleanup(os.close, reader)
        return reader

    def test_it_answers_for_its_own_tunnel(self):
        tunnel = self.started("work", server=self.server(), password=None)
        self.assertEqual(self.pptpctl("connect", "work", "--ask", text=b"wrong\n" + RIGHT + b"\n").wait(20), 0)
        self.assertEqual(tunnel["State"], "connected")

    def test_it_passes_on_what_it_is_given(self):
        tunnel = self.started("work", server=self.server(), password="wrong")
        self.assertEqual(self.pptpctl("connect", "work", "--password-file", "-", text=RIGHT).wait(20), 0)
        self.assertEqual(tunnel["State"], "connected")

    def test_it_says_that_a_password_is_needed(self):
        self.started("work", server=self.server(), password=None)
        self.assertEqual(self.pptpctl("connect", "work").wait(20), 12)

    def test_it_stores_a_password(self):
        tunnel = self.started("work", server=self.server(), password=None)
        self.assertEqual(self.pptpctl("password", "work", "--password-file", "-", text=RIGHT).wait(20), 0)
        self.assertEqual(self.pptpctl("connect", "work").wait(20), 0)
        self.assertTrue(tunnel["HasSecret"])
