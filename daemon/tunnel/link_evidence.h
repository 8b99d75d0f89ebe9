// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What was seen of the server's tunnel data while the link was made: it tells why nothing came of it.
#pragma once

#include "common/error.h"

#include <chrono>
#include <cstdint>

namespace pptp {

struct LinkEvidence {
    std::chrono::milliseconds waited{0}; ///< Since the call came up.
    bool heard = false;                  ///< GRE of this call has arrived.
    bool answered = false;               ///< Something of it answered a request of ours.
    bool acknowledged = false;           ///< GRE of ours was acknowledged by it: packets go both ways.
    std::uint64_t otherCalls = 0;        ///< GRE from this server that was for calls of nobody here.
};

/// The error with the name that the evidence gives it: a link that was not agreed on (in time, or before the
/// server gave up) because tunnel data went one way only or came for another call. Any other stays as it is.
[[nodiscard]] Error explained(Error error, const LinkEvidence& evidence);

} // namespace pptp
