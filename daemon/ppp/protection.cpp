// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/protection.h"

#include <algorithm>
#include <array>

namespace pptp {
namespace {

struct Method {
    std::string_view name;
    std::string_view key;     ///< Of the profile.
    std::string_view refusal; ///< pppd's option.
    bool Profile::*allowed;
    bool givesKeys; ///< RFC 3079: MPPE takes its keys from MS-CHAP only.
};

constexpr std::array methods{
    Method{"pap", "refuse-pap", "refuse-pap", &Profile::allowPap, false},
    Method{"chap-md5", "refuse-chap", "refuse-chap", &Profile::allowChap, false},
    Method{"mschap", "refuse-mschap", "refuse-mschap", &Profile::allowMschap, true},
    Method{"mschapv2", "refuse-mschapv2", "refuse-mschap-v2", &Profile::allowMschapV2, true},
    Method{"eap", "refuse-eap", "refuse-eap", &Profile::allowEap, false},
};

constexpr std::string_view Strongest = "mschapv2";

bool isAllowed(const Profile& profile, const Method& method)
{
    return profile.*method.allowed && (method.givesKeys || !profile.requireMppe);
}

} // namespace

bool allowsAuthentication(const Profile& profile, std::string_view name)
{
    const auto method = std::ranges::find(methods, name, &Method::name);
    if (method != methods.end())
        return isAllowed(profile, *method);
    // A server that asks for no proof gives none either; with encryption there are no keys then.
    return name == "none" && !profile.requireMppe;
}

Result<void> protectionSatisfies(const Profile& profile, const PppUp& up)
{
    const std::string found = "the link came up with ";
    if (profile.requireMppe && up.mppeBits == 0)
        return fail(ErrorCode::EncryptionRequired, found + "encryption " + up.encryption);
    const bool shortKeys = profile.requireMppe128 && up.mppeBits < 128;
    const bool stateful = !profile.allowStatefulMppe && !up.mppeStateless;
    if (profile.requireMppe && (shortKeys || stateful))
        return fail(ErrorCode::EncryptionTooWeak, found + "encryption " + up.encryption);
    if (!allowsAuthentication(profile, up.authentication))
        return fail(ErrorCode::AuthMethod, found + "authentication " + up.authentication);
    return {};
}

std::vector<std::string> weaknesses(const Profile& profile)
{
    std::vector<std::string> found;
    for (const Method& method : methods) {
        if (method.name != Strongest && isAllowed(profile, method))
            found.push_back(std::string(method.key) + "=no");
    }
    if (!profile.requireMppe)
        found.emplace_back("require-mppe=no");
    else if (!profile.requireMppe128)
        found.emplace_back("require-mppe-128=no");
    if (profile.requireMppe && profile.allowStatefulMppe)
        found.emplace_back("mppe-stateful=yes");
    return found;
}

std::vector<std::string> protectionArguments(const Profile& profile)
{
    std::vector<std::string> arguments;
    for (const Method& method : methods) {
        if (!isAllowed(profile, method))
            arguments.emplace_back(method.refusal);
    }
    if (!profile.requireMppe) {
        arguments.emplace_back("nomppe");
        return arguments;
    }
    if (profile.requireMppe128)
        arguments.insert(arguments.end(), {"require-mppe-128", "nomppe-40"});
    else
        arguments.emplace_back("require-mppe");
    arguments.emplace_back(profile.allowStatefulMppe ? "mppe-stateful" : "nomppe-stateful");
    return arguments;
}

} // namespace pptp
