// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the numbers in a server's answer mean (RFC 2637), in the user's language.
#pragma once

#include "common/error.h"

#include <QCoreApplication>
#include <QMap>
#include <QString>

namespace pptp {

struct ResultText {
    Q_DECLARE_TR_FUNCTIONS(ResultText)

public:
    /// "busy (result 4)"; empty if the server sent no number. One that the RFC does not know is shown as it
    /// is.
    [[nodiscard]] static QString of(ErrorCode code, const QMap<QString, qlonglong>& numbers);
};

} // namespace pptp
