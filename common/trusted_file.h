// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads small files that nobody but root or our own user can have written.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace pptp {

/// Permission bits that a file or folder must not have.
inline constexpr mode_t WritableByOthers = 0022;
inline constexpr mode_t OpenToOthers = 0077;

/// NotFound if there is none; ConfigureFailed if it is no folder, a link, not of root or our user, or has a
/// forbidden bit. Details do not repeat the path.
[[nodiscard]] Result<UniqueFd> openTrustedDirectory(const std::filesystem::path& path, mode_t forbidden);

/// The whole file. Held to the same rules as the folder; also it must be a regular file with one name (no
/// hard link, FIFO or device) and have at most maxBytes. No copy of the bytes is left in memory elsewhere.
[[nodiscard]] Result<std::string> readTrustedFile(int directory, const std::string& name, mode_t forbidden,
                                                  std::size_t maxBytes);

/// The names in a folder, sorted; entries beyond a limit far above any use are not looked at.
[[nodiscard]] std::vector<std::string> fileNames(int directory);

} // namespace pptp
