// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Whether pppd can be trusted on this system: it reads files of a folder by itself, with all our privileges.
#pragma once

#include "common/error.h"

#include <filesystem>

namespace pptp {

inline constexpr const char* PppFolder = "/etc/ppp";

/// Fails with ConfigureFailed if anybody but root could have written the folder or the options in it, which
/// pppd obeys whatever its arguments are. A folder or file that is not there is no danger.
[[nodiscard]] Result<void> checkPppFolder(const std::filesystem::path& folder);

} // namespace pptp
