# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may use what, as docs/architecture.md says: read from the #include lines."""

import re
import unittest

import tree

# The first entry that a file's path starts with decides. After the own folder come the folders it may use.
ALLOWED = [
    ("common/", []),
    ("worker/gre/", ["common/", "worker/time_point.h"]),
    ("worker/control/", ["common/", "worker/time_point.h"]),
    ("worker/", ["common/", "worker/"]),
    ("spawner/", ["common/"]),
    ("daemon/net/", ["common/"]),
    ("daemon/ppp/plugin/", ["common/plugin_protocol.h"]),
    ("daemon/ppp/", ["common/"]),
    ("daemon/profiles/", ["common/"]),
    ("daemon/tunnel/", ["common/", "daemon/net/", "daemon/ppp/", "daemon/profiles/"]),
    ("daemon/diagnosis/", ["common/", "daemon/net/", "daemon/ppp/protection.h", "daemon/tunnel/"]),
    ("daemon/bus/", ["common/", "daemon/diagnosis/diagnostics.h", "daemon/diagnosis/check.h", "daemon/net/link_move.h", "daemon/net/log_warning.h", "daemon/net/note_folder.h", "daemon/net/route_plan.h", "daemon/tunnel/",
                    "dbus/"]),
    ("daemon/main.cpp", ["common/", "daemon/"]),
    # What stands beside main belongs to the composition root, but not the bus.
    ("daemon/", ["common/", "daemon/tunnel/", "daemon/daemon_options.h", "daemon/service_manager.h"]),
    # Measures one part of the data path by itself.
    ("benchmarks/micro_hdlc.cpp", ["common/", "worker/gre/"]),
    # A supervisor like the daemon, without its tunnels, its PPP and its bus.
    ("pty/", ["common/", "daemon/net/", "daemon/tunnel/worker_", "daemon/tunnel/fork_launcher.h",
              "daemon/tunnel/pty_pair.h"]),
    # Reads the daemon's notes where the daemon may not write.
    ("resolvconf/", ["common/", "daemon/net/note_folder.h"]),
    ("client/", ["common/"]),
    ("pptpctl/", ["common/", "client/"]),
    ("applet/", ["common/", "client/"]),
    # Measures the data path, and so does nothing with its code; the control connection is only the way there.
    ("benchmarks/", ["common/", "worker/control/"]),
]

# Parts that must know neither Qt nor D-Bus nor any other library: values and decisions only.
PURE = ["common/", "worker/time_point.h", "worker/gre/", "worker/control/", "daemon/tunnel/tunnel_machine", "daemon/tunnel/worker_end",
        "daemon/net/route_plan", "resolvconf/resolv_conf.", "daemon/ppp/pppd_options", "pty/options", "pty/help", "pty/report_text",
        "pty/statistics_text", "pty/exit_status", "pty/call_log"]
NO_QT = PURE + ["worker/", "spawner/"]

QUOTED = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
ANGLED = re.compile(r"^\s*#\s*include\s+<([^>]+)>", re.MULTILINE)
QT_OR_BUS = re.compile(r"^(Q[A-Z]|Qt|sdbus-c\+\+)")
OTHER_LIBRARY = re.compile(r"^(glib|netlink/|systemd/|seccomp|pppd/|dbus/)")


def sources():
    return [str(path) for path in tree.files(".h", ".cpp", ".c") if not str(path).startswith("tests/")]


def own_folder(path):
    return path.rsplit("/", 1)[0] + "/"


class Includes(unittest.TestCase):
    def test_every_file_uses_only_what_it_may(self):
        checked = 0
        for path in sources():
            rule = next((entry for entry in ALLOWED if path.startswith(entry[0])), None)
            self.assertIsNotNone(rule, f"{path}: no rule says what this may use")
            for name in QUOTED.findall(tree.read(path)):
                checked += 1
                if name.endswith(".moc") or "/" not in name:  # its own folder, or generated beside it
                    continue
                usable = [own_folder(path), rule[0]] + rule[1]
                with self.subTest(file=path, include=name):
                    self.assertTrue(name.startswith(tuple(usable)), f"{path} may not include {name}")
        self.assertGreater(checked, 100)

    def test_only_main_knows_the_bus(self):
        for path in sources():
            if path.startswith("daemon/bus/") or path == "daemon/main.cpp":
                continue
            with self.subTest(file=path):
                self.assertNotIn('"daemon/bus/', tree.read(path))

    def test_pure_parts_know_no_library(self):
        for path in sources():
            for name in ANGLED.findall(tree.read(path)):
                with self.subTest(file=path, include=name):
                    if path.startswith(tuple(NO_QT)):
                        self.assertIsNone(QT_OR_BUS.match(name), f"{path} may not use {name}")
                    if path.startswith(tuple(PURE)):
                        self.assertIsNone(OTHER_LIBRARY.match(name), f"{path} may not use {name}")

    def test_pure_parts_exist(self):
        """A rule about a file that was renamed checks nothing."""
        for prefix in PURE:
            self.assertTrue(any(path.startswith(prefix) for path in sources()), prefix)

    def test_widgets_and_commands_know_no_daemon(self):
        for path in sources():
            if path.startswith(("client/", "applet/", "pptpctl/")):
                for name in ANGLED.findall(tree.read(path)):
                    with self.subTest(file=path, include=name):
                        self.assertFalse(name.startswith("sdbus-c++"), f"{path} may not use {name}")


if __name__ == "__main__":
    unittest.main()
