# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One control connection with its call, as a correct server (PAC) handles it.

Every reaction is a method of its own, so that a behaviour is a class that overrides the few it changes.
"""

import socket

from . import control_message
from .gre_call import GreCall
from .numbered_frames import NumberedFrames

OK = 1
CALL_CONNECTED = 1
CLEARED_BY_REQUEST = 4
ADMINISTRATIVE_SHUTDOWN = 3
STOP_LOCAL_SHUTDOWN = 3


class Session:
    first_sequence = 0
    call_class = GreCall

    def __init__(self, server, connection, peer, number):
        self.server = server
        self.peer = peer
        self.number = number
        self.call = None
        self.call_id = None
        self.is_open = True
        self.connection = connection
        self._framer = control_message.Framer()
        self.frames = NumberedFrames()
        self._frames = set()  # those that we sent already
        self._reactions = {
            "Start-Control-Connection-Request": self.start_requested,
            "Stop-Control-Connection-Request": self.stop_requested,
            "Stop-Control-Connection-Reply": self.stop_replied,
            "Echo-Request": self.echo_requested,
            "Outgoing-Call-Request": self.call_requested,
            "Call-Clear-Request": self.clear_requested,
        }

    def setting(self, behaviour, default=None):
        """What the command line gave to a behaviour: NAME=VALUE."""
        value = self.server.settings.get(behaviour)
        return default if value is None else type(default)(value) if default is not None else value

    # --- reactions to the client ---

    def accepted(self):
        """TCP is up. A server waits for the client to begin."""

    def start_requested(self, message):
        if message["version"] != control_message.VERSION:
            self.note("protocol-error", reason=f"version {message['version']:#06x}")
        self.reply_to_start(result=OK)

    def call_requested(self, message):
        if self.call:
            self.note("protocol-error", reason="a second call on one control connection")
        self.call_id = self.server.new_call_id()
        self.call = self.call_class(self.server.gre, self.peer, message["call_id"], self.server.journal,
                                    self.first_sequence)
        self.server.gre.attach(self.peer, self.call_id, self.gre_received)
        self.reply_to_call(message, result=CALL_CONNECTED)
        self.call_up()

    def call_up(self):
        """The reply to the call request is sent: GRE may flow."""

    def echo_requested(self, message):
        self.send("Echo-Reply", identifier=message["identifier"], result=OK)

    def clear_requested(self, message):
        if not self.call:
            self.note("protocol-error", reason="Call-Clear-Request without a call")
        elif message["call_id"] != self.call.peer_call_id:
            self.note("protocol-error", reason="Call-Clear-Request that does not carry the client's call id")
        self.disconnect_call(CLEARED_BY_REQUEST)

    def stop_requested(self, message):
        self.send("Stop-Control-Connection-Reply", result=OK)
        self.close()

    def stop_replied(self, message):
        self.close()

    def gre_received(self, packet):
        payload = self.call.accept(packet)
        if payload is not None:
            self.ppp_received(payload)

    def ppp_received(self, payload):
        """The far end of the tunnel: every frame comes back, once, so that two echoes do not play ping-pong."""
        if self.frames.take_back(payload) or payload in self._frames:
            self.call.acknowledge()
        else:
            self.send_frame(payload)

    def send_frame(self, payload):
        self._frames.add(payload)
        self.call.send(payload)

    def send_numbered(self, count, size=100):
        """Without waiting for anything."""
        for _ in range(count if self.call else 0):
            self.call.send(self.frames.new(size))

    # --- what a server may do by itself ---

    def reply_to_start(self, **fields):
        usual = {"version": control_message.VERSION, "framing": 3, "bearer": 3, "max_channels": 1,
                 "firmware": self.server.firmware, "host_name": self.server.host_name, "vendor": self.server.vendor}
        self.send("Start-Control-Connection-Reply", **{**usual, **fields})

    def reply_to_call(self, request, **fields):
        usual = {"call_id": self.call_id or 0, "peer_call_id": request["call_id"], "speed": 100_000_000,
                 "window": request["window"]}
        self.send("Outgoing-Call-Reply", **{**usual, **fields})

    def request_echo(self):
        self.send("Echo-Request", identifier=self.server.new_echo_identifier())

    def disconnect_call(self, result=ADMINISTRATIVE_SHUTDOWN):
        self.send("Call-Disconnect-Notify", call_id=self.notified_call_id(), result=result)
        self.end_call()

    def notified_call_id(self):
        """What a Call-Disconnect-Notify names: the server's own id (RFC 2637, 2.13)."""
        return self.call_id or 0

    def report_link(self, **fields):
        self.send("Set-Link-Info", peer_call_id=self.call.peer_call_id if self.call else 0, **fields)

    def report_wan_errors(self, **fields):
        self.send("WAN-Error-Notify", peer_call_id=self.call.peer_call_id if self.call else 0, **fields)

    def request_stop(self, reason=STOP_LOCAL_SHUTDOWN):
        self.send("Stop-Control-Connection-Request", reason=reason)

    def end_call(self):
        if self.call:
            self.note_counters()
            self.server.gre.detach(self.peer, self.call_id)
            self.call = None

    def send(self, name, **fields):
        self.note("control", direction="out", message=name, fields=fields)
        self.transmit(self.encode(name, fields))

    def encode(self, name, fields):
        return control_message.encode(name, **fields)

    def transmit(self, data):
        try:
            self.connection.sendall(data)
        except OSError as error:
            self.note("send-failed", error=str(error))

    def close(self, reset=False):
        if not self.is_open:
            return
        self.end_call()
        self.is_open = False
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.server.forget(self, self.connection)
        self.connection.close()
        self.note("closed")

    # --- the connection and the journal ---

    def on_readable(self):
        try:
            data = self.connection.recv(65536)
        except OSError as error:
            data = b""
            self.note("connection-error", error=str(error))
        if not data:
            self.note("end-of-file", pending=self._framer.pending)
            self.close()
            return
        try:
            self.bytes_received(data)
        except control_message.ControlError as error:
            self.note("protocol-error", reason=str(error))
            self.close()

    def bytes_received(self, data):
        for message in self._framer.feed(data):
            self.note("control", direction="in", message=message.name, fields=message.fields,
                      segment=len(data))
            react = self._reactions.get(message.name)
            if react and self.is_open:
                react(message)

    def note(self, event, **fields):
        self.server.journal.write(event, connection=self.number, peer=self.peer, **fields)

    def note_frames(self):
        self.note("frames", **self.frames.summary())

    def note_counters(self):
        if self.call:
            self.note("gre", acknowledged=self.call.highest_acknowledged, **self.call.counters)
