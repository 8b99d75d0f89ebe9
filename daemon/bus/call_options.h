// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The "options" of a method: a closed set of keys, checked before anything else happens.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"

#include <map>
#include <memory>
#include <sdbus-c++/Types.h>
#include <string>

namespace pptp {

using OptionMap = std::map<std::string, sdbus::Variant>;

struct CallOptions {
    bool wait = true;                     ///< Reply when it is done, not when it has begun.
    bool interactive = true;              ///< polkit may ask the user.
    bool quick = false;                   ///< Of a diagnosis: nobody is called.
    std::shared_ptr<UniqueFd> password{}; ///< The descriptor in "secrets", not yet looked at; or nothing.

    bool operator==(const CallOptions&) const = default;
};

/// Which keys a method knows besides "interactive", if that.
enum class OptionSet { None, InteractiveOnly, WaitAndInteractive, WaitAndSecrets, Diagnosis };

/// An unknown key is an error, so that typing mistakes surface, unless it starts with "x-".
[[nodiscard]] Result<CallOptions> parseCallOptions(const OptionMap& options, OptionSet known);

} // namespace pptp
