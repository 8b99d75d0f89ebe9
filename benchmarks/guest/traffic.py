# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent through one tunnel, and what arrives."""

import os
import subprocess

from clients import HERE, BenchError
from machine_state import busy_ticks, cpu_ticks, packets, processes

STREAM = f"{HERE}/bench-stream"
PORT = "5001"
TCP_SECONDS, UDP_SECONDS = 3, 0.7
LOSS = 0.01
STEP = 1.3
UDP_STEPS = 5
PACKET_BITS = 1348 * 8
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

    def udp(self, direction, tcp_mbits):
        """The highest rate that arrives, found from that of TCP on by steps that become smaller. Never a flood: after
        2,048 packets lost in a row the kernel's MPPE takes what follows for old, and the tunnel is dead."""
        rate = tcp_mbits * 1e6 / PACKET_BITS
        best, step = 0, STEP
        for _ in range(UDP_STEPS):
            sent, _, arrived, _ = self.flow(direction, "udp", UDP_SECONDS, rate)
            if arrived >= sent * (1 - LOSS) and sent >= 0.95 * rate * UDP_SECONDS:
                best = max(best, rate)
                rate *= step
            else:
                rate /= step
            step = 1 + (step - 1) * 0.75
        yield f"UDP {direction} packets/s without loss", best
