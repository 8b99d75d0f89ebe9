// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the tray says about a tunnel in one line, and how such a line survives in a menu.
#pragma once

#include "client/tunnel_properties.h"

#include <QCoreApplication>
#include <QString>

#include <optional>

namespace pptp {

/// Who draws a menu decides which character marks the access key.
enum class MenuKind {
    Host, ///< The tray host, by com.canonical.dbusmenu: "_".
    Own,  ///< Qt: "&".
};

struct EntryText {
    Q_DECLARE_TR_FUNCTIONS(EntryText)

public:
    /// "work — connected (10.99.0.10)"; `refusal` is why the last click had no effect.
    [[nodiscard]] static QString of(const TunnelProperties& tunnel,
                                    const std::optional<RemoteError>& refusal = std::nullopt);

    /// Text whose every character is shown as it is, and none underlined.
    [[nodiscard]] static QString escaped(QString text, MenuKind kind);
};

} // namespace pptp
