// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/remote_error.h"

namespace pptp {
namespace {

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

bool meansNobodyAnswers(QDBusError::ErrorType type)
{
    switch (type) {
    case QDBusError::ServiceUnknown:
    case QDBusError::NoReply:
    case QDBusError::Timeout:
    case QDBusError::TimedOut:
    case QDBusError::Disconnected:
    case QDBusError::NoServer:
        return true;
    default:
        return false;
    }
}

} // namespace

RemoteError RemoteError::of(ErrorCode code, const QString& detail)
{
    return {.codeName = toQString(errorCodeName(code)), .detail = detail, .peerText = {}, .numbers = {}};
}

RemoteError RemoteError::fromBus(const QDBusError& error)
{
    const QString& name = error.name();
    if (const auto known = errorFromBusName(name.toStdString()))
        return of(*known, error.message());
    // Starting the service by its name fails with one of these, the latter for a masked unit and the like.
    if (meansNobodyAnswers(error.type()) || name.startsWith("org.freedesktop.DBus.Error.Spawn.") ||
        name.startsWith("org.freedesktop.systemd1.") || name == "org.freedesktop.DBus.Error.NameHasNoOwner")
        return of(ErrorCode::ServiceMissing, error.message());
    if (error.type() == QDBusError::UnknownObject)
        return of(ErrorCode::NotFound, error.message());
    return {.codeName = name, .detail = error.message(), .peerText = {}, .numbers = {}};
}

std::optional<ErrorCode> RemoteError::code() const
{
    return errorFromCodeName(codeName.toStdString());
}

int RemoteError::exitCode() const
{
    const auto known = code();
    return known ? errorExitCode(*known) : 1;
}

} // namespace pptp
