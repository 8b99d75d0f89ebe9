// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Has the service find out why a tunnel does not come up, or whether a server can be reached at all.
#pragma once

#include "client/remote_error.h"
#include "client/tunnels_client.h"

#include <QDBusArgument>
#include <QList>
#include <QString>
#include <QVariantMap>

#include <functional>
#include <optional>

namespace pptp {

/// (ssssa{sv}): one question, and what was found.
struct DiagnosisCheck {
    QString id;       ///< "gre", as docs/man/pptpctl.1 lists them.
    QString result;   ///< "ok", "warning", "fail" or "skipped".
    QString evidence; ///< English.
    QString hint;     ///< English; hintText() has it in the user's language.
    QVariantMap details;

    [[nodiscard]] bool isFailure() const { return result == QLatin1String("fail"); }
    [[nodiscard]] bool isWarning() const { return result == QLatin1String("warning"); }
    [[nodiscard]] QString hintText() const;

    bool operator==(const DiagnosisCheck&) const = default;
};
using DiagnosisChecks = QList<DiagnosisCheck>;

QDBusArgument& operator<<(QDBusArgument& argument, const DiagnosisCheck& check);
const QDBusArgument& operator>>(const QDBusArgument& argument, DiagnosisCheck& check);

struct DiagnosisRequest {
    QString target;          ///< A tunnel, or HOST or HOST:PORT.
    bool quick = false;      ///< Nobody is called.
    bool interactive = true; ///< Whether polkit may ask the user.
};

/// The answer comes unless `context` is gone by then.
void diagnose(const TunnelsClient& client, const DiagnosisRequest& request, QObject* context,
              std::function<void(const std::optional<RemoteError>&, const DiagnosisChecks&)> done);

} // namespace pptp
