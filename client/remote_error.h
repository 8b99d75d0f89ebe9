// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// An error as a client meets it: the service's code, also one that this client is too old to know.
#pragma once

#include "common/error.h"

#include <QDBusError>
#include <QMap>
#include <QString>

#include <optional>

namespace pptp {

struct RemoteError {
    QString codeName; ///< "auth-refused"; for an error that is not ours, its name on the bus.
    QString detail;   ///< English, for "Details" and logs.
    QString peerText; ///< What the server said, already fit for a terminal.
    QMap<QString, qlonglong> numbers;

    bool operator==(const RemoteError&) const = default;

    [[nodiscard]] static RemoteError of(ErrorCode code, const QString& detail = {});
    /// The bus's own ways to say that nobody answers all become ServiceMissing.
    [[nodiscard]] static RemoteError fromBus(const QDBusError& error);

    [[nodiscard]] std::optional<ErrorCode> code() const;
    /// pptpctl's exit code; 1 for an unknown error.
    [[nodiscard]] int exitCode() const;
};

} // namespace pptp
