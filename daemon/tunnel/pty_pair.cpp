// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/pty_pair.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <termios.h>

namespace pptp {
namespace {

tl::unexpected<Error> ptyError(const char* what)
{
    return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, what, errno));
}

} // namespace

Result<PtyPair> openPty()
{
    PtyPair pty;
    pty.master.reset(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (!pty.master || grantpt(pty.master.get()) != 0 || unlockpt(pty.master.get()) != 0)
        return ptyError("opening a pseudo-terminal");
    std::array<char, 64> path{};
    if (ptsname_r(pty.master.get(), path.data(), path.size()) != 0)
        return ptyError("naming a pseudo-terminal");
    pty.slavePath = path.data();
    pty.slave.reset(open(path.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!pty.slave)
        return ptyError(path.data());
    termios settings{};
    if (tcgetattr(pty.slave.get(), &settings) != 0)
        return ptyError("reading terminal settings");
    cfmakeraw(&settings);
    if (tcsetattr(pty.slave.get(), TCSANOW, &settings) != 0)
        return ptyError("writing terminal settings");
    return pty;
}

} // namespace pptp
