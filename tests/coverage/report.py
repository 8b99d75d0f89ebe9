# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the covered lines of each file: report.py COVERAGE.JSON SOURCE_DIR

The file is what llvm-cov export has written. The status is 1 if the total is below the limit.
"""

import json
import os
import sys

LIMIT = 95.0


def row(name, lines):
    return f"{name:<40} {lines['covered']:>6} of {lines['count']:>6} lines {lines['percent']:>7.2f} %"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)["data"][0]
    for entry in data["files"]:
        print(row(os.path.relpath(entry["filename"], sys.argv[2]), entry["summary"]["lines"]))
    total = data["totals"]["lines"]
    print(row("worker/", total))
    if total["percent"] < LIMIT:
        print(f"less than {LIMIT} %")
        sys.exit(1)


if __name__ == "__main__":
    main()
