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
SPAWNER = tree.BUILD / "systemd" / "pptp-spawner.service"
SPAWNER_SOCKET = tree.BUILD / "systemd" / "pptp-spawner.socket"
SPAWNER_THRESHOLD = 4
# What a tunnel takes: of the daemon as ./bench scale tells it, with the history; of pppd as the lab's guest does.
DESCRIPTORS_OF_A_TUNNEL = 9
MIB_OF_A_TUNNEL, MIB_OF_THE_DAEMON = 1, 32


class UnitCase(unittest.TestCase):
    unit = UNIT

    def setUp(self):
        self.text = self.unit.read_text(encoding="utf-8")

    def value(self, key):
        return re.findall(rf"(?m)^{key}=(.*)$", self.text)

    def verify(self, *units):
        """As systemd reads them."""
        with tempfile.TemporaryDirectory() as folder:
            # The programs are not installed where tests run; everything else is checked as it is.
            for unit in units:
                text = unit.read_text(encoding="utf-8")
                pathlib.Path(folder, unit.name).write_text(re.sub(r"(?m)^ExecStart=.*$", "ExecStart=/bin/true", text),
                                                           encoding="utf-8")
            result = tree.run("systemd-analyze", "verify", "--man=no", "--recursive-errors=no",
                              *(str(pathlib.Path(folder, unit.name)) for unit in units))
        self.assertEqual((result.returncode, result.stdout), (0, ""))

    def check_exposure(self, threshold):
        result = tree.run("systemd-analyze", "security", "--offline=true", f"--threshold={threshold}",
                          "--no-pager", str(self.unit))
        self.assertEqual(result.returncode, 0, result.stdout[-2000:])
        self.assertIn("Overall exposure level", result.stdout)


def installed(name):
    """The path that the programs were built with."""
    names = (tree.BUILD / "common" / "names.h").read_text(encoding="utf-8")
    return re.search(rf'{name} = "([^"]+)"', names).group(1)


class Unit(UnitCase):
    def test_is_understood_by_systemd(self):
        self.verify(UNIT)

    def test_is_confined(self):
        self.check_exposure(THRESHOLD)

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

    def test_notes_survive_also_a_crash_after_which_nothing_is_started(self):
        """With "restart" they are gone when somebody stops a service that was killed, or systemd gives it up."""
        self.assertEqual(self.value("RuntimeDirectoryPreserve"), ["yes"])

    def test_starts_what_was_built(self):
        daemon = pathlib.Path(installed("WorkerProgram")).with_name("pptp-tunneld")
        self.assertEqual(self.value("ExecStart"), [str(daemon)])


class Spawner(UnitCase):
    unit = SPAWNER

    def test_is_understood_by_systemd(self):
        self.verify(SPAWNER, SPAWNER_SOCKET)

    def test_is_confined_more_than_the_daemon(self):
        self.check_exposure(SPAWNER_THRESHOLD)
        self.assertEqual(self.value("CapabilityBoundingSet"), [""])
        self.assertEqual(self.value("User"), ["pptp-tunnel"])
        self.assertEqual(installed("WorkerUser"), "pptp-tunnel")

    def test_starts_what_was_built(self):
        worker = pathlib.Path(installed("WorkerProgram"))
        self.assertEqual(self.value("ExecStart"), [f"{worker.with_name('pptp-spawner')} {worker}"])

    def test_only_root_reaches_it_where_the_daemon_looks(self):
        self.text = SPAWNER_SOCKET.read_text(encoding="utf-8")
        self.assertEqual(self.value("ListenSequentialPacket"), [installed("SpawnerSocket")])
        self.assertEqual(self.value("SocketMode"), ["0600"])
        self.assertEqual(self.value("SocketUser"), [])

    def test_is_stopped_after_the_daemon(self):
        self.assertEqual(self.value("Before"), [UNIT.name])
        daemon = UNIT.read_text(encoding="utf-8")
        for key in ("Wants", "After"):
            self.assertIn(SPAWNER_SOCKET.name, re.search(f"(?m)^{key}=(.*)$", daemon).group(1))

    def test_has_a_task_for_each_worker_that_there_can_be(self):
        workers = int(re.search(r"MaxWorkers = (\d+)", tree.read("spawner/spawner.h")).group(1))
        self.assertGreater(int(self.value("TasksMax")[0]), workers)


class Companions(unittest.TestCase):
    def test_sysusers_makes_the_workers_user(self):
        path = tree.SOURCE / "systemd" / "sysusers.conf"
        with tempfile.TemporaryDirectory() as root:
            result = tree.run("systemd-sysusers", "--dry-run", f"--root={root}", f"--replace=/usr/lib/x.conf",
                              str(path))
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertIn("Creating user 'pptp-tunnel'", result.stdout)
        self.assertEqual(installed("WorkerUser"), "pptp-tunnel")

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
