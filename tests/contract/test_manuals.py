# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The manual page and the help of pptp-pty speak of exactly what the program has. (test_pages.py reads all pages.)"""

import re
import unittest

import tree

PAGE = "docs/man/pptp-pty.8"
WIDTH = 80


def options_of_the_program():
    return set(re.findall(r'Option\{"([a-z-]+)",', tree.read("pty/options.cpp")))


class Manuals(unittest.TestCase):
    def test_page_describes_every_option_and_no_other(self):
        described = set(re.findall(r"(?m)^\.It Fl -([a-z-]+)", tree.read(PAGE)))
        self.assertEqual(described, options_of_the_program())
        self.assertGreater(len(described), 15)

    def test_help_lists_every_option_and_no_other(self):
        self.assertEqual(set(re.findall(r"(?m)^  --([a-z-]+)", tree.read("pty/help.cpp"))), options_of_the_program())

    def test_help_fits_a_terminal(self):
        text = tree.read("pty/help.cpp").split('R"(')[1].split(')"')[0]
        self.assertLessEqual(max(map(len, text.splitlines())), WIDTH)

    def test_page_has_every_exit_status(self):
        section = tree.read(PAGE).split(".Sh EXIT STATUS")[1].split(".Sh")[0]
        numbers = re.findall(r"(?m)^    \w+ = (\d+),", tree.read("pty/exit_status.h"))
        self.assertEqual(re.findall(r"(?m)^\.It (\d+)", section), numbers)

    def test_page_quotes_the_log_as_it_is(self):
        quoted = re.findall(r"(?m)^\.It\n(.+)", tree.read(PAGE).split(".Sh LOG")[1].split(".Sh")[0])
        code = tree.read("pty/report_text.cpp")
        self.assertGreater(len(quoted), 8)
        for sentence in quoted:
            for part in re.split(r"\bN\b|TEXT", sentence):
                # Joined from several literals in the code: compare words that stand in one.
                words = part.strip(" ()'.,:;")
                with self.subTest(sentence=sentence, part=words):
                    self.assertIn(words, code)


if __name__ == "__main__":
    unittest.main()
