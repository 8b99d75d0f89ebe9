# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The habits of real servers, each as a behaviour. What is known of one server by measurement or documentation
stands with it; habits that are only known of "some servers" are given to those of which little else is known."""

from .gre_call import NumberedAcknowledgements
from .session import Session

NO_ACCM = 0xFFFFFFFF
NO_RESULT = 0


def swapped(number):
    """A 16-bit number that was written in the wrong byte order."""
    return (number & 0xFF) << 8 | number >> 8


def unended(text):
    """A text field without a NUL anywhere: what stood in memory behind the text comes along."""
    return (text + b"\x1b[31m\xff\x07garbage ").ljust(64, b"#")[:64]


class Coalesced(Session):
    """Joins what it says within VALUE seconds (default 0.005) into one TCP segment."""

    _joined = b""

    def transmit(self, data):
        if not self._joined:
            self.server.loop.after(self.setting("coalesced", 0.005), self._flush)
        self._joined += data

    def close(self, reset=False):
        self._flush()
        super().close(reset)

    def _flush(self):
        data, self._joined = self._joined, b""
        if data and self.is_open:
            super().transmit(data)


class Trickled(Session):
    """Sends each byte of what it says alone, VALUE seconds (default 0.0005) after the one before."""

    _trickle = b""

    def transmit(self, data):
        if not self._trickle:
            self.server.loop.after(0, self._next)
        self._trickle += data

    def _next(self):
        if self.is_open and self._trickle:
            first, self._trickle = self._trickle[:1], self._trickle[1:]
            super().transmit(first)
            self.server.loop.after(self.setting("trickled", 0.0005), self._next)


class Poptop(Session):
    """Poptop 1.4: capabilities 0, first call id 0, acknowledges late, closes upon Call-Clear-Request, no notify."""

    ACKNOWLEDGEMENT_DELAY = 0.05

    def reply_to_start(self, **fields):
        habits = {"framing": 0, "bearer": 0, "max_channels": 1, "host_name": b"local", "vendor": b"linux"}
        super().reply_to_start(**{**habits, **fields})

    def call_requested(self, message):
        if self.call:
            self.close()
        else:
            super().call_requested(message)

    def ppp_received(self, payload):
        if self.frames.take_back(payload):
            self.server.loop.after(self.ACKNOWLEDGEMENT_DELAY, lambda: self.call and self.call.acknowledge())
        else:
            super().ppp_received(payload)

    def clear_requested(self, message):
        self.close()


class Windows(Session):
    """Windows: announces window 0, sends Set-Link-Info whenever it likes, notifies with result 0."""

    def reply_to_start(self, **fields):
        super().reply_to_start(**{"host_name": b"", "vendor": b"Microsoft Windows NT", **fields})

    def reply_to_call(self, request, **fields):
        super().reply_to_call(request, **{"window": 0, **fields})

    def call_up(self):
        super().call_up()
        self._say_accm()
        self.server.loop.after(0.02, self._say_accm)

    def clear_requested(self, message):
        self._say_accm()
        self.disconnect_call(NO_RESULT)

    def _say_accm(self):
        if self.is_open:
            self.report_link(send_accm=NO_ACCM, receive_accm=NO_ACCM)


class AccelPpp(Session):
    """accel-ppp: its notify names the client's call id, and a stop request with reason 0 follows at once."""

    def reply_to_start(self, **fields):
        super().reply_to_start(**{"host_name": b"accel", "vendor": b"accel-ppp", **fields})

    def call_requested(self, message):
        if self.call:
            self.reply_to_call(message, call_id=0, result=2, error=1)
        else:
            super().call_requested(message)

    def notified_call_id(self):
        return self.call.peer_call_id if self.call else 0

    def clear_requested(self, message):
        self.disconnect_call(NO_RESULT)
        self.request_stop(0)


class OldAccelPpp(Trickled, AccelPpp):
    """accel-ppp before 2026: as accel-ppp, but the notified call id is byte-swapped, and its writes are partial."""

    def notified_call_id(self):
        return swapped(super().notified_call_id())


class MikroTik(Session):
    """MikroTik: asks for echo, answers echo with result 0; its acknowledgements are numbered and without data."""

    call_class = NumberedAcknowledgements

    def reply_to_start(self, **fields):
        super().reply_to_start(**{"host_name": b"MikroTik", "vendor": b"MikroTik", **fields})

    def call_up(self):
        super().call_up()
        self.request_echo()

    def echo_requested(self, message):
        self.send("Echo-Reply", identifier=message["identifier"], result=0)


class Cisco(Coalesced):
    """Cisco: reserved fields are not 0, texts do not end, GRE begins with 1, WAN errors; says much in one segment."""

    first_sequence = 1

    def encode(self, name, fields):
        return super().encode(name, {"reserved0": 0xC15C, **fields})

    def reply_to_start(self, **fields):
        super().reply_to_start(**{"host_name": unended(b"gw"), "vendor": unended(b"Cisco Systems, Inc."), **fields})

    def call_up(self):
        super().call_up()
        self.report_wan_errors(crc_errors=1, framing_errors=2, hardware_overruns=3, buffer_overruns=4, timeouts=5,
                               alignment_errors=6)
        self.report_link(send_accm=NO_ACCM, receive_accm=0)

    def clear_requested(self, message):
        self.report_wan_errors(crc_errors=7)
        super().clear_requested(message)


class Alcatel(Session):
    """Alcatel ADSL modems: accepts the start request with result 0, and closes TCP as its only good-bye."""

    def start_requested(self, message):
        self.reply_to_start(result=0)

    def clear_requested(self, message):
        self.close()


PERSONALITIES = {
    "coalesced": Coalesced,
    "trickled": Trickled,
    "poptop": Poptop,
    "windows": Windows,
    "accel-ppp": AccelPpp,
    "accel-ppp-old": OldAccelPpp,
    "mikrotik": MikroTik,
    "cisco": Cisco,
    "alcatel": Alcatel,
}
