// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the tray icon says: one picture for all tunnels together.
#pragma once

#include "client/tunnels_client.h"

#include <QIcon>

namespace pptp {

enum class IconState { Idle, Connecting, Connected, Warning, Error };

/// Busy goes before everything else; a failure beside a working tunnel, or one without encryption, warns.
[[nodiscard]] IconState iconState(TunnelsClient::Service service, const QList<TunnelProperties>& tunnels);

/// "pptp-tunnel-connected-symbolic"
[[nodiscard]] QString iconName(IconState state);

/// From the icon theme, so that the host may recolour it, if it is installed there; else our own copy.
[[nodiscard]] QIcon stateIcon(IconState state);

} // namespace pptp
