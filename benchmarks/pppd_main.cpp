// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// bench-pppd: writes and reads what pppd does at one end of a terminal, as told on standard input.

#include "benchmarks/pty_link.h"
#include "benchmarks/traffic_end.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/prctl.h>
#include <termios.h>

using namespace pptp::bench;

int main(int argc, char** argv)
{
    const int terminal = argc == 2 ? std::atoi(argv[1]) : -1;
    termios settings{};
    if (::tcgetattr(terminal, &settings) != 0) {
        std::fputs("Usage: bench-pppd DESCRIPTOR-OF-A-TERMINAL\n", stderr);
        return 2;
    }
    ::cfmakeraw(&settings);
    ::tcsetattr(terminal, TCSANOW, &settings);
    ::fcntl(terminal, F_SETFL, O_RDWR | O_NONBLOCK);
    ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    PtyLink link(terminal);
    TrafficEnd(link, nullptr).run();
    return 0;
}
