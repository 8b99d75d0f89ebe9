# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The three parts of a run: what goes through, how long a connect takes, and a hundred tunnels."""

import concurrent.futures
import contextlib
import os
import signal
import subprocess
import time

from clients import (FAST_INSIDE, HERE, KERNEL, POPTOP, THEIRS, USERSPACE, BenchError, OverService, add_profile, fast_clients,
                     object_path, pppd_options, reload_service, with_kernel_socket)
from machine_state import PPTP_LINUX, left_since, output_of, processes, pss_kib, read, say, snapshot, tell, wait_until
from traffic import Traffic

BARE = "bare pppd"
BARE_CALLS = "bare calls"
SERVICE_AT_ONCE = 6  # daemon/tunnel/turns.h
SETTLE_SECONDS = 5
DOWN_SECONDS = 70
ALL_UP_SECONDS = 130
# What goes on in the background must not have the pipe of what is waited for.
_SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _turned(clients, number):
    """Every client is first once: what is measured together is disturbed together."""
    names = list(clients)
    place = number % len(names)
    return names[place:] + names[:place]


def throughput(server, repetitions):
    server.start_fast_servers()
    for encrypted, how, times in ((True, "", repetitions), (False, " without MPPE", max(repetitions // 3, 1))):
        clients = fast_clients(encrypted)
        traffic = Traffic(server, FAST_INSIDE[encrypted])
        for number in range(times):
            for name in _turned(clients, number):
                say(f"throughput{how}, {number + 1} of {times}: {name}")
                try:
                    _through(clients[name], traffic, lambda what, value: tell(name, what + how, value))
                except BenchError as error:
                    tell(name, "remark", f"throughput{how}: {error}")
                server.wait_until_idle()
    server.stop_fast_servers()


def _through(client, traffic, found):
    client.up()
    try:
        rates = {}
        for direction in ("down", "up"):
            for what, value in traffic.tcp(client, direction):
                rates.setdefault(direction, value)  # the first one
                found(what, value)
        for direction, rate in rates.items():
            for what, value in traffic.udp(direction, rate):
                found(what, value)
    finally:
        client.down()


def _pppd_command(link, server):
    return ["pppd", "linkname", link, "pty", f"pptp {server} --nolaunchpppd", "updetach", *pppd_options()]


def _pppd_pid(link):
    return int(read(f"/run/ppp-{link}.pid").split()[0])


class _Stopwatch:
    def __enter__(self):
        self._start = time.monotonic()
        return self

    def __exit__(self, *_):
        self.seconds = time.monotonic() - self._start


def connect(_, repetitions):
    """From the command to its end, which means connected, for pptpctl as for pppd with updetach."""
    for path in (USERSPACE, KERNEL):
        add_profile(f"connect{path}", POPTOP, f"data-path={path}")
    reload_service()
    services = {path: OverService(f"connect{path}") for path in (USERSPACE, KERNEL)}
    for number in range(repetitions):
        say(f"connect, {number + 1} of {repetitions}")
        for name in _turned((THEIRS, USERSPACE, KERNEL), number):
            with _Stopwatch() as up:
                if name == THEIRS:
                    subprocess.run(_pppd_command("bench", POPTOP), check=True, **_SILENT)
                else:
                    services[name].start()
            tell(name, "connect s", up.seconds)
            with _Stopwatch() as command:
                output_of(*(["pppd", "--version"] if name == THEIRS else ["pptpctl", "list"]))
            tell(name, "of that the command by itself s", command.seconds)
            if name == THEIRS:
                with _Stopwatch() as down:
                    os.kill(_pppd_pid("bench"), signal.SIGTERM)
                    wait_until(DOWN_SECONDS, lambda: not processes("pppd", *PPTP_LINUX))
                tell(name, "disconnect s", down.seconds)
            else:
                with _Stopwatch() as down:
                    services[name].down()
                tell(name, "disconnect s", down.seconds)
            time.sleep(0.5)  # for the server's side of it


def many(server, count):
    server.make_room(count)
    numbers = range(1, count + 1)
    for number in numbers:
        add_profile(f"many{number}", f"10.78.0.{number}")
    reload_service()
    before = snapshot()
    for name, up, down in ((USERSPACE, _bus_up, _bus_down), (THEIRS, _pppd_up, _pppd_down)):
        say(f"{count} tunnels: {name}")
        with _Stopwatch() as watch:
            up(numbers)
        tell(name, f"{count} tunnels, s up", watch.seconds)
        tell(name, f"{count} tunnels, number up", _count_up())
        _weigh(name, count)
        with _Stopwatch() as watch:
            down(numbers)
        tell(name, f"{count} tunnels, s down", watch.seconds)
        _settle(name, count, before)
        server.wait_until_idle()
    bare_calls(server, numbers)
    bare(count)


def bare_calls(server, numbers):
    """The limit for whoever calls Poptop: clients that do nothing but the call, which the kernel carries."""
    say(f"{len(numbers)} tunnels: {BARE_CALLS}")
    calls = [with_kernel_socket(f"10.78.0.{number}", True) for number in numbers]
    with _Stopwatch() as watch, concurrent.futures.ThreadPoolExecutor(SERVICE_AT_ONCE) as pool:
        list(pool.map(_started, calls))
    tell(BARE_CALLS, f"{len(numbers)} tunnels, s up", watch.seconds)
    tell(BARE_CALLS, f"{len(numbers)} tunnels, number up", _count_up())
    with _Stopwatch() as watch:
        for call in calls:
            call.terminate()
        wait_until(DOWN_SECONDS, lambda: not processes("pppd", "bench-call"))
    tell(BARE_CALLS, f"{len(numbers)} tunnels, s down", watch.seconds)
    server.wait_until_idle()


def _started(call):
    with contextlib.suppress(BenchError):  # how many are up is counted
        call.start()


def _bare_command(number):
    """Two pppds, back to back on a pty: what PPP takes by itself, with all that the tunnels' pppds agree on."""
    server = ["pppd", "notty", "nodetach", "nolog", "name", "pptpd", "auth", "refuse-eap", "refuse-pap", "refuse-chap",
              "refuse-mschap", "require-mschap-v2", "require-mppe-128", "nobsdcomp", "nodeflate", "novj", "noipv6",
              "nodefaultroute", "mtu", "1400", "mru", "1400", f"10.97.0.1:10.97.1.{number}"]
    return ["pppd", "linkname", f"bare{number}", "pty", " ".join(server), "updetach", *pppd_options()]


def _bare_up(numbers):
    """As many at a time as the service takes."""
    with concurrent.futures.ThreadPoolExecutor(SERVICE_AT_ONCE) as pool:
        list(pool.map(lambda number: subprocess.run(_bare_command(number), check=False, timeout=ALL_UP_SECONDS, **_SILENT),
                      numbers))


def bare(count):
    """The limit beside the tunnels: as many links between two pppds each, without PPTP."""
    say(f"{count} tunnels: {BARE}")
    with _Stopwatch() as watch:
        _bare_up(range(1, count + 1))
    tell(BARE, f"{count} tunnels, s up", watch.seconds)
    tell(BARE, f"{count} tunnels, number up", _count_up() / 2)
    with _Stopwatch() as watch:
        _pppd_down(count)
    tell(BARE, f"{count} tunnels, s down", watch.seconds)


def _count_up():
    return sum(line.split()[1].startswith("ppp") for line in output_of("ip", "-4", "-o", "address").splitlines())


def _weigh(name, count):
    carriers = pss_kib(processes(*PPTP_LINUX, "pptp-worker", "pptp-pty"))
    service = pss_kib(processes("pptp-tunneld")) if name != THEIRS else 0
    tell(name, f"{count} tunnels, memory KiB/tunnel", (carriers + service) / count)
    tell(name, f"{count} tunnels, memory of the service KiB", service)
    tell(name, f"{count} tunnels, memory of pppd KiB/tunnel", pss_kib(processes("pppd")) / count)


def _settle(name, count, before):
    """Left behind is what is there a moment after all is said to be down."""
    wait_until(SETTLE_SECONDS, lambda: not left_since(before))
    left = left_since(before)
    tell(name, f"{count} tunnels, left behind", len(left))
    for line in left[:20]:
        tell(name, "remark", f"left behind: {line}")


def _bus_call(method, numbers):
    command = [f"{HERE}/bench-bus", method, *(object_path(f"many{number}") for number in numbers)]
    with contextlib.suppress(subprocess.TimeoutExpired):  # how many are up is counted
        subprocess.run(command, timeout=ALL_UP_SECONDS, check=False)


def _bus_up(numbers):
    _bus_call("Connect", numbers)


def _bus_down(numbers):
    _bus_call("Disconnect", numbers)


def _all_at_once(commands, seconds):
    running = [subprocess.Popen(command, **_SILENT) for command in commands]
    deadline = time.monotonic() + seconds
    for process in running:
        try:
            process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _pppd_up(numbers):
    _all_at_once([_pppd_command(f"many{number}", f"10.78.0.{number}") for number in numbers], ALL_UP_SECONDS)


def _end(pids, number):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):  # it went with the other end of its link
            os.kill(int(pid), number)


def _pppd_down(_):
    _end(processes("pppd"), signal.SIGTERM)
    if not wait_until(DOWN_SECONDS, lambda: not processes("pppd", *PPTP_LINUX)):
        _end(processes("pppd", *PPTP_LINUX), signal.SIGKILL)
