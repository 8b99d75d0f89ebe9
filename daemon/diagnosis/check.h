// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One question that a diagnosis answers, with what was found.
#pragma once

#include "common/error.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pptp {

enum class CheckResult { Ok, Warning, Fail, Skipped };

/// "ok", "warning", "fail" or "skipped", as the bus has them.
[[nodiscard]] std::string_view checkResultName(CheckResult result);

struct Check {
    std::string id; ///< One of those that docs/man/pptpctl.1 lists, in that order.
    CheckResult result = CheckResult::Ok;
    std::string evidence;         ///< What was found, in English.
    std::string hint{};           ///< What to do about it, in English; empty if there is nothing to do. The
                                  ///< clients translate it: each stands in a QT_TRANSLATE_NOOP("Hint", ...).
    std::optional<Error> error{}; ///< Why the server could not be reached up to here.

    [[nodiscard]] static Check passed(std::string id, std::string evidence);
    [[nodiscard]] static Check warned(std::string id, std::string evidence, std::string hint);
    [[nodiscard]] static Check failed(std::string id, std::string evidence, std::string hint);
    [[nodiscard]] static Check skipped(std::string id, std::string evidence);

    bool operator==(const Check&) const = default;
};

using Checks = std::vector<Check>;

} // namespace pptp
