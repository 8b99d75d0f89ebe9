// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "benchmarks/guest/kernel_call.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/if_pppox.h> // after those of the C library, which it would contradict

namespace pptp::bench {
namespace {

constexpr int MaxTries = 100;

sockaddr_storage pptpAddress(in_addr address, std::uint16_t callId)
{
    sockaddr_pppox pptp{};
    pptp.sa_family = AF_PPPOX;
    pptp.sa_protocol = PX_PROTO_PPTP;
    pptp.sa_addr.pptp.call_id = callId; // in the host's order of bytes
    pptp.sa_addr.pptp.sin_addr = address;
    sockaddr_storage result{};
    std::memcpy(&result, &pptp, sizeof pptp);
    return result;
}

std::uint16_t randomCallId()
{
    std::uint16_t id = 0;
    while (id == 0)
        if (::getrandom(&id, sizeof id, 0) != sizeof id)
            return 1;
    return id;
}

[[noreturn]] void becomeCommand(int link, std::vector<std::string>& command)
{
    ::prctl(PR_SET_PDEATHSIG, SIGTERM, 0UL, 0UL, 0UL);
    ::fcntl(link, F_SETFD, 0);
    command.emplace_back("pptp-tunnel-link");
    command.push_back(std::to_string(link));
    std::vector<char*> words;
    for (std::string& word : command)
        words.push_back(word.data());
    words.push_back(nullptr);
    ::execvp(words[0], words.data());
    std::perror(words[0]);
    ::_exit(127);
}

} // namespace

KernelCall::KernelCall(in_addr ours) : m_socket(::socket(AF_PPPOX, SOCK_STREAM | SOCK_CLOEXEC, PX_PROTO_PPTP))
{
    for (int i = 0; m_socket && i < MaxTries; ++i) {
        m_callId = randomCallId();
        const auto local = pptpAddress(ours, m_callId);
        if (::bind(m_socket.get(), reinterpret_cast<const sockaddr*>(&local), sizeof(sockaddr_pppox)) == 0)
            return;
        if (errno != EBUSY)
            break;
    }
    std::perror("a PPTP socket of the kernel");
    m_socket.reset();
}

bool KernelCall::start(in_addr peer, std::uint16_t peerCallId, std::vector<std::string> command)
{
    const auto remote = pptpAddress(peer, peerCallId);
    if (::connect(m_socket.get(), reinterpret_cast<const sockaddr*>(&remote), sizeof(sockaddr_pppox)) != 0) {
        std::perror("connecting a PPTP socket of the kernel");
        return false;
    }
    m_pid = ::fork();
    if (m_pid == 0)
        becomeCommand(m_socket.get(), command);
    if (m_pid > 0)
        m_end = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0)));
    return static_cast<bool>(m_end);
}

void KernelCall::stop()
{
    if (m_pid <= 0)
        return;
    ::kill(m_pid, SIGTERM);
    ::waitpid(m_pid, nullptr, 0);
    m_pid = -1;
}

} // namespace pptp::bench
