# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a malicious server can do on the control connection. Each is a behaviour; the first sentence is its help."""

import socket
from pathlib import Path

from . import control_message
from .gre_packet import GrePacket
from .numbered_frames import forged_frame
from .session import Session


class StartTable(Session):
    """Answers the start request of its Nth connection with line N of file VALUE: "HEX", "HEX fin" or "HEX rst"."""

    def start_requested(self, message):
        self.play_line("start-table")

    def play_line(self, name, call=""):
        lines = Path(self.setting(name)).read_text(encoding="ascii").splitlines()
        data, _, ending = lines[self.number - 1].replace("call", call).partition(" ")
        self.transmit(bytes.fromhex(data))
        if ending:
            self.close(reset=ending == "rst")


class CallTable(StartTable):
    """Does the same upon the call request; "call" in a line stands for the client's call id."""

    def start_requested(self, message):
        self.reply_to_start(result=1)

    def call_requested(self, message):
        self.play_line("call-table", call=f"{message['call_id']:04x}")


class SplitAt(Session):
    """Cuts the reply to the start request of its Nth connection behind byte N, and refuses the call cut likewise."""

    def transmit(self, data):
        cut = (self.number - 1) % (len(data) - 1) + 1
        super().transmit(data[:cut])
        self.server.loop.after(0.001, lambda: self.is_open and super(SplitAt, self).transmit(data[cut:]))

    def call_requested(self, message):
        self.reply_to_call(message, result=4, cause=17)


class CodeSweep(Session):
    """Each connection is refused with the next result and its reverse as error, by VALUE: start, call or notify."""

    SUCCESSES = {"start": (0, 1), "call": (1,), "notify": ()}

    def codes(self):
        codes = [code for code in range(256) if code not in self.SUCCESSES[self.setting("code-sweep")]]
        result = codes[(self.number - 1) % len(codes)]
        return {"result": result, "error": 255 - result}

    def start_requested(self, message):
        self.reply_to_start(**(self.codes() if self.setting("code-sweep") == "start" else {"result": 1}))

    def call_requested(self, message):
        if self.setting("code-sweep") == "notify":
            self.send("Call-Disconnect-Notify", **self.codes())
        else:
            self.reply_to_call(message, **self.codes())


class OutOfTurn(Session):
    """Once the call is up, says everything that has no business there, and a little more."""

    def call_up(self):
        super().call_up()
        client = self.call.peer_call_id
        self.reply_to_start(result=1)
        self.send("Outgoing-Call-Reply", call_id=self.call_id ^ 0x5555, peer_call_id=client, result=1)
        self.send("Outgoing-Call-Reply", call_id=self.call_id, peer_call_id=client, result=4)
        self.send("Call-Clear-Request", call_id=client)
        self.send("Call-Clear-Request", call_id=self.call_id)
        self.send("Start-Control-Connection-Request", version=control_message.VERSION)
        self.send("Outgoing-Call-Request", call_id=7)
        self.send("Incoming-Call-Request", call_id=8)
        self.send("Incoming-Call-Reply", call_id=8, peer_call_id=client)
        self.send("Incoming-Call-Connected", peer_call_id=client)
        self.send("Stop-Control-Connection-Reply", result=1)
        self.send("Echo-Reply", identifier=0xDEADBEEF, result=1)


class EchoFlood(Session):
    """Once the call is up, asks VALUE times (default 100000) for echo and never reads an answer."""

    BATCH = 1000

    def accepted(self):
        super().accepted()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)

    def call_up(self):
        super().call_up()
        self.server.loop.forget(self.connection)
        self._left = self.setting("echo-flood", 100_000)
        self.server.loop.after(0.5, self._flood)

    def _flood(self):
        request = control_message.encode("Echo-Request", identifier=1)
        try:
            self.connection.sendall(request * self.BATCH)
            self._left -= self.BATCH
        except OSError as error:
            self.note("send-failed", error=str(error), left=self._left)
            self._left = 0
        if self._left > 0:
            self.server.loop.after(0.001, self._flood)
        else:
            self.server.loop.watch(self.connection, self.on_readable)


class Burst(Session):
    """Once the call is up, sends VALUE messages (default 400) at once: link information, WAN errors, echo requests."""

    def call_up(self):
        super().call_up()
        client = self.call.peer_call_id
        kinds = (("Set-Link-Info", {"peer_call_id": client, "send_accm": 1}),
                 ("WAN-Error-Notify", {"peer_call_id": client, "timeouts": 1}),
                 ("Echo-Request", {"identifier": 1}), ("Incoming-Call-Connected", {"peer_call_id": client}))
        messages = (kinds[number % len(kinds)] for number in range(self.setting("burst", 400)))
        self.transmit(b"".join(control_message.encode(name, **fields) for name, fields in messages))


class StopLoop(Session):
    """Once the call is up, sends VALUE stop requests (default 100) at once, and more while they are answered."""

    def call_up(self):
        super().call_up()
        request = control_message.encode("Stop-Control-Connection-Request", reason=3)
        self.server.loop.after(0.1, lambda: self.transmit(request * self.setting("stop-loop", 100)))

    def stop_replied(self, message):
        self.transmit(control_message.encode("Stop-Control-Connection-Request", reason=3))


class WrongEcho(Session):
    """Answers an Echo-Request with another identifier."""

    def echo_requested(self, message):
        self.send("Echo-Reply", identifier=message["identifier"] + 1, result=1)


class OneCallId(Session):
    """Gives every call the id VALUE, and names another one once the call is up."""

    def call_requested(self, message):
        self.server.new_call_id = lambda: self.setting("one-call-id", 7)
        super().call_requested(message)

    def call_up(self):
        super().call_up()
        self.send("Outgoing-Call-Reply", call_id=self.call_id + 1, peer_call_id=self.call.peer_call_id, result=1)

    def gre_received(self, packet):
        pass  # With one id for all calls nobody can tell whose it is.


class Names(Session):
    """Has names of 64 bytes without an end, with escape sequences, format directives and broken UTF-8."""

    def reply_to_start(self, **fields):
        super().reply_to_start(**{"host_name": (b"%n%s\x1b[2J\r\n" + b"h" * 64)[:64],
                                  "vendor": (b"<b>\xff\xfe\xc3\x9b31m" + b"v" * 64)[:64], **fields})


class Tarpit(Session):
    """Accepts TCP with the smallest window there is, and never reads or says a thing."""

    def accepted(self):
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_WINDOW_CLAMP, 1)
        self.server.loop.forget(self.connection)


class EarlyGre(Session):
    """Sends VALUE frames (default 5) to the call before its reply to the call request."""

    def reply_to_call(self, request, **fields):
        self.send_numbered(self.setting("early-gre", 5))
        self.server.loop.after(0.05, lambda: super(EarlyGre, self).reply_to_call(request, **fields))


class ForgedFirst(Session):
    """Before the first packet of a call comes one that somebody forged, far ahead and with the right call id."""

    def call_up(self):
        packet = GrePacket(self.call.peer_call_id, 100_000_000, None, forged_frame())
        self.call.transmit(packet.encode())
        super().call_up()


CONTROL_ATTACKS = {
    "start-table": StartTable,
    "call-table": CallTable,
    "split-at": SplitAt,
    "code-sweep": CodeSweep,
    "out-of-turn": OutOfTurn,
    "echo-flood": EchoFlood,
    "burst": Burst,
    "stop-loop": StopLoop,
    "wrong-echo": WrongEcho,
    "one-call-id": OneCallId,
    "names": Names,
    "tarpit": Tarpit,
    "early-gre": EarlyGre,
    "forged-first": ForgedFirst,
}
