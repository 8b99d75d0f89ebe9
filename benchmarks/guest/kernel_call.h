// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One end of a call that the kernel carries, without any part of the data path: a PPPoX socket, and the pppd
/// over it.
#pragma once

#include "common/unique_fd.h"

#include <cstdint>
#include <netinet/in.h>
#include <string>
#include <sys/types.h>
#include <vector>

namespace pptp::bench {

class KernelCall {
public:
    /// Takes a free call id. The table of them is the host's, shared by all network namespaces.
    explicit KernelCall(in_addr ours);

    [[nodiscard]] bool isOpen() const { return static_cast<bool>(m_socket); }
    [[nodiscard]] std::uint16_t callId() const { return m_callId; }

    /// Connects the socket and starts the command with "pptp-tunnel-link N" behind it.
    [[nodiscard]] bool start(in_addr peer, std::uint16_t peerCallId, std::vector<std::string> command);

    /// Readable once the command has ended; negative before start().
    [[nodiscard]] int ended() const { return m_end.get(); }

    /// Ends the command and waits for it.
    void stop();

private:
    UniqueFd m_socket;
    UniqueFd m_end;
    std::uint16_t m_callId = 0;
    pid_t m_pid = -1;
};

} // namespace pptp::bench
