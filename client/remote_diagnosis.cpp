// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/remote_diagnosis.h"

#include "common/names.h"

#include <QCoreApplication>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include <chrono>

namespace pptp {
namespace {

/// The service takes 90 s for a trial, and polkit's dialogue may stay open for five minutes before it.
constexpr std::chrono::milliseconds patience = std::chrono::minutes(8);

} // namespace

QString DiagnosisCheck::hintText() const
{
    return hint.isEmpty() ? QString() : QCoreApplication::translate("Hint", hint.toUtf8().constData());
}

QDBusArgument& operator<<(QDBusArgument& argument, const DiagnosisCheck& check)
{
    argument.beginStructure();
    argument << check.id << check.result << check.evidence << check.hint << check.details;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, DiagnosisCheck& check)
{
    argument.beginStructure();
    argument >> check.id >> check.result >> check.evidence >> check.hint >> check.details;
    argument.endStructure();
    return argument;
}

void diagnose(const TunnelsClient& client, const DiagnosisRequest& request, QObject* context,
              std::function<void(const std::optional<RemoteError>&, const DiagnosisChecks&)> done)
{
    qDBusRegisterMetaType<DiagnosisCheck>();
    qDBusRegisterMetaType<DiagnosisChecks>();
    QDBusMessage call =
        QDBusMessage::createMethodCall(client.owner(), names::RootPath, names::ManagerInterface, "Diagnose");
    call << request.target << QVariantMap{{"quick", request.quick}, {"interactive", request.interactive}};
    const QDBusPendingCall pending = client.bus().asyncCall(call, static_cast<int>(patience.count()));
    auto* watcher = new QDBusPendingCallWatcher(pending, context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context, [watcher, done = std::move(done)] {
        const QDBusPendingReply<DiagnosisChecks> reply = *watcher;
        watcher->deleteLater();
        if (reply.isError())
            done(RemoteError::fromBus(reply.error()), {});
        else
            done(std::nullopt, reply.value());
    });
}

} // namespace pptp
