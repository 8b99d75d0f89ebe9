# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints "PASSED FAILED SKIPPED" of a CTest run: count_results.py JUNIT.XML

A test program counts with the test functions that it says it has run (QtTest's "Totals:" or unittest's "Ran"),
any other as one test. A program that fails without a failed function (a crash, a timeout) is one failure.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

QT_TOTALS = re.compile(r"^Totals: (\d+) passed, (\d+) failed, (\d+) skipped", re.MULTILINE)
UNITTEST = re.compile(r"^Ran (\d+) tests? in [^\n]*\n+(?:OK|FAILED)(?: \(([^)]*)\))?", re.MULTILINE)


def qt_counts(text):
    return [tuple(map(int, totals)) for totals in QT_TOTALS.findall(text)]


def unittest_counts(text):
    counts = []
    for ran, remarks in UNITTEST.findall(text):
        of = {key: int(number) for key, number in re.findall(r"([a-z][a-z ]*)=(\d+)", remarks)}
        skipped = of.get("skipped", 0)
        failed = of.get("failures", 0) + of.get("errors", 0) + of.get("unexpected successes", 0)
        counts.append((int(ran) - failed - skipped, failed, skipped))
    return counts


def counts_of(case):
    text = case.findtext("system-out") or ""
    programs = qt_counts(text) + unittest_counts(text)
    passed, failed, skipped = (sum(column) for column in zip(*programs)) if programs else (0, 0, 0)
    status = case.get("status")
    if status == "run":
        return (passed, failed, skipped) if programs else (1, 0, 0)
    if status == "fail":
        return passed, max(failed, 1), skipped
    return passed, failed, skipped + 1


def main():
    cases = ElementTree.parse(sys.argv[1]).getroot().iter("testcase")
    print(*(sum(column) for column in zip((0, 0, 0), *map(counts_of, cases))))


if __name__ == "__main__":
    main()
