# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent through one tunnel, and what arrives."""

import os
import subprocess

from clients import HERE, BenchError
from machine_state import busy_ticks, cpu_ticks, packets, processes

STREAM = f"{HERE}/bench-stream"
PORT = "5001"
TCP_SECONDS, UDP_SECONDS = 3, 1
LOSS = 0.01
UDP_STEPS = 5
TICK_MICROSECONDS = 1e6 / os.sysconf("SC_CLK_TCK")
COUNTER = {"down": "rx", "up": "tx"}


class Traffic:
    """Between the server's inside address and the client."""

    def __init__(self, server, inside):
        self._server = server
        self._address = {"down": inside[:-1] + "10", "up": inside}

    def _start(self, is_server, *words):
        options = {"stdout": subprocess.PIPE, "text": True}
        command = [STREAM, *map(str, words)]
        return self._server.start(*command, **options) if is_server else subprocess.Popen(command, **options)

    def flow(self, direction, kind, seconds, rate=0):
        """What was sent and how long it took, then the same of what arrived."""
        address = self._address[direction]
        receiver = self._start(direction == "up", "receive", kind, address, PORT)
        if not receiver.stdout.readline():
            raise BenchError("the receiver does not start")
        sender = self._start(direction == "down", "send", kind, address, PORT, seconds, rate)
        results = []
        for process in (sender, receiver):
            said = process.communicate()[0].split()
            if process.returncode != 0 or len(said) != 2:
                raise BenchError(f"{kind} {direction} failed")
            results += [float(word) for word in said]
        return results

    def tcp(self, client, direction):
        """Names and values; the processor's time for each packet of the client's interface in that direction."""
        carriers, pppd = client.carriers(), processes("pppd")
        counter = COUNTER[direction]
        before = cpu_ticks(carriers), cpu_ticks(pppd), busy_ticks(), packets(client.interface, counter)
        _, _, arrived, took = self.flow(direction, "tcp", TCP_SECONDS)
        after = cpu_ticks(carriers), cpu_ticks(pppd), busy_ticks(), packets(client.interface, counter)
        count = max(after[3] - before[3], 1)
        yield f"TCP {direction} Mbit/s", arrived * 8 / took / 1e6
        for place, mode in enumerate(("user", "system")):
            ticks = after[0][place] - before[0][place]
            yield f"TCP {direction} CPU us/packet, {mode} mode", ticks * TICK_MICROSECONDS / count
        yield f"TCP {direction} CPU us/packet, pppd", (sum(after[1]) - sum(before[1])) * TICK_MICROSECONDS / count
        yield f"TCP {direction} CPU us/packet, whole guest", (after[2] - before[2]) * TICK_MICROSECONDS / count

    def udp(self, direction):
        """As many as go, and the highest rate that arrives, found by halving."""
        sent, _, arrived, took = self.flow(direction, "udp", UDP_SECONDS)
        if took <= 0:
            raise BenchError("no datagram arrived")
        yield f"UDP {direction} flood, packets/s arrived", arrived / took
        yield f"UDP {direction} flood, % arrived", 100 * arrived / max(sent, 1)
        best = 0
        if arrived >= sent * (1 - LOSS):
            best = arrived / took
        low, high = best, sent / UDP_SECONDS
        for _ in range(UDP_STEPS if best == 0 else 0):
            rate = (low + high) / 2
            sent, _, arrived, took = self.flow(direction, "udp", UDP_SECONDS, rate)
            if sent and arrived >= sent * (1 - LOSS) and sent >= 0.95 * rate * UDP_SECONDS:
                low = best = rate
            else:
                high = rate
        yield f"UDP {direction} packets/s without loss", best
