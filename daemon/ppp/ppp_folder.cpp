// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/ppp_folder.h"

#include "common/trusted_file.h"

namespace pptp {
namespace {

constexpr const char* OptionsFile = "options";
constexpr std::size_t MaxOptionsBytes = 1024 * 1024;

Result<void> told(const std::filesystem::path& path, const Error& error)
{
    if (error.code == ErrorCode::NotFound)
        return {};
    return fail(ErrorCode::ConfigureFailed,
                path.string() + " " + error.detail + ": pppd would obey whoever wrote it");
}

} // namespace

Result<void> checkPppFolder(const std::filesystem::path& folder)
{
    const auto directory = openTrustedDirectory(folder, WritableByOthers);
    if (!directory)
        return told(folder, directory.error());
    const auto options = readTrustedFile(directory->get(), OptionsFile, WritableByOthers, MaxOptionsBytes);
    return options ? Result<void>{} : told(folder / OptionsFile, options.error());
}

} // namespace pptp
