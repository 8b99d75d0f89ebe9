# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop session for the tray applet: an X server, a session bus and a tray that we command."""

import os
import subprocess

from gi.repository import Gio, GLib

from .processes import Process
from .waiting import wait_until

APPLET_NAME = "org.pptptunnel.Applet"
WATCHER_NAME = "org.kde.StatusNotifierWatcher"
WATCHER_PATH = "/StatusNotifierWatcher"
MENU = "com.canonical.dbusmenu"

# Nothing can be started by its name on this bus: accessibility and the like stay away.
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow receive_sender="*" eavesdrop="true"/>
  </policy>
</busconfig>
"""

WATCHER_XML = """<node><interface name="org.kde.StatusNotifierWatcher">
  <method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
  <method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
  <property name="RegisteredStatusNotifierItems" type="as" access="read"/>
  <property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
  <property name="ProtocolVersion" type="i" access="read"/>
  <signal name="StatusNotifierItemRegistered"><arg type="s"/></signal>
  <signal name="StatusNotifierItemUnregistered"><arg type="s"/></signal>
  <signal name="StatusNotifierHostRegistered"/>
</interface></node>"""


class Desktop:
    """The session; only unix sockets, so it does not care for network namespaces."""

    def __init__(self, directory):
        self._directory = directory
        socket, configuration = directory / "session-bus", directory / "session-bus.conf"
        configuration.write_text(CONFIGURATION.format(socket=socket))
        self._bus = Process(["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"],
                            directory / "session-bus.log", stdout=subprocess.PIPE)
        self._address = self._bus.stdout.readline().decode().strip()
        assert self._address, (directory / "session-bus.log").read_text()
        self._server = Process(["Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp"],
                               directory / "xvfb.log", stdout=subprocess.PIPE)
        self._display = self._server.stdout.readline().decode().strip()
        assert self._display, (directory / "xvfb.log").read_text()
        flags = Gio.DBusConnectionFlags
        self.connection = Gio.DBusConnection.new_for_address_sync(
            self._address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)

    def environment(self, language):
        runtime = self._directory / "xdg"
        runtime.mkdir(mode=0o700, exist_ok=True)
        return {"PATH": os.environ["PATH"], "HOME": str(self._directory), "XDG_RUNTIME_DIR": str(runtime),
                "DBUS_SESSION_BUS_ADDRESS": self._address, "DISPLAY": f":{self._display}", "QT_QPA_PLATFORM": "xcb",
                "LANG": language, "LANGUAGE": language.partition(".")[0]}

    def call(self, name, path, interface, method, arguments=None):
        """Waits for the answer with our main loop running, since the applet may be asking us meanwhile."""
        answers = []
        self.connection.call(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NO_AUTO_START, 5000,
                             None, lambda connection, result: answers.append(result))
        wait_until(lambda: answers, 6, f"{method} of {name} is answered")
        return self.connection.call_finish(answers[0]).unpack()

    def owner(self, name):
        """The unique name of whoever has this name, or nothing."""
        bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
        names = self.call(*bus, "ListNames")[0]
        return self.call(*bus, "GetNameOwner", GLib.Variant("(s)", (name,)))[0] if name in names else None

    def pid_of(self, unique_name):
        return self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                         "GetConnectionUnixProcessID", GLib.Variant("(s)", (unique_name,)))[0]

    def close(self):
        self.connection.close_sync(None)
        self._server.end()
        self._bus.end()


class Tray:
    """The watcher of the desktop's tray, with or without a host that would draw what is registered."""

    def __init__(self, desktop, has_host):
        self._desktop = desktop
        self._has_host = has_host
        self.times_asked = 0
        self.items = []  # (sender, what it asked to register)
        self._registration = desktop.connection.register_object(
            WATCHER_PATH, Gio.DBusNodeInfo.new_for_xml(WATCHER_XML).interfaces[0], self._on_call, self._on_get, None)
        self._name = Gio.bus_own_name_on_connection(desktop.connection, WATCHER_NAME, 0, None, None)

    def register_host(self):
        self._has_host = True
        self._emit("StatusNotifierHostRegistered")

    def close(self):
        Gio.bus_unown_name(self._name)
        self._desktop.connection.unregister_object(self._registration)

    def _emit(self, signal, arguments=None):
        self._desktop.connection.emit_signal(None, WATCHER_PATH, WATCHER_NAME, signal, arguments)

    def _on_call(self, connection, sender, path, interface, method, arguments, invocation):
        if method == "RegisterStatusNotifierItem":
            item = arguments.unpack()[0]
            self.items.append((sender, item))
            self._emit("StatusNotifierItemRegistered", GLib.Variant("(s)", (item,)))
        invocation.return_value(None)

    def _on_get(self, connection, sender, path, interface, name):
        if name == "IsStatusNotifierHostRegistered":
            self.times_asked += 1
            return GLib.Variant("b", self._has_host)
        if name == "RegisteredStatusNotifierItems":
            return GLib.Variant("as", [item for _, item in self.items])
        return GLib.Variant("i", 0)


class Applet:
    """The running pptp-applet and, once it is in the tray, its menu as a host sees it."""

    def __init__(self, program, desktop, system_bus, directory, language="C.UTF-8"):
        self._desktop = desktop
        self.log = directory / "pptp-applet.log"
        self._process = Process([program, "--bus", system_bus], self.log, env=desktop.environment(language))
        self.item = None

    @property
    def pid(self):
        return self._process.pid

    def wait_until_running(self):
        wait_until(lambda: self._desktop.owner(APPLET_NAME), 10, "the applet is on the session bus")

    def wait_until_shown(self, tray):
        self.item = wait_until(lambda: tray.items, 10, lambda: f"the item registers; {self.log.read_text()}")[0][1]

    def wait_for_exit(self):
        return self._process.wait(5)

    def entries(self):
        """The visible entries: (id, properties), from top to bottom, without separators."""
        wanted = GLib.Variant("(iias)", (0, -1, []))
        _, (_, _, children) = self._desktop.call(self.item, "/MenuBar", MENU, "GetLayout", wanted)
        return [(number, properties) for number, properties, _ in children
                if properties.get("visible", True) and properties.get("type") != "separator"]

    def labels(self):
        return [properties["label"] for _, properties in self.entries()]

    def checked(self):
        return [properties["label"] for _, properties in self.entries() if properties.get("toggle-state") == 1]

    def click(self, beginning):
        """On the one entry whose text begins like this."""
        found = [number for number, properties in self.entries() if properties["label"].startswith(beginning)]
        assert len(found) == 1, f"{len(found)} entries begin with {beginning!r}: {self.labels()}"
        event = GLib.Variant("(isvu)", (found[0], "clicked", GLib.Variant("s", ""), 0))
        self._desktop.call(self.item, "/MenuBar", MENU, "Event", event)

    def wait_for_labels(self, *expected, seconds=10):
        wait_until(lambda: self.labels() == list(expected), seconds,
                   lambda: f"the menu is {expected}; it is {self.labels()}")

    def property(self, name):
        """Of the item in the tray."""
        arguments = GLib.Variant("(ss)", ("org.kde.StatusNotifierItem", name))
        return self._desktop.call(self.item, "/StatusNotifierItem", "org.freedesktop.DBus.Properties", "Get",
                                  arguments)[0]

    def drawn_icon(self):
        """The pixels of the item's icon as text; empty while nothing can be seen."""
        pixmaps = [bytes(pixels) for _, _, pixels in self.property("IconPixmap")]
        return " ".join(pixels.hex() for pixels in pixmaps if any(pixels[::4]))  # ARGB: alpha comes first

    def close(self):
        self._process.end()
