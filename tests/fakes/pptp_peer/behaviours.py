# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a server can differ from a correct one. Each class overrides what it changes and leaves the rest to
super(), so that any of them combine on one command line; the first sentence of each is its help text."""

from .attacks_control import CONTROL_ATTACKS
from .gre_packet import GrePacket
from .personalities import PERSONALITIES
from .ppp_logon import LOGONS
from .session import Session


class Silent(Session):
    """Accepts TCP and says nothing, ever."""

    def bytes_received(self, data):
        self.note("ignored", bytes=len(data))


class NotPptp(Session):
    """Is a server of another protocol, VALUE: ssh (default, greets first), http or tls (answer and close)."""

    ANSWERS = {"http": b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
               "tls": bytes.fromhex("15030300020246")}  # an alert: protocol_version

    def accepted(self):
        super().accepted()
        if self.setting("not-pptp", "ssh") == "ssh":
            self.transmit(b"SSH-2.0-OpenSSH_9.2p1\r\n")

    def bytes_received(self, data):
        self.note("ignored", bytes=len(data))
        if self.setting("not-pptp", "ssh") in self.ANSWERS:
            self.transmit(self.ANSWERS[self.setting("not-pptp", "ssh")])
            self.close()


def refusal(value):
    """The fields of RESULT, or of RESULT/ERROR for a general error."""
    result, _, error = value.partition("/")
    return {"result": int(result), "error": int(error or 0)}


class RejectControl(Session):
    """Answers the start request with result VALUE (default 4: not authorised), or with RESULT/ERROR."""

    def start_requested(self, message):
        self.reply_to_start(**refusal(self.setting("reject-control", "4")))


class RejectCall(Session):
    """Answers the call request with result VALUE (default 4: busy), or with RESULT/ERROR."""

    def call_requested(self, message):
        self.reply_to_call(message, **refusal(self.setting("reject-call", "4")), cause=17)


class NoCallReply(Session):
    """Never answers the call request."""

    def call_requested(self, message):
        pass


class CloseAtAccept(Session):
    """Closes the connection as soon as it is accepted."""

    def accepted(self):
        self.close()


class CloseAfterClear(Session):
    """Closes TCP upon Call-Clear-Request without a notify, as Poptop does."""

    def clear_requested(self, message):
        self.close()


class NoDisconnectNotify(Session):
    """Ignores Call-Clear-Request, but answers the stop request."""

    def clear_requested(self, message):
        self.end_call()


class DropGre(Session):
    """Behaves as if a firewall dropped GRE in both directions."""

    def gre_received(self, packet):
        if self.call:
            self.call.counters["dropped"] = self.call.counters.get("dropped", 0) + 1


class OtherCallOnly(Session):
    """Answers each GRE packet with one for a call that the client does not have."""

    def gre_received(self, packet):
        if self.call:
            stray = GrePacket(self.call.peer_call_id ^ 0x5555, self.call.next_sequence, None, b"stray")
            self.call.transmit(stray.encode())


class DropGreAfter(Session):
    """Behaves as if a firewall dropped GRE in both directions from VALUE seconds after the first packet on."""

    _dropping = False

    def gre_received(self, packet):
        if not self._dropping:
            super().gre_received(packet)
            self.server.loop.after(self.setting("drop-gre-after", 1.0), self._drop)

    def _drop(self):
        self._dropping = True


class NoEcho(Session):
    """Never answers an Echo-Request."""

    def echo_requested(self, message):
        pass


class NoPppEcho(Session):
    """Acknowledges PPP frames but sends none back."""

    def ppp_received(self, payload):
        self.frames.take_back(payload)
        self.call.acknowledge()


class Pattern(Session):
    """Sends VALUE numbered PPP frames (default 10) as soon as the call is up."""

    def call_up(self):
        super().call_up()
        self.send_numbered(self.setting("pattern", 10))


class DisconnectAfter(Session):
    """Sends Call-Disconnect-Notify VALUE seconds (default 1) after the call came up."""

    def call_up(self):
        super().call_up()
        self.server.loop.after(self.setting("cdn-after", 1.0), lambda: self.call and self.disconnect_call())


class StopAfter(Session):
    """Sends Stop-Control-Connection-Request VALUE seconds (default 1) after the call came up."""

    def call_up(self):
        super().call_up()
        self.server.loop.after(self.setting("stop-after", 1.0), lambda: self.is_open and self.request_stop())


class Window(Session):
    """Announces the receive window VALUE (default 0) in its reply to the call request."""

    def reply_to_call(self, request, **fields):
        super().reply_to_call(request, **{"window": self.setting("window", 0), **fields})


class Speed(Session):
    """Announces the connect speed VALUE (default 0) in its reply to the call request."""

    def reply_to_call(self, request, **fields):
        super().reply_to_call(request, **{"speed": self.setting("speed", 0), **fields})


class FirstSequence(Session):
    """Begins its GRE sequence with VALUE (default 1)."""

    def call_requested(self, message):
        self.first_sequence = int(self.setting("first-sequence", "1"), 0)
        super().call_requested(message)


class LateEcho(Session):
    """Answers an Echo-Request VALUE seconds (default 1) late."""

    def echo_requested(self, message):
        answer = super().echo_requested
        self.server.loop.after(self.setting("late-echo", 1.0), lambda: self.is_open and answer(message))


BEHAVIOURS = {
    "silent": Silent,
    "not-pptp": NotPptp,
    "reject-control": RejectControl,
    "reject-call": RejectCall,
    "no-call-reply": NoCallReply,
    "close-at-accept": CloseAtAccept,
    "close-after-ccrq": CloseAfterClear,
    "no-cdn": NoDisconnectNotify,
    "drop-gre": DropGre,
    "drop-gre-after": DropGreAfter,
    "other-call": OtherCallOnly,
    "no-echo": NoEcho,
    "no-ppp-echo": NoPppEcho,
    "pattern": Pattern,
    "cdn-after": DisconnectAfter,
    "stop-after": StopAfter,
    "window": Window,
    "speed": Speed,
    "first-sequence": FirstSequence,
    "late-echo": LateEcho,
    **LOGONS,
    **PERSONALITIES,
    **CONTROL_ATTACKS,
}


def combine(names):
    """The session class that has every named behaviour; the first named has the first say."""
    return type("ScriptedSession", (*(BEHAVIOURS[name] for name in names), Session), {})
