// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/durable_write.h"

#include <cerrno>
#include <unistd.h>

namespace pptp {

int writeDurably(int file, std::string_view bytes)
{
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0)
        return errno;
    if (static_cast<std::size_t>(written) != bytes.size())
        return ENOSPC;
    return ::fsync(file) == 0 ? 0 : errno;
}

} // namespace pptp
