// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/options.h"

namespace pptp {

std::string_view ptyHelp()
{
    return R"(Usage: pptp-pty SERVER [OPTION]... [PPPD-OPTION]...
   or: pppd pty "pptp-pty SERVER --nolaunchpppd [OPTION]..."

Makes the PPTP connection for a pppd: what pptp(8) of pptp-linux does, with the
same options. A tunnel that a service should own is made with pptpctl(1).

Where pppd is:
  --nolaunchpppd        pppd is there already and standard input leads to it
                        (in pppd's pty option); else pppd is started with the
                        words behind the server, and those behind --, as options
The call:
  --phone TEXT          phone number for the server, 1 to 64 characters
  --port N              TCP port of the server (1723)
  --localbind ADDRESS   IPv4 address of this machine to come from
  --rtmark N            mark of all packets for ip-rule(8), decimal or 0x...
  --nohostroute         add no route to the server
  --quirks NAME,...     for peculiar servers: BEZEQ_ISRAEL, SEQUENCE_FROM_1
  --idle-wait S         silence before an echo request, 0 to 3600 s (60);
                        0 sends none
  --max-echo-wait S     wait for its answer, 1 to 3600 s (60)
Packets:
  --timeout S           how long to wait for what is late, 0.01 to 10 s (0.3)
  --nobuffer            do not bring packets into order
  --missing-window N    how far ahead a packet may be, 1 to 32767 (300)
  --sync                synchronous framing, which pppd must use too
  --test-type N         send out of order, to test a server: 0 to 3 (0)
  --test-rate N         packets between two such tests, 1 to 1000000 (100)
Log:
  --logstring NAME      name in the lines of the log (anon)
  --loglevel N          what is logged of packets: 0 little, 1, 2 much (1)
  --debug               stay in the foreground, log to standard error too, and
                        everything
Other:
  --worker PROGRAM      run this as pptp-worker, which does the talking; without
                        it the one beside pptp-pty, else the installed one
  --worker-user NAME    user for it when started as root: pptp-tunnel, or nobody
  --with-pppd PROGRAM   run this as pppd (/usr/sbin/pppd)
  --version             print the version and exit
  --help                print this text and exit

SIGUSR1 writes the statistics to the system log; SIGINT, SIGTERM and SIGHUP end
the call. Exit status: 0 the call ended as asked for or with pppd, 1 failure of
this machine, 2 wrong options, 3 the server's name is unknown, 4 no connection
to the server, 5 it does not speak PPTP with us, 6 it refused the call, 7 it
ended the call, 8 it fell silent. If pppd was started, the status is pppd's.
)";
}

} // namespace pptp
