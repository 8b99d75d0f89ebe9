// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// States, phases and the names of protocols in the user's language, the same in pptpctl and the applet.
#pragma once

#include "client/tunnel_properties.h"

#include <QCoreApplication>
#include <QString>

#include <optional>

namespace pptp {

struct StateText {
    Q_DECLARE_TR_FUNCTIONS(StateText)

public:
    /// "connected"; a state that is not known is shown as it came.
    [[nodiscard]] static QString state(const TunnelProperties& tunnel);
    /// What a busy tunnel is doing: "checking the password"; empty when there is nothing to say.
    [[nodiscard]] static QString phase(const TunnelProperties& tunnel);
    /// What it waits for in phase "waiting": "attempt 3, in 12 s", without counting down if there is no
    /// present.
    [[nodiscard]] static QString waiting(const TunnelProperties& tunnel,
                                         std::optional<qint64> nowMs = std::nullopt);
    /// "MS-CHAPv2"
    [[nodiscard]] static QString authentication(const QString& name);
    /// "MPPE 128 bit stateless"
    [[nodiscard]] static QString encryption(const QString& name);
    [[nodiscard]] static QString notPrivate();
};

} // namespace pptp
