// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the daemon asks of pptp-spawner: one request a message of their SOCK_SEQPACKET connection.
///
/// Both are on one machine and from one build, so the fields are in host byte order. There are no answers: a
/// worker that was not started shows as end of file on the channel that it was meant for.
#pragma once

#include "common/error.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace pptp {

struct SpawnRequest {
    enum class Kind : std::uint32_t {
        Start = 1, ///< Comes with one descriptor, the worker's standard input.
        Kill = 2,  ///< Ends it by force. Nothing happens if it has ended by itself.
    };
    Kind kind{};
    std::uint32_t number = 0;      ///< The daemon's own; unique within the connection.
    std::array<char, 64> tunnel{}; ///< Start: whose worker it is, padded with zeros.

    bool operator==(const SpawnRequest&) const = default;
    [[nodiscard]] static SpawnRequest start(std::uint32_t number, std::string_view tunnel);
    [[nodiscard]] static SpawnRequest kill(std::uint32_t number);
    [[nodiscard]] std::string tunnelName() const;
};

[[nodiscard]] std::string_view encodeSpawnRequest(const SpawnRequest& request);
/// Fails for another size, another kind, and a name that no tunnel can have.
[[nodiscard]] Result<SpawnRequest> decodeSpawnRequest(std::span<const std::byte> bytes);

} // namespace pptp
