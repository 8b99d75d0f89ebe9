// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/check.h"

namespace pptp {

std::string_view checkResultName(CheckResult result)
{
    switch (result) {
    case CheckResult::Ok:
        return "ok";
    case CheckResult::Warning:
        return "warning";
    case CheckResult::Fail:
        return "fail";
    case CheckResult::Skipped:
        break;
    }
    return "skipped";
}

Check Check::passed(std::string id, std::string evidence)
{
    return {std::move(id), CheckResult::Ok, std::move(evidence)};
}

Check Check::warned(std::string id, std::string evidence, std::string hint)
{
    return {std::move(id), CheckResult::Warning, std::move(evidence), std::move(hint)};
}

Check Check::failed(std::string id, std::string evidence, std::string hint)
{
    return {std::move(id), CheckResult::Fail, std::move(evidence), std::move(hint)};
}

Check Check::skipped(std::string id, std::string evidence)
{
    return {std::move(id), CheckResult::Skipped, std::move(evidence)};
}

} // namespace pptp
