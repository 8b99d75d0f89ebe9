// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What a tunnel may be called, and how its name becomes one element of a D-Bus object path.
#pragma once

#include <string>
#include <string_view>

namespace pptp {

/// [A-Za-z0-9][A-Za-z0-9_.-]{0,63}: safe as a file name, as an argument and in a log line.
[[nodiscard]] bool isValidTunnelName(std::string_view name);

/// As sd_bus_path_encode(3) does: a byte outside [A-Za-z0-9], and a leading digit, becomes _xx.
[[nodiscard]] std::string encodePathElement(std::string_view name);

/// "/org/pptptunnel/Tunnels1/tunnel/" and the encoded name.
[[nodiscard]] std::string tunnelObjectPath(std::string_view name);

} // namespace pptp
