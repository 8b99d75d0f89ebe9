// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A system that has no PPPoX, or does not let a program have it.
#pragma once

#include "common/error.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <optional>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pptp {

/// From here on this process gets that errno for each PPPoX socket.
inline bool refusePppox(int number)
{
    const auto statement = [](unsigned code, std::uint32_t operand) {
        return sock_filter{static_cast<std::uint16_t>(code), 0, 0, operand};
    };
    const auto skipUnless = [](std::uint32_t value, std::uint8_t skipped) {
        return sock_filter{BPF_JMP | BPF_JEQ | BPF_K, 0, skipped, value};
    };
    std::array program{statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                       skipUnless(SYS_socket, 3),
                       statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)),
                       skipUnless(AF_PPPOX, 1),
                       statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(number)),
                       statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    const sock_fprog filter{program.size(), program.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/// What this fails with in a process that is refused like that; nothing if it does not fail, or does not
/// tell.
template <typename Open>
std::optional<ErrorCode> refusalOf(Open open, int number)
{
    const pid_t child = ::fork();
    if (child == 0) {
        constexpr int Succeeded = 200;
        constexpr int NotPrepared = 201;
        if (!refusePppox(number))
            ::_exit(NotPrepared);
        const auto channel = open();
        const bool told = !channel && channel.error().numbers.at("errno") == number;
        ::_exit(told ? static_cast<int>(channel.error().code) : Succeeded);
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) >= 200)
        return std::nullopt;
    return static_cast<ErrorCode>(WEXITSTATUS(status));
}

} // namespace pptp
