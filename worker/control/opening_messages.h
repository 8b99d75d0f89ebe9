// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What we say to open a control connection and a call, with the values that the configured server wants.
#pragma once

#include "worker/control/control_message.h"

namespace pptp {

[[nodiscard]] StartRequest openingStart(const WorkerConfig& config);
/// The call id and the serial number are the configured ones with every quirk: the reply names them, and GRE
/// packets carry them.
[[nodiscard]] OutgoingCallRequest openingCall(const WorkerConfig& config);
/// To be sent right after the call is up; nothing without a quirk that asks for it.
[[nodiscard]] std::optional<SetLinkInfo> openingLinkInfo(const WorkerConfig& config,
                                                         std::uint16_t peerCallId);

} // namespace pptp
