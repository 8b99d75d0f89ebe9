# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A malicious server on the control connection: a typed error in bounded time, nothing left, no other tunnel hurt."""

import time

from harness.client import error_name
from harness.processes import resident_kib
from harness.service_case import ServiceCase
from harness.waiting import wait_until
from pptp_peer import control_message
from pptp_peer.control_message import CONTROL_MESSAGE, HEADER, LAYOUTS, MAGIC, encode
from pptp_peer.personalities import swapped

START_REPLY = encode("Start-Control-Connection-Reply", version=control_message.VERSION, result=1)


def header(length, kind=CONTROL_MESSAGE, magic=MAGIC, number=2):
    return HEADER.pack(length, kind, magic, number, 0)


class ControlAttacks(ServiceCase):
    def server_with_table(self, name, lines):
        """A server that plays one line on each connection."""
        table = self.directory / f"{name}.txt"
        table.write_text("\n".join(lines) + "\n")
        return self.server(f"{name}={table}")

    def play(self, lines, table="start-table", code="ControlRejected", details=()):
        """Every line, sent in place of a reply, is one failed attempt with this error."""
        tunnel = self.started("work", server=self.server_with_table(table, lines))
        for line in lines:
            with self.subTest(line[:60]):
                begin = time.monotonic()
                self.assertEqual(tunnel.connect().wait(5), error_name(code))
                self.assertLess(time.monotonic() - begin, 5)
                self.assertLessEqual(set(details), set(tunnel["ErrorDetails"]))
        self.assertNothingLeft()

    def assertStillWorks(self, tunnel, server):
        server.attack("nothing", 20)
        self.assertFramesReturned(server)
        self.assertEqual(tunnel["State"], "connected")
        self.assertIsNone(tunnel.disconnect().wait())
        self.assertNothingLeft()

    def test_c01_a_length_that_no_message_can_have_is_refused(self):
        lengths = [*range(12), 1025, 4096, 65535]
        lines = [header(length).hex() for length in lengths]
        lines += [header(length, number=77).hex() for length in (*range(12), 1025, 65535)]
        # Each of the fifteen types one byte short, one too long, and as a bare header.
        for number, layout in LAYOUTS.items():
            lines += [header(length, number=number).hex() for length in (layout.length - 1, layout.length + 1, 12)]
        self.play(lines)

    def test_c02_a_wrong_cookie_ends_the_connection(self):
        wrong = (0, 0x1A2B3C4C, 0x4D3C2B1A, 0xFFFFFFFF)
        self.play([header(156, magic=magic).hex() + "00" * 144 for magic in wrong])

    def test_c02_unknown_types_are_skipped_by_their_length(self):
        unknown = b"".join(header(12 + size, kind, MAGIC, number) + bytes(size) for kind, number, size in (
            (1, 0, 0), (1, 16, 8), (1, 65535, 1012), (2, 1, 144), (2, 2, 0), (0, 2, 3)))
        server = self.server_with_table("start-table", [(unknown + START_REPLY + unknown).hex()])
        tunnel = self.connected(server=server)
        self.assertStillWorks(tunnel, server)
        lines = [line for line in self.daemon.log.read_text().splitlines() if "skipped" in line]
        self.assertEqual(len(lines), 5, "twelve messages were skipped: each of their five types is told once")

    def test_c03_messages_out_of_turn_change_nothing(self):
        server = self.server("out-of-turn")
        tunnel = self.connected(server=server)
        self.assertStillWorks(tunnel, server)
        replies = {name: [event["fields"]["result"] for event in server.events("control", direction="in", message=name)]
                   for name in ("Start-Control-Connection-Reply", "Outgoing-Call-Reply", "Incoming-Call-Reply")}
        self.assertNotIn(1, sum(replies.values(), []), "nobody may start, call or be called")
        self.assertEqual(replies["Outgoing-Call-Reply"], [7])
        self.assertEndedPolitely(server)

    def test_c05_a_burst_of_400_messages_is_taken_as_it_comes(self):
        server = self.server("burst=400")
        tunnel = self.connected(server=server)
        wait_until(lambda: server.messages().count("Echo-Reply") == 100, 5, "every echo request is answered")
        self.assertStillWorks(tunnel, server)

    def test_c05_a_peer_that_asks_and_never_reads_is_dropped(self):
        server = self.server("echo-flood=100000")
        tunnel = self.started("work", server=server)
        self.assertIsNone(tunnel.connect(wait=False).wait())
        tunnel.wait_for_state("connected")
        worker = self.daemon.worker()
        before = resident_kib(worker)
        peak = before
        while tunnel["State"] == "connected" and worker in self.daemon.children():
            peak = max(peak, resident_kib(worker))
        self.assertFailed(tunnel, "closed-by-server", 15)
        self.assertLess(peak - before, 8 * 1024, "KiB: what waits to be sent is bounded")

    def test_c06_a_message_split_at_every_offset_is_one_message(self):
        tunnel = self.started("work", server=self.server("split-at"))
        for cut in range(1, len(START_REPLY)):
            with self.subTest(cut):
                self.assertEqual(tunnel.connect().wait(5), error_name("CallRejected"))
                self.assertEqual(tunnel["ErrorDetails"]["cause-code"], 17)
        self.assertNothingLeft()

    def test_c06_many_messages_in_one_segment_are_many_messages(self):
        server = self.server("coalesced", "burst=50")
        tunnel = self.connected(server=server)
        wait_until(lambda: server.messages().count("Echo-Reply") == 12, 5, "every echo request is answered")
        self.assertStillWorks(tunnel, server)

    def test_c07_an_end_at_every_offset_is_an_error_and_leaves_nothing(self):
        reply = START_REPLY.hex()
        lines = [f"{reply[:2 * size]} fin" for size in range(len(START_REPLY))]
        lines += [f"{reply[:2 * size]} rst" for size in range(0, len(START_REPLY), 5)]
        self.play(lines, code="ClosedByServer")

    def test_c07_an_end_within_the_reply_to_the_call_is_an_error_too(self):
        reply = encode("Outgoing-Call-Reply", result=1).hex()
        lines = [f"{reply[:2 * size]} {end}" for size in range(32) for end in ("fin", "rst")]
        self.play(lines, table="call-table", code="ClosedByServer")

    def assertCodesArrive(self, message, code, codes):
        tunnel = self.started("work", server=self.server(f"code-sweep={message}"))
        for result in codes:
            with self.subTest(message=message, result=result):
                self.assertEqual(tunnel.connect().wait(5), error_name(code))
                details = tunnel["ErrorDetails"]
                self.assertEqual((details["result-code"], details["error-code"]), (result, 255 - result))
        self.assertNothingLeft()

    def test_c08_every_result_of_the_start_reply_arrives(self):
        self.assertCodesArrive("start", "ControlRejected", range(2, 256))

    def test_c08_every_result_of_the_call_reply_arrives(self):
        self.assertCodesArrive("call", "CallRejected", (0, *range(2, 256)))

    def test_c08_every_result_of_the_disconnect_notify_arrives(self):
        self.assertCodesArrive("notify", "ClosedByServer", range(256))

    def test_c09_call_ids_that_are_0_alike_or_changed_do_not_mix_tunnels(self):
        server = self.server("no-ppp-echo", "one-call-id=0")
        tunnels = self.started("work", "other", server=server)
        for tunnel in tunnels:
            self.assertIsNone(tunnel.connect(wait=False).wait())
        wait_until(lambda: server.messages("out").count("Outgoing-Call-Reply") == 4, 5, "both calls are up")
        server.command("on 2 send 20")
        server.command("on 1 send 10")
        for tunnel, count in zip(tunnels, (10, 20)):
            tunnel.wait_for_statistics(lambda counters, count=count: counters["RxAccepted"] == count, 5, "its own")
            tunnel.wait_for_state("connected")
        # What the second reply named never got a packet: the call keeps the id that it has.
        self.assertEqual(server.events("gre-unknown-call"), [])
        self.assertEqual([tunnel.statistics()["RxInvalid"] for tunnel in tunnels], [0, 0])

    def test_c10_a_notify_with_any_call_id_ends_its_own_call_only(self):
        server = self.server()
        work, other = self.started("work", "other", server=server)
        self.assertIsNone(other.connect().wait())
        request = server.wait_for_message("Outgoing-Call-Request")["fields"]
        ids_of_other = (request["call_id"], swapped(request["call_id"]), 0x4001, 0, 0xFFFF)
        for number, call_id in enumerate(ids_of_other, start=2):
            with self.subTest(f"{call_id:#06x}"):
                self.assertIsNone(work.connect().wait())
                server.command(f"on {number} notify {call_id}")
                work.wait_for_state("failed")
                self.assertEqual(work["Error"], "closed-by-server")
                self.assertEqual(other["State"], "connected")
        server.command("on 1 send 10")
        self.assertFramesReturned(server)

    def test_c11_a_stop_request_in_a_loop_is_answered_once(self):
        server = self.server("stop-loop=100")
        tunnel = self.started("work", server=server)
        self.assertIsNone(tunnel.connect(wait=False).wait())
        self.assertFailed(tunnel, "closed-by-server")
        self.assertEqual(server.messages().count("Stop-Control-Connection-Reply"), 1)

    def test_c12_without_an_echo_reply_the_server_is_dead(self):
        tunnel = self.connected(server=self.server("no-echo"), idle_wait=1, max_echo_wait=1)
        self.assertFailed(tunnel, "peer-unreachable")

    def test_c12_an_echo_reply_with_another_identifier_is_no_answer_but_a_sign_of_life(self):
        server = self.server("wrong-echo")
        tunnel = self.connected(server=server, idle_wait=1, max_echo_wait=1)
        wait_until(lambda: server.messages().count("Echo-Request") >= 2, 5, "a second echo request")
        self.assertEqual(tunnel["State"], "connected")

    def test_c12_an_echo_reply_just_in_time_is_in_time(self):
        server = self.server("late-echo=1.4")
        tunnel = self.connected(server=server, idle_wait=1, max_echo_wait=2)
        wait_until(lambda: server.messages().count("Echo-Request") >= 2, 6, "a second echo request")
        self.assertEqual(tunnel["State"], "connected")

    def test_c14_tcp_that_ends_while_gre_lives_ends_the_tunnel(self):
        server = self.server()
        tunnel = self.connected(server=server)
        server.command("attack nothing 2000")
        server.command("close")
        self.assertFailed(tunnel, "closed-by-server")

    def test_c14_gre_that_ends_while_tcp_lives_ends_the_tunnel(self):
        server = self.server("drop-gre-after=0")
        tunnel = self.started("peerdead", server=server)  # pppd finds out by its own echo requests
        self.assertIsNone(tunnel.connect().wait())
        self.assertFailed(tunnel, "peer-unreachable")
        self.assertEndedPolitely(server)

    def test_c15_names_are_cut_and_made_printable(self):
        server = self.server("names")
        tunnel = self.connected(server=server)
        for name in ("PeerHostName", "PeerVendor"):
            text = tunnel[name]
            self.assertLessEqual(len(text), 64)
            self.assertTrue(text.isprintable() or "\ufffd" in text)
            self.assertNotRegex(text, "[\x00-\x1f\x7f-\x9f]")
        self.assertIn("%n%s", tunnel["PeerHostName"])
        self.assertNotRegex(self.daemon.log.read_text(), "\x1b")
        self.assertStillWorks(tunnel, server)

    def test_c16_windows_and_speeds_without_meaning_stall_nothing(self):
        servers = {f"window{window}": self.server(f"window={window}", f"speed={speed}")
                   for window, speed in ((0, 0), (1, 1), (65535, 0xFFFFFFFF))}
        for name, server in servers.items():
            self.daemon.add_profile(name, server.address)
        self.daemon.start()
        for name, server in servers.items():
            with self.subTest(name):
                tunnel = self.client.tunnel(name)
                self.assertIsNone(tunnel.connect().wait())
                self.assertStillWorks(tunnel, server)

    def test_c17_servers_of_other_protocols_are_told_apart_at_once(self):
        protocols = ("ssh", "http", "tls")
        for protocol in protocols:
            self.daemon.add_profile(protocol, self.server(f"not-pptp={protocol}").address)
        self.daemon.start()
        for protocol in protocols:
            with self.subTest(protocol):
                begin = time.monotonic()
                tunnel = self.client.tunnel(protocol)
                self.assertEqual(tunnel.connect().wait(5), error_name("ControlRejected"))
                self.assertLess(time.monotonic() - begin, 5)
                self.assertFailed(tunnel, "control-rejected")
