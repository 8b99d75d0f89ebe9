# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every error code is provoked in the lab: a scenario expects it as the outcome of something that it does."""

import re
import unittest

import tree

TABLE = "common/error.cpp"
SCENARIOS = tree.SOURCE / "tests/lab/scenarios"
AT_LEAST = 20

# What may say which code is expected, as the beginning of a line; what the program says does not count.
EXPECTATIONS = ("answered", "assert_equal", "expect_failure", "fails", "fails_on_bus", "fails_with", "killed",
                "provoked", "refused")
# A row of a scenario's table: what the server does, the code, the seconds.
ROW = re.compile(r"^[a-z][a-z0-9=/-]*\s+([a-z-]+)\s+\d+\s")


def codes():
    return set(re.findall(r'ErrorRow\{ErrorCode::\w+, "([a-z-]+)"', tree.read(TABLE)))


def expected(line):
    row = ROW.match(line)
    if row:
        return {row[1]}
    words = line.split()
    return set(words[1:]) if words and words[0] in EXPECTATIONS else set()


def provoked():
    lines = [line for path in SCENARIOS.iterdir() for line in path.read_text(encoding="utf-8").splitlines()]
    return set().union(*map(expected, lines)) & codes()


class Codes(unittest.TestCase):
    def test_the_table_is_read(self):
        self.assertEqual(len(codes()), tree.read(TABLE).count("ErrorRow{ErrorCode::"))

    def test_each_is_provoked_in_the_lab(self):
        self.assertGreaterEqual(len(provoked()), AT_LEAST)
        self.assertEqual(codes() - provoked(), set())


if __name__ == "__main__":
    unittest.main()
