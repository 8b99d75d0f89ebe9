# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every source file has and has not."""

import re
import unittest

import tree

CODE = (".h", ".cpp", ".c", ".py", ".sh")
LICENSED = CODE + (".txt", ".cmake", ".xml", ".policy", ".conf", ".service", ".in", ".desktop", ".scd")
MAX_LINES = 400
# Configuration of other programs, which the lab guest needs exactly so; and what people read.
EXEMPT = ("tests/lab/guest/",)

# A child that was just ended is waited for, for a bounded time, when nothing else is left to do.
REAPED_AT_THE_END = {"daemon/ppp/pppd_process.cpp": 1, "daemon/tunnel/fork_launcher.cpp": 1,
                     "pptpctl/polkit_agent.cpp": 1}

COPYRIGHT = "SPDX-FileCopyrightText: The pptp-tunnel authors"
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"


def is_script(path):
    return path.suffix == "" and (tree.SOURCE / path).read_bytes().startswith(b"#!")


def product_code():
    programs = ("applet/", "client/", "common/", "daemon/", "pptpctl/", "pty/", "spawner/", "worker/")
    return [path for path in tree.files(".h", ".cpp", ".c") if str(path).startswith(programs)]


def code():
    return [path for path in tree.files() if path.suffix in CODE or is_script(path)]


class Sources(unittest.TestCase):
    def test_every_file_names_its_licence(self):
        files = [path for path in tree.files(*LICENSED) if not str(path).startswith(EXEMPT)] + code()
        self.assertGreater(len(files), 100)
        for path in files:
            with self.subTest(file=str(path)):
                head = "".join(tree.read(path).splitlines(keepends=True)[:8])
                self.assertIn(COPYRIGHT, head)
                self.assertIn(LICENCE, head)

    def test_no_file_is_too_long(self):
        for path in code():
            with self.subTest(file=str(path)):
                self.assertLessEqual(len(tree.read(path).splitlines()), MAX_LINES)

    def test_headers_say_what_they_are_for(self):
        for path in tree.files(".h"):
            if str(path).startswith("tests/"):
                continue
            with self.subTest(file=str(path)):
                lines = [line for line in tree.read(path).splitlines() if line and "SPDX" not in line]
                self.assertRegex(lines[0], r"^(///|/\*) ?\S")

    def test_nothing_is_left_for_later(self):
        # In pieces, so that this file is no finding itself.
        marks = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "Q" + "SKIP", "QEXPECT" + "_FAIL",
                                     "[Nn]ot " + "implemented")))
        for path in code():
            with self.subTest(file=str(path)):
                self.assertIsNone(marks.search(tree.read(path)))

    def test_nothing_blocks(self):
        """The programs wait in their event loops and nowhere else."""
        blocking = re.compile(r"\b(waitFor(?:Finished|Started|ReadyRead)|usleep|msleep|sleep_for|sleep)\s*\(")
        for path in product_code():
            with self.subTest(file=str(path)):
                self.assertEqual(len(blocking.findall(tree.read(path))), REAPED_AT_THE_END.get(str(path), 0))

    def test_no_shell_is_run(self):
        shell = re.compile(r"""(?<![\w:])(?:std)?(?:::)?(?:system|popen)\s*\(|"/bin/sh"|"sh", *"-c\"""")
        for path in product_code():
            with self.subTest(file=str(path)):
                self.assertIsNone(shell.search(tree.read(path)))


if __name__ == "__main__":
    unittest.main()
