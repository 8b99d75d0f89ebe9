// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Takes the text of a tunnel's keyfile apart, stricter than GLib does: what could be meant two ways is an
/// error.
#pragma once

#include "common/error.h"
#include "common/profile.h"

#include <string_view>
#include <vector>

namespace pptp {

/// The entries of the one group [tunnel], values unescaped. InvalidSettings for anything that is no keyfile,
/// another group, a key given twice (GLib would silently take the last), NUL or invalid UTF-8.
[[nodiscard]] Result<std::vector<ProfileEntry>> parseTunnelKeyfile(std::string_view text);

} // namespace pptp
