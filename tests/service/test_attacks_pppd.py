# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What pppd gets from the daemon, and what it does not: options, environment, descriptors, signals. It runs as the
daemon's user, so that each of them would be a way to the daemon's privileges."""

import os
import signal
from pathlib import Path

from harness import network, processes
from harness.client import error_name
from harness.service_case import ServiceCase

# They run a program, load code, or read and write files of somebody's choice.
DANGEROUS = ("plugin", "pty", "connect", "disconnect", "init", "welcome", "call", "file", "ip-up-script",
             "ip-down-script", "ip-pre-up-script", "auth-up-script", "set", "record", "logfile", "linkname",
             "pap-secrets", "chap-secrets", "socket", "device")
CANARY = "here=yes"


class PppdAttacks(ServiceCase):
    def started_pppd(self, **settings):
        self.connected(**settings)
        return self.daemon.pppd()

    def test_p03_options_that_run_or_write_something_stay_text(self):
        canary = self.directory / "canary"
        canary.write_text("#!/bin/sh\ntouch $0.ran\n")
        canary.chmod(0o755)
        before = canary.stat()
        server = self.server()
        users = {f"user{number}": f"x {option} {canary}" for number, option in enumerate(DANGEROUS)}
        for name, user in users.items():
            self.daemon.add_profile(name, server.address, user=user)
        self.daemon.start()
        for name, user in users.items():
            tunnel = self.client.tunnel(name)
            self.assertIsNone(tunnel.connect().wait())
            words = processes.command_line(self.daemon.pppd())
            self.assertEqual([word for word in words if str(canary) in word], [user])
            self.assertEqual(words[words.index(user) - 1], "user")
            self.assertIsNone(tunnel.disconnect().wait())
        after = canary.stat()
        self.assertEqual((after.st_mtime_ns, after.st_size), (before.st_mtime_ns, before.st_size))
        self.assertEqual([path.name for path in self.directory.glob("canary*")], ["canary"])

    def test_p03_a_profile_with_an_option_of_pppd_is_no_profile(self):
        server = self.server()
        for number, option in enumerate(DANGEROUS):
            self.daemon.add_profile(f"bad{number}", server.address, **{option: "/tmp/x"})
        self.daemon.add_profile("work", server.address)
        self.daemon.start()
        for number, option in enumerate(DANGEROUS):
            with self.subTest(option):
                tunnel = self.client.tunnel(f"bad{number}")
                self.assertEqual(tunnel.connect().wait(), error_name("InvalidSettings"))
        self.assertEqual(server.events("accepted"), [])
        self.assertIsNone(self.client.tunnel("work").connect().wait())

    def test_p04_options_that_anybody_can_write_are_not_given_to_pppd(self):
        self.assertTrue(os.path.ismount(network.PPP_FOLDER), "this is not the system's own folder")
        folder = Path(network.PPP_FOLDER)
        options = folder / "options"
        self.addCleanup(folder.chmod, 0o755)
        self.addCleanup(options.unlink)
        options.write_text("connect '/bin/touch /tmp/owned'\n")
        server = self.server()
        tunnel = self.started("work", server=server)
        for path, mode in ((options, 0o666), (folder, 0o777)):
            with self.subTest(path.name):
                usual = path.stat().st_mode
                path.chmod(mode)
                self.assertEqual(tunnel.connect().wait(), error_name("ConfigureFailed"))
                self.assertFailed(tunnel, "configure-failed")
                self.assertRegex(tunnel["ErrorDetails"]["detail"], "/etc/ppp.* may be written by others")
                path.chmod(usual)
        # What only root can write is root's own affair.
        self.assertIsNone(tunnel.connect().wait())

    def test_p05_the_environment_is_the_fixed_one(self):
        for name in ("LD_PRELOAD", "LD_LIBRARY_PATH", "BASH_ENV", "ENV", "IFS", "PERL5LIB", "PYTHONPATH", "TZ",
                     "GCONV_PATH"):
            previous = os.environ.get(name)
            self.addCleanup(os.environ.pop, name, None)
            self.assertIsNone(previous)
            os.environ[name] = "/nonexistent/" + CANARY
        path = os.environ["PATH"]
        self.addCleanup(os.environ.__setitem__, "PATH", path)
        os.environ["PATH"] = f"{path}:/tmp"
        variables = processes.environment(self.started_pppd())
        self.assertEqual(sorted(variables), ["LANG=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"])

    def test_p06_only_its_own_descriptors_are_open(self):
        # One more tunnel, so that the daemon has more of them open than this pppd may see.
        server = self.server()
        other, work = self.started("other", "work", server=server)
        self.assertIsNone(other.connect().wait())
        first = self.daemon.pppd()
        self.assertIsNone(work.connect().wait())
        pppd, = (pid for pid in self.daemon.children()
                 if pid != first and processes.command_line(pid)[0].endswith("fake-pppd"))
        links = processes.open_descriptors(pppd)
        terminal = processes.command_line(pppd)[1]
        self.assertEqual(links, sorted(["/dev/null", "pipe", "pipe", "socket", terminal]))

    def test_p07_signals_priority_and_group_are_reset(self):
        ignored, blocked = ("HUP", "INT", "USR1", "PIPE"), ("USR2", "ALRM", "HUP")
        wrapper = self.directory / "pptp-tunneld"
        wrapper.write_text("#!/bin/sh\nexec env " + " ".join(
            [f"--ignore-signal={name}" for name in ignored] + [f"--block-signal={name}" for name in blocked]) +
            f' "{self.programs.daemon}" "$@"\n')
        wrapper.chmod(0o755)
        self.daemon.use(daemon=wrapper)
        pppd = self.started_pppd()
        self.assertTrue(processes.signals(self.daemon.pid, "SigBlk"), "the daemon was started with blocked signals")
        self.assertLessEqual(processes.signals(pppd, "SigBlk"), {signal.SIGTERM})  # the fake's own
        self.assertEqual(processes.signals(pppd, "SigIgn"), set())
        self.assertEqual(os.getpgid(pppd), pppd)
        self.assertEqual(os.getpriority(os.PRIO_PROCESS, pppd), os.getpriority(os.PRIO_PROCESS, 0))

    def test_p08_the_scripts_of_the_system_run_only_where_the_profile_says_so(self):
        words = processes.command_line(self.started_pppd(**{"run-ppp-scripts": "yes"}))
        self.assertNotIn("ip-up-script", words)
        self.assertIn("pptp-tunnel-scripts", words)

    def test_p08_no_script_of_the_administrator_is_named(self):
        words = processes.command_line(self.started_pppd())
        for option in ("ip-up-script", "ip-down-script"):
            self.assertEqual(words[words.index(option) + 1], "/bin/true")
        self.assertEqual([word for word in words if word.startswith("/etc/")], [])
