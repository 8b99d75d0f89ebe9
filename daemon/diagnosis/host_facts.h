// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What a diagnosis wants to know of this machine and its kernel, apart from the network.
#pragma once

#include "common/error.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pptp {

enum class ModuleState {
    Loaded,
    Available, ///< Not loaded, but there to be loaded.
    Missing,
    Unknown, ///< The kernel's modules cannot be looked at.
};

/// Looks below `system` (/sys) and `modules` (/lib/modules/RELEASE). A module that is built into the kernel
/// counts as loaded.
[[nodiscard]] ModuleState moduleState(std::string_view name, const std::filesystem::path& system,
                                      const std::filesystem::path& modules);
[[nodiscard]] ModuleState moduleState(std::string_view name);

/// Opens /dev/ppp as pppd does; the reason if that fails.
[[nodiscard]] Result<void> openPppDevice();

/// The names of those capabilities that the service needs and has not: "CAP_NET_ADMIN", "CAP_NET_RAW".
[[nodiscard]] std::vector<std::string> missingCapabilities();

/// Why this file cannot be run, or loaded by who can read it; nothing if it can.
[[nodiscard]] std::optional<std::string> unusableProgram(const std::filesystem::path& file);

/// Whether NetworkManager runs.
[[nodiscard]] bool hasNetworkManager();

} // namespace pptp
