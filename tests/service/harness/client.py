# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An ordinary client of the service, with a bus connection of its own."""

import re

import dbus

from .daemon import BUS_NAME
from .waiting import wait_until

ROOT_PATH = "/org/pptptunnel/Tunnels1"
MANAGER = "org.pptptunnel.Tunnels1.Manager"
TUNNEL = "org.pptptunnel.Tunnels1.Tunnel"
STATISTICS = "org.pptptunnel.Tunnels1.Statistics"
PROPERTIES = "org.freedesktop.DBus.Properties"
OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager"
CALL_TIMEOUT = 60


def error_name(code):
    return f"org.pptptunnel.Tunnels1.Error.{code}"


class Call:
    """One method call under way: its answer is a value or the name of an error."""

    def __init__(self, connection, path, interface, method, signature, arguments):
        self._what = f"{method} on {path} is answered"
        self.is_answered = False
        self.value = None
        self.error = None
        self.message = ""
        connection.call_async(BUS_NAME, path, interface, method, signature, arguments,
                              self._on_reply, self._on_error, timeout=CALL_TIMEOUT)

    def wait(self, seconds=10):
        """Returns the error's name, or nothing after a success."""
        wait_until(lambda: self.is_answered, seconds, self._what)
        return self.error

    def _on_reply(self, *values):
        self.is_answered = True
        self.value = values[0] if len(values) == 1 else values

    def _on_error(self, error):
        self.is_answered = True
        self.error = error.get_dbus_name()
        self.message = error.get_dbus_message()


class Client:
    def __init__(self, address):
        self.connection = dbus.bus.BusConnection(address)

    def tunnel(self, name):
        encoded = re.sub(r"[^A-Za-z0-9]", lambda found: f"_{ord(found.group()):02x}", name)
        return Tunnel(self, f"{ROOT_PATH}/tunnel/{encoded}")

    def manager(self, method, signature="", *arguments):
        return Call(self.connection, ROOT_PATH, MANAGER, method, signature, arguments)

    def managed_objects(self):
        return self.connection.call_blocking(BUS_NAME, ROOT_PATH, OBJECT_MANAGER, "GetManagedObjects", "", ())

    def close(self):
        self.connection.close()


class Tunnel:
    """One tunnel as a client sees it, with the history of what it announced."""

    def __init__(self, client, path):
        self.path = path
        self.changes = []
        self.samples = []
        self._connection = client.connection
        self._connection.add_signal_receiver(self._on_changed, "PropertiesChanged", PROPERTIES, BUS_NAME, path)
        self._connection.add_signal_receiver(self._on_sample, "Sample", STATISTICS, BUS_NAME, path)

    def call(self, method, signature="", *arguments, interface=TUNNEL):
        return Call(self._connection, self.path, interface, method, signature, arguments)

    def connect(self, **options):
        return self.call("Connect", "a{sv}", options)

    def disconnect(self, **options):
        return self.call("Disconnect", "a{sv}", options)

    def properties(self, interface=TUNNEL):
        return self._connection.call_blocking(BUS_NAME, self.path, PROPERTIES, "GetAll", "s", (interface,))

    def __getitem__(self, name):
        """The present value of a property, asked for anew."""
        return self._connection.call_blocking(BUS_NAME, self.path, PROPERTIES, "Get", "ss", (TUNNEL, name))

    def statistics(self):
        return self.properties(STATISTICS)

    def announced(self, name):
        """Every value of a property that was announced, in order."""
        return [change[name] for change in self.changes if name in change]

    def wait_for_announced_states(self, *states, seconds=5):
        """All states that were announced, which may come a moment after the answer to a call."""
        wait_until(lambda: self.announced("State") == list(states), seconds,
                   lambda: f"{states} are announced; there were {self.announced('State')}")

    def wait_for_state(self, state, seconds=10):
        wait_until(lambda: self["State"] == state, seconds, lambda: f"state {state}; it is {dict(self.properties())}")

    def wait_for_phase(self, phase, seconds=10):
        wait_until(lambda: phase in self.announced("Phase"), seconds,
                   lambda: f"phase {phase} is announced; there were {self.announced('Phase')}")

    def wait_for_statistics(self, condition, seconds, what):
        wait_until(lambda: condition(self.statistics()), seconds, lambda: f"{what}: {dict(self.statistics())}")

    def _on_changed(self, interface, changed, invalidated):
        if interface == TUNNEL:
            self.changes.append(changed)

    def _on_sample(self, monotonic, counters, gauges):
        self.samples.append((monotonic, counters, gauges))
