// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/call_options.h"

namespace pptp {
namespace {

Result<void> readBool(const std::string& key, const sdbus::Variant& value, bool& target)
{
    if (!value.containsValueOfType<bool>())
        return fail(ErrorCode::InvalidArguments, "option \"" + key + "\" is not a boolean");
    target = value.get<bool>();
    return {};
}

} // namespace

Result<CallOptions> parseCallOptions(const OptionMap& options, OptionSet known)
{
    CallOptions parsed;
    for (const auto& [key, value] : options) {
        Result<void> read;
        if (key == "interactive")
            read = readBool(key, value, parsed.interactive);
        else if (key == "wait" && known == OptionSet::WaitAndInteractive)
            read = readBool(key, value, parsed.wait);
        else if (!key.starts_with("x-"))
            read = fail(ErrorCode::InvalidArguments, "unknown option \"" + key + "\"");
        if (!read)
            return tl::unexpected(read.error());
    }
    return parsed;
}

} // namespace pptp
