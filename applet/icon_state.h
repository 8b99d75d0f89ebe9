// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The one state that the tray icon shows for all tunnels together.
#pragma once

#include "client/tunnel_properties.h"

#include <QIcon>
#include <QList>

namespace pptp {

enum class IconState { Idle, Connecting, Connected, Warning, Error };

/// What asks for attention now wins over what lasts: connecting, error, warning, connected, idle.
[[nodiscard]] IconState iconStateOf(const QList<TunnelProperties>& tunnels);

/// "pptp-tunnel-idle-symbolic": hosts get the name, so that they can recolour the icon.
[[nodiscard]] QString iconName(IconState state);
/// From the icon theme, else the one that is built in.
[[nodiscard]] QIcon iconOf(IconState state);

} // namespace pptp
