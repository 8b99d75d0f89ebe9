# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The unit and its companions, as systemd itself reads them."""

import pathlib
import re
import tempfile
import unittest

import tree

UNIT = tree.BUILD / "systemd" / "pptp-tunneld.service"
# Exposure as systemd-analyze counts it, in tenths: the shipped unit may not be more exposed than this. It is 20
# without the sockets of the kernel's data path (docs/architecture.md, Decisions).
THRESHOLD = 23
# What a tunnel takes: of the daemon as ./bench scale tells it, with the history; of pppd as the lab's guest does.
DESCRIPTORS_OF_A_TUNNEL = 9
MIB_OF_A_TUNNEL, MIB_OF_THE_DAEMON = 1, 32


class Unit(unittest.TestCase):
    def setUp(self):
        self.text = UNIT.read_text(encoding="utf-8")

    def value(self, key):
        return re.findall(rf"(?m)^{key}=(.*)$", self.text)

    def test_is_understood_by_systemd(self):
        with tempfile.TemporaryDirectory() as folder:
            # The daemon is not installed where tests run; everything else is checked as it is.
            copy = pathlib.Path(folder, UNIT.name)
            copy.write_text(re.sub(r"(?m)^ExecStart=.*$", "ExecStart=/bin/true", self.text), encoding="utf-8")
            result = tree.run("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(copy))
        self.assertEqual((result.returncode, result.stdout), (0, ""))

    def test_is_confined(self):
        result = tree.run("systemd-analyze", "security", "--offline=true", f"--threshold={THRESHOLD}",
                          "--no-pager", str(UNIT))
        self.assertEqual(result.returncode, 0, result.stdout[-2000:])
        self.assertIn("Overall exposure level", result.stdout)

    def test_may_write_only_where_it_must(self):
        self.assertEqual(self.value("ProtectSystem"), ["strict"])
        self.assertEqual(len(self.value("ReadWritePaths")), 1)
        self.assertRegex(self.value("ReadWritePaths")[0], r"^/(usr/local/)?etc/pptp-tunnel$")

    def test_has_only_the_capabilities_it_needs(self):
        self.assertEqual(self.value("CapabilityBoundingSet"), ["CAP_NET_ADMIN CAP_NET_RAW"])
        self.assertEqual(self.value("AmbientCapabilities"), [""])

    def test_descriptors_come_to_an_end_before_tasks_and_memory(self):
        """Without a descriptor one Connect fails; without memory processes are killed."""
        tunnels = int(self.value("LimitNOFILE")[0]) // DESCRIPTORS_OF_A_TUNNEL
        self.assertGreaterEqual(tunnels, 400)
        self.assertGreater(int(self.value("TasksMax")[0]), tunnels)
        memory = re.fullmatch(r"(\d+)M", self.value("MemoryMax")[0])
        self.assertGreater(int(memory[1]), tunnels * MIB_OF_A_TUNNEL + MIB_OF_THE_DAEMON)

    def test_is_stopped_before_the_network_and_the_bus(self):
        """Units are stopped in the reverse of the order in which they start; a unit not ordered is stopped at once."""
        after = " ".join(self.value("After")).split()
        self.assertLessEqual({"network.target", "dbus.service"}, set(after))
        self.assertEqual(self.value("Before"), [])
        launcher = tree.read("daemon/bus/unit_launcher.cpp")
        self.assertIn(f'OwnUnit = "{UNIT.name}"', launcher)
        self.assertIn('set(properties, "Before", std::vector<std::string>{OwnUnit})', launcher)

    def test_notes_survive_also_a_crash_after_which_nothing_is_started(self):
        """With "restart" they are gone when somebody stops a service that was killed, or systemd gives it up."""
        self.assertEqual(self.value("RuntimeDirectoryPreserve"), ["yes"])

    def test_starts_what_was_built(self):
        names = (tree.BUILD / "common" / "names.h").read_text(encoding="utf-8")
        worker = re.search(r'WorkerProgram = "([^"]+)"', names).group(1)
        self.assertEqual(self.value("ExecStart"), [str(pathlib.Path(worker).with_name("pptp-tunneld"))])


class Companions(unittest.TestCase):
    def test_sysusers_makes_the_workers_user(self):
        path = tree.SOURCE / "systemd" / "sysusers.conf"
        with tempfile.TemporaryDirectory() as root:
            result = tree.run("systemd-sysusers", "--dry-run", f"--root={root}", f"--replace=/usr/lib/x.conf",
                              str(path))
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertIn("Creating user 'pptp-tunnel'", result.stdout)
        names = (tree.BUILD / "common" / "names.h").read_text(encoding="utf-8")
        self.assertIn('WorkerUser = "pptp-tunnel"', names)

    def test_name_servers_are_taken_back_also_when_adding_them_is_cut_short(self):
        """systemd leaves ExecStop= out for a unit that has not started yet."""
        text = tree.read("systemd/pptp-tunnel-names@.service.in")
        self.assertEqual(re.findall(r"(?m)^ExecStop\w*=.* (\w+) %i$", text), ["remove"])
        self.assertRegex(text, r"(?m)^ExecStopPost=")

    def test_modules_are_loaded_once_and_before_the_service(self):
        """What runs for each start of the service delays the one after a crash."""
        name = "pptp-tunnel-modules.service"
        text = tree.read(f"systemd/{name}")
        self.assertRegex(text, r"(?m)^RemainAfterExit=yes$")
        self.assertRegex(text, r"(?m)^ExecStart=-/sbin/modprobe .* ppp_generic ppp_async ppp_mppe$")
        unit = UNIT.read_text(encoding="utf-8")
        for key in ("Wants", "After"):
            self.assertIn(name, re.search(f"(?m)^{key}=(.*)$", unit).group(1))


if __name__ == "__main__":
    unittest.main()
