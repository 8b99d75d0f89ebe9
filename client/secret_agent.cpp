// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/secret_agent.h"

#include "client/agent_adaptor.h"
#include "client/error_text.h"
#include "client/secret_descriptor.h"
#include "common/names.h"

#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace pptp {
namespace {

constexpr const char* agentPath = "/org/pptptunnel/Agent";

QString busName(ErrorCode code)
{
    const std::string_view name = errorBusName(code);
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

} // namespace

QString SecretPrompt::refusal() const
{
    if (reason.isEmpty())
        return {};
    const RemoteError error{.codeName = reason, .detail = {}, .peerText = {}, .numbers = {}};
    TunnelProperties properties;
    properties.name = tunnel;
    properties.server = server;
    return ErrorText::of(error, properties).sentence;
}

SecretAgent::SecretAgent(TunnelsClient& client, QObject* parent)
    : QObject(parent), m_client(client), m_path(agentPath)
{
    new AgentAdaptor(this);
    QDBusConnection bus = m_client.bus();
    bus.registerObject(m_path, this, QDBusConnection::ExportAdaptors);
    connect(&m_client, &TunnelsClient::serviceChanged, this, [this] {
        if (m_client.service() == TunnelsClient::Service::Ready)
            registerWithService();
        else
            forgetAll();
    });
    if (m_client.service() == TunnelsClient::Service::Ready)
        registerWithService();
}

SecretAgent::~SecretAgent()
{
    for (const auto& [request, message] : m_open)
        m_client.bus().send(message.createErrorReply(busName(ErrorCode::NoSecrets), "the agent is ending"));
    QDBusConnection bus = m_client.bus();
    bus.unregisterObject(m_path);
    if (m_client.owner().isEmpty())
        return;
    auto call = QDBusMessage::createMethodCall(m_client.owner(), names::RootPath, names::ManagerInterface,
                                               "UnregisterAgent");
    call << QVariant::fromValue(QDBusObjectPath(m_path)) << QVariantMap();
    bus.send(call);
}

void SecretAgent::registerWithService()
{
    auto call = QDBusMessage::createMethodCall(m_client.owner(), names::RootPath, names::ManagerInterface,
                                               "RegisterAgent");
    call << QVariant::fromValue(QDBusObjectPath(m_path)) << QVariantMap();
    auto* watcher = new QDBusPendingCallWatcher(m_client.bus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* finished) {
        finished->deleteLater();
        emit registered(finished->isError() ? std::optional(RemoteError::fromBus(finished->error()))
                                            : std::nullopt);
    });
}

bool SecretAgent::isFromService() const
{
    return !m_client.owner().isEmpty() && message().service() == m_client.owner();
}

QVariantMap SecretAgent::refuse(ErrorCode code, const QString& why)
{
    sendErrorReply(busName(code), why);
    return {};
}

QVariantMap SecretAgent::RequestSecrets(const QString& request, const QDBusObjectPath& tunnel,
                                        const QStringList& fields, const QVariantMap& hints)
{
    if (!isFromService())
        return refuse(ErrorCode::NotAuthorised, "only the service may ask");
    if (fields != QStringList{"password"})
        return refuse(ErrorCode::NotSupported, "only a password can be asked for");
    if (!m_onlyTunnel.isEmpty() && tunnel.path() != m_onlyTunnel)
        return refuse(ErrorCode::NoSecrets, "this agent is for another tunnel");
    setDelayedReply(true);
    m_open.insert_or_assign(request, message());
    emit asked({.request = request,
                .tunnelPath = tunnel.path(),
                .tunnel = hints.value("name").toString(),
                .server = hints.value("server").toString(),
                .user = hints.value("user").toString(),
                .reason = hints.value("retry").toBool() ? hints.value("reason").toString() : QString(),
                .attempt = hints.value("attempt", 1U).toUInt(),
                .attempts = hints.value("attempts", 1U).toUInt()});
    return {};
}

void SecretAgent::Cancel(const QString& request, const QString&)
{
    if (isFromService() && m_open.erase(request) != 0)
        emit cancelled(request);
}

void SecretAgent::Release()
{
    if (isFromService())
        forgetAll();
}

void SecretAgent::forgetAll()
{
    for (const auto& [request, message] : std::exchange(m_open, {}))
        emit cancelled(request);
}

void SecretAgent::answer(const QString& request, const Secret& secret)
{
    const auto open = m_open.extract(request);
    if (open.empty())
        return;
    const QDBusUnixFileDescriptor descriptor = toDescriptor(secret);
    const QVariantMap secrets{{"password", QVariant::fromValue(descriptor)}};
    m_client.bus().send(descriptor.isValid() ? open.mapped().createReply(QVariant(secrets))
                                             : open.mapped().createErrorReply(busName(ErrorCode::NoSecrets),
                                                                              "there is no memory for it"));
}

void SecretAgent::decline(const QString& request)
{
    const auto open = m_open.extract(request);
    if (!open.empty())
        m_client.bus().send(
            open.mapped().createErrorReply(busName(ErrorCode::Cancelled), "the user declined"));
}

} // namespace pptp
