# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A message bus of the test's own, with python3-dbusmock's polkitd on it."""

import os
import subprocess
import sys

import dbus
from dbus.mainloop.glib import DBusGMainLoop

from .processes import Process
from .waiting import wait_until

POLKIT_NAME = "org.freedesktop.PolicyKit1"
POLKIT_PATH = "/org/freedesktop/PolicyKit1/Authority"
MOCK_INTERFACE = "org.freedesktop.DBus.Mock"

# The installed policy is tested where it is installed; here everybody may do everything that polkit allows.
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
  </policy>
</busconfig>
"""


class PrivateBus:
    def __init__(self, directory):
        DBusGMainLoop(set_as_default=True)
        socket = directory / "bus"
        configuration = directory / "bus.conf"
        configuration.write_text(CONFIGURATION.format(socket=socket))
        self._daemon = Process(["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"],
                               directory / "dbus-daemon.log", stdout=subprocess.PIPE)
        self.address = self._daemon.stdout.readline().decode().strip()
        assert self.address, (directory / "dbus-daemon.log").read_text()
        self.connection = dbus.bus.BusConnection(self.address)
        self._polkit = Process(
            [sys.executable, "-m", "dbusmock", "--template", "polkitd"], directory / "polkitd.log",
            stdout=subprocess.DEVNULL, env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.address})
        wait_until(lambda: self.connection.name_has_owner(POLKIT_NAME), 15, "the mock of polkitd is on the bus")

    def allow(self, *actions):
        """polkit grants these actions and no others."""
        self._mock("AllowUnknown", "b", False)
        self._mock("SetAllowed", "as", actions)

    def allow_everything(self):
        self._mock("SimulateHang", "b", False)
        self._mock("AllowUnknown", "b", True)

    def hold_polkit(self):
        """polkit asks somebody and does not answer, until release_polkit()."""
        self._mock("SimulateHang", "b", True)

    def polkit_is_asked(self):
        return self._mock("HaveHangingCalls", "")

    def release_polkit(self):
        self._mock("SimulateHang", "b", False)
        self._mock("ReleaseHangingCalls", "")

    def close(self):
        self.connection.close()
        self._polkit.end()
        self._daemon.end()

    def _mock(self, method, signature, *arguments):
        return self.connection.call_blocking(POLKIT_NAME, POLKIT_PATH, MOCK_INTERFACE, method, signature, arguments)
