// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/secret_descriptor.h"

#include "common/unique_fd.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace pptp {

QDBusUnixFileDescriptor toDescriptor(const Secret& secret)
{
    const UniqueFd memory(memfd_create("pptp-tunnel-password", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    // The newline keeps one that the password itself may end with.
    std::string line(secret.reveal());
    line += '\n';
    const bool written =
        memory && write(memory.get(), line.data(), line.size()) == static_cast<ssize_t>(line.size());
    wipe(line);
    constexpr int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    if (!written || fcntl(memory.get(), F_ADD_SEALS, seals) != 0)
        return {};
    return QDBusUnixFileDescriptor(memory.get());
}

} // namespace pptp
