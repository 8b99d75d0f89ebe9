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

Result<void> readSecrets(const sdbus::Variant& value, std::shared_ptr<UniqueFd>& password)
{
    if (!value.containsValueOfType<OptionMap>())
        return fail(ErrorCode::InvalidArguments, "option \"secrets\" is not of type a{sv}");
    for (const auto& [key, secret] : value.get<OptionMap>()) {
        if (key != "password")
            return fail(ErrorCode::InvalidArguments, "there is no secret \"" + key + "\"");
        if (!secret.containsValueOfType<sdbus::UnixFd>())
            return fail(ErrorCode::InvalidArguments, "the secret \"password\" is not a descriptor");
        password = std::make_shared<UniqueFd>(secret.get<sdbus::UnixFd>().release());
    }
    return {};
}

bool knows(OptionSet known, const std::string& key)
{
    if (key == "interactive")
        return known != OptionSet::None;
    if (key == "wait")
        return known == OptionSet::WaitAndInteractive || known == OptionSet::WaitAndSecrets;
    if (key == "quick")
        return known == OptionSet::Diagnosis;
    return key == "secrets" && known == OptionSet::WaitAndSecrets;
}

bool& flagOf(const std::string& key, CallOptions& options)
{
    if (key == "wait")
        return options.wait;
    return key == "quick" ? options.quick : options.interactive;
}

} // namespace

Result<CallOptions> parseCallOptions(const OptionMap& options, OptionSet known)
{
    CallOptions parsed;
    for (const auto& [key, value] : options) {
        Result<void> read;
        if (key.starts_with("x-"))
            continue;
        if (!knows(known, key))
            read = fail(ErrorCode::InvalidArguments, "unknown option \"" + key + "\"");
        else if (key == "secrets")
            read = readSecrets(value, parsed.password);
        else
            read = readBool(key, value, flagOf(key, parsed));
        if (!read)
            return tl::unexpected(read.error());
    }
    return parsed;
}

} // namespace pptp
