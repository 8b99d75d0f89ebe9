// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Opens the raw GRE socket of one tunnel (RFC 2637, 4); only pptp-worker ever reads from it.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"
#include "daemon/net/server_socket.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace pptp {

/// Raw, IP protocol 47, connected to the server, bound and marked as the endpoint says, non-blocking,
/// close-on-exec, IP_RECVERR on.
[[nodiscard]] Result<UniqueFd> openGreSocket(const ServerEndpoint& endpoint);

inline constexpr std::size_t MaxDroppedCalls = 256;

/// Makes the kernel drop the GRE packets of these other calls, which belong to our other tunnels to the same
/// server, and nothing else: the worker must see malformed and foreign packets to count them.
/// Replaces what an earlier call asked for. LimitsExceeded beyond MaxDroppedCalls ids: then nothing changes.
[[nodiscard]] Result<void> dropCalls(int greSocket, std::span<const std::uint16_t> otherCallIds);

/// Instead of that: makes it drop the packets of every call but this one, for tunnels that have many others
/// beside them. Those of foreign calls are then not counted either, malformed ones are.
[[nodiscard]] Result<void> keepCall(int greSocket, std::uint16_t callId);

/// For whoever only wants to know how much of a call arrives that the kernel carries: a socket as above
/// that is shown the numbered packets of this call alone, and has room for hardly more than one. The kernel
/// counts the others (SO_RXQ_OVFL), and before Linux 6.9 only those that passed the filter, which nobody can
/// take away again.
[[nodiscard]] Result<UniqueFd> openGreObserver(const ServerEndpoint& endpoint, std::uint16_t callId);

} // namespace pptp
