# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a run was made: figures of two machines do not compare, ratios do better."""

import os
import platform
import subprocess
from datetime import datetime, timezone


def describe():
    return {
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "kernel": platform.release(),
        "processor": _processor(),
        "processors": os.cpu_count(),
        "load_average": os.getloadavg()[0],
        "pptp-linux": _package("pptp-linux"),
        "commit": _commit(),
    }


def _processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")


def _package(name):
    return _said("dpkg-query", "-W", "-f", "${Version}", name)


def _commit():
    return _said("git", "-C", os.path.dirname(__file__), "describe", "--always", "--dirty")


def _said(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return "unknown"
