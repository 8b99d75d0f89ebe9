// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What went wrong, as a sentence and a hint in the user's language: the one table for pptpctl and applet.
#pragma once

#include "client/tunnel_properties.h"

#include <QCoreApplication>
#include <QString>

namespace pptp {

struct ErrorText {
    Q_DECLARE_TR_FUNCTIONS(ErrorText)

public:
    QString sentence;
    QString hint; ///< What to look at; may be empty.

    /// `tunnel` supplies the names that the sentence mentions.
    [[nodiscard]] static ErrorText of(const RemoteError& error, const TunnelProperties& tunnel = {});
};

} // namespace pptp
