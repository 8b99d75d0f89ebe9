# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the source and the build are, and what belongs to the source."""

import os
import pathlib
import subprocess

SOURCE = pathlib.Path(os.environ["PPTP_SOURCE_DIR"])
BUILD = pathlib.Path(os.environ["PPTP_BUILD_DIR"])

NOT_SOURCE = {"build", ".git", ".cache", "__pycache__"}


def files(*suffixes):
    """Every file of the source with one of these suffixes; with none, every file. Paths are relative."""
    found = []
    for folder, folders, names in os.walk(SOURCE):
        folders[:] = sorted(name for name in folders if name not in NOT_SOURCE)
        found += [pathlib.Path(folder, name).relative_to(SOURCE) for name in sorted(names)]
    return [path for path in found if not suffixes or path.suffix in suffixes]


def read(path):
    return (SOURCE / path).read_text(encoding="utf-8")


def run(*command):
    """Runs a command without a shell; the result has its status and everything it said."""
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60,
                          check=False)
