// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The entries that tests of the profile begin with.
#pragma once

#include "common/profile.h"

#include <algorithm>

namespace pptp::test {

using Entries = std::vector<ProfileEntry>;

/// A profile that is complete, with this value for this key.
inline Entries with(const std::string& key, const std::string& value)
{
    Entries entries{{"server", "vpn.example.com"}, {"user", "alice"}};
    const auto known = std::ranges::find(entries, key, &ProfileEntry::first);
    if (known != entries.end())
        known->second = value;
    else
        entries.emplace_back(key, value);
    return entries;
}

} // namespace pptp::test
