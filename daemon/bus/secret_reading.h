// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Takes a password out of a descriptor that a client has sent, without ever waiting for the client.
#pragma once

#include "common/error.h"
#include "common/secret.h"
#include "common/unique_fd.h"

#include <QObject>
#include <chrono>
#include <functional>

namespace pptp {

inline constexpr std::chrono::seconds SecretReadingTimeout{10};

/// Calls done once, possibly at once: with 1 to Secret::MaxBytes bytes, one newline at their end left out; or
/// with InvalidArguments. The descriptor is a pipe, which is read to its end, or a memory file (memfd), which
/// is read from its start. Nothing else will do: reading any other kind may block, whatever its flags say.
/// If parent goes first, done is destroyed without a call.
void readSecret(UniqueFd descriptor, QObject* parent, std::function<void(Result<Secret>)> done,
                std::chrono::milliseconds timeout = SecretReadingTimeout);

} // namespace pptp
