# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a server can differ from a correct one. Each class overrides what it changes and leaves the rest to
super(), so that any of them combine on one command line; the first sentence of each is its help text."""

from .session import Session

PPP_FRAME = bytes.fromhex("ff030021")


class Silent(Session):
    """Accepts TCP and says nothing, ever."""

    def bytes_received(self, data):
        self.note("ignored", bytes=len(data))


class NotPptp(Session):
    """Greets like an SSH server, and understands nothing."""

    def accepted(self):
        super().accepted()
        self.transmit(b"SSH-2.0-OpenSSH_9.2p1\r\n")

    def bytes_received(self, data):
        self.note("ignored", bytes=len(data))


class RejectControl(Session):
    """Answers the start request with result VALUE (default 4: not authorised)."""

    def start_requested(self, message):
        self.reply_to_start(result=self.setting("reject-control", 4))


class RejectCall(Session):
    """Answers the call request with result VALUE (default 4: busy)."""

    def call_requested(self, message):
        self.reply_to_call(message, result=self.setting("reject-call", 4), cause=17)


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


class NoEcho(Session):
    """Never answers an Echo-Request."""

    def echo_requested(self, message):
        pass


class NoPppEcho(Session):
    """Acknowledges PPP frames but sends none back."""

    def ppp_received(self, payload):
        self.call.acknowledge()


class Pattern(Session):
    """Sends VALUE numbered PPP frames (default 10) as soon as the call is up."""

    def call_up(self):
        super().call_up()
        send_frames(self, self.setting("pattern", 10))


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


BEHAVIOURS = {
    "silent": Silent,
    "not-pptp": NotPptp,
    "reject-control": RejectControl,
    "reject-call": RejectCall,
    "close-at-accept": CloseAtAccept,
    "close-after-ccrq": CloseAfterClear,
    "no-cdn": NoDisconnectNotify,
    "drop-gre": DropGre,
    "no-echo": NoEcho,
    "no-ppp-echo": NoPppEcho,
    "pattern": Pattern,
    "cdn-after": DisconnectAfter,
    "stop-after": StopAfter,
}


def combine(names):
    """The session class that has every named behaviour; the first named has the first say."""
    return type("ScriptedSession", (*(BEHAVIOURS[name] for name in names), Session), {})


def send_frames(session, count, size=100):
    """Numbered frames of one size, without waiting for anything."""
    if session.call:
        for number in range(count):
            session.send_frame(PPP_FRAME + number.to_bytes(4, "big") + bytes(size - len(PPP_FRAME) - 4))
