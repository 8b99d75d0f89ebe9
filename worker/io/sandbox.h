// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Takes away from this process whatever a broken parser must not be able to use.
#pragma once

#include "common/error.h"

#include <string>

namespace pptp {

/// Becomes that user, with its group alone. For a worker that was started by a root daemon; one that systemd
/// started has its user already. An unprivileged process can only "become" who it is.
[[nodiscard]] Result<void> becomeUser(const std::string& name);

/// To be called once the descriptors are here and nothing has been read from the network: from now on no new
/// descriptor, no new program, no executable memory, little memory at all.
[[nodiscard]] Result<void> enterSandbox();

/// False in a build with a sanitizer, which needs what the filter and the limit of memory forbid.
[[nodiscard]] bool sandboxIsComplete();

} // namespace pptp
