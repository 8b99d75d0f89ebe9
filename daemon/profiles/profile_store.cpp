// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/profiles/profile_store.h"

#include "common/printable_text.h"
#include "common/trusted_file.h"
#include "common/tunnel_name.h"
#include "daemon/profiles/tunnel_keyfile.h"

#include <algorithm>

#include <QtDebug>

namespace pptp {
namespace {

constexpr std::size_t MaxProfiles = 1024;
constexpr std::size_t MaxFileBytes = 64 * 1024;
constexpr std::string_view Suffix = ".conf";

Result<Profile> readProfile(int directory, const std::string& fileName)
{
    const auto text = readTrustedFile(directory, fileName, WritableByOthers, MaxFileBytes);
    if (!text)
        return tl::unexpected(text.error());
    const auto entries = parseTunnelKeyfile(*text);
    if (!entries)
        return tl::unexpected(entries.error());
    return parseProfile(*entries);
}

} // namespace

ProfileStore::ProfileStore(std::filesystem::path directory) : m_directory(std::move(directory)) {}

std::vector<StoredProfile> ProfileStore::load() const
{
    std::vector<StoredProfile> profiles;
    const auto directory = openTrustedDirectory(m_directory, WritableByOthers);
    if (!directory) {
        qWarning("%s: %s; there are no tunnels", m_directory.c_str(), directory.error().detail.c_str());
        return profiles;
    }
    for (const std::string& fileName : fileNames(directory->get())) {
        if (!fileName.ends_with(Suffix))
            continue;
        const std::string name = fileName.substr(0, fileName.size() - Suffix.size());
        if (!isValidTunnelName(name)) {
            qWarning("%s/%s: left out, no tunnel can have this name", m_directory.c_str(),
                     printableText(fileName).c_str());
            continue;
        }
        if (profiles.size() == MaxProfiles) {
            qWarning("%s: %s and what follows it are left out, the limit is %zu tunnels", m_directory.c_str(),
                     fileName.c_str(), MaxProfiles);
            break;
        }
        auto profile = readProfile(directory->get(), fileName);
        if (!profile)
            profile = fail(ErrorCode::InvalidSettings,
                           (m_directory / fileName).string() + ": " + profile.error().detail);
        profiles.push_back({name, std::move(profile)});
    }
    // The files were sorted with their suffix, which sorts "a.conf" behind "a-b.conf".
    std::ranges::sort(profiles, {}, &StoredProfile::name);
    return profiles;
}

} // namespace pptp
