# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of systemd-logind that holds up the machine's sleep, on the private bus."""

import os

import dbus
import dbus.service

NAME = "org.freedesktop.login1"
PATH = "/org/freedesktop/login1"
INTERFACE = "org.freedesktop.login1.Manager"


class Logind(dbus.service.Object):
    def __init__(self, address):
        self._watched = None
        self._bus = dbus.bus.BusConnection(address)
        self._bus.request_name(NAME)
        super().__init__(self._bus, PATH)

    @dbus.service.method(INTERFACE, in_signature="ssss", out_signature="h")
    def Inhibit(self, what, who, why, mode):
        """Gives one end of a pipe away and keeps the other, to see when the first is closed."""
        self._forget()
        self._watched, given = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            return dbus.types.UnixFd(given)
        finally:
            os.close(given)

    @dbus.service.signal(INTERFACE, signature="b")
    def PrepareForSleep(self, begins):
        """Emitted by calling it."""

    def is_inhibited(self):
        if self._watched is None:
            return False
        try:
            return os.read(self._watched, 1) != b""
        except BlockingIOError:
            return True

    def close(self):
        self._forget()
        self.remove_from_connection()
        self._bus.close()

    def _forget(self):
        if self._watched is not None:
            os.close(self._watched)
            self._watched = None
