// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The GRE of many calls at one address: answers the first packet of each call, acknowledges the others.
#pragma once

#include "common/unique_fd.h"

#include <cstdint>
#include <map>
#include <netinet/in.h>
#include <optional>
#include <span>

namespace pptp::bench {

class ScaleCalls {
public:
    /// A raw socket for GRE that is bound to this address.
    explicit ScaleCalls(UniqueFd socket) : m_socket(std::move(socket)) {}

    /// Returns our id of the new call, which no other call here has; nothing when all are taken.
    [[nodiscard]] std::optional<std::uint16_t> open(in_addr peer, std::uint16_t peerCallId);
    void close(std::uint16_t callId) { m_calls.erase(callId); }

    [[nodiscard]] int descriptor() const { return m_socket.get(); }
    [[nodiscard]] std::size_t count() const { return m_calls.size(); }
    /// Takes what waits, up to a limit.
    void onReadable();

private:
    struct Call {
        in_addr peer{};
        std::uint16_t peerCallId = 0;
        bool answered = false;
    };

    void take(std::span<const std::byte> gre);
    void send(const Call& call, std::uint32_t acknowledged, std::span<const std::byte> payload);

    UniqueFd m_socket;
    std::map<std::uint16_t, Call> m_calls;
    std::uint16_t m_lastId = 0;
};

} // namespace pptp::bench
