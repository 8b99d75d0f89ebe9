// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One message of a local SOCK_SEQPACKET socket, with the descriptors that go along (SCM_RIGHTS, unix(7)).
#pragma once

#include "common/unique_fd.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace pptp {

inline constexpr std::size_t MaxPassedDescriptors = 8;

struct LocalMessage {
    std::size_t size = 0; ///< Of the bytes in the caller's buffer; 0 is the end of file.
    bool cut = false;     ///< More bytes or more descriptors came than there was room for.
    std::vector<UniqueFd> descriptors;
};

/// Does not wait. False when it was not sent, as a whole: errno tells why.
[[nodiscard]] bool sendMessage(int socket, std::string_view bytes, std::span<const int> descriptors = {});

/// Nothing when there is none, or the call failed: errno tells which. Whatever descriptors come, the caller
/// owns them.
[[nodiscard]] std::optional<LocalMessage> receiveMessage(int socket, std::span<std::byte> buffer, int flags);

} // namespace pptp
