# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs in the guest: the parts of the benchmark that were asked for. The figures go to standard output, the rest
is said in between."""

import sys

import parts
from clients import ServerSide, start_service
from machine_state import say, tell

PARTS = {"throughput": parts.throughput, "connect": parts.connect, "many": parts.many}


def main():
    server = ServerSide()
    start_service()
    for wish in sys.argv[1:]:
        name, _, size = wish.partition("=")
        try:
            PARTS[name](server, int(size))
        except Exception as error:  # the other parts are still worth their time
            say(f"{name}: {error!r}")
            tell(name, "remark", f"the part was not finished: {error}")
    tell("guest", "end", 1)


if __name__ == "__main__":
    main()
