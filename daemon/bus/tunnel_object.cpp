// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/tunnel_object.h"

#include "common/names.h"
#include "common/printable_text.h"
#include "daemon/bus/secret_reading.h"

namespace pptp {
namespace {

bool isIdle(TunnelState state)
{
    return state == TunnelState::Disconnected || state == TunnelState::Failed;
}

std::string codeName(const std::optional<Error>& error)
{
    return error ? std::string(errorCodeName(error->code)) : std::string{};
}

} // namespace

TunnelObject::TunnelObject(sdbus::IObject& object, TunnelControl& tunnel, BusContext& bus)
    : Tunnel_adaptor(object), m_object(object), m_tunnel(tunnel), m_bus(bus), m_view(viewOf(tunnel))
{
}

TunnelObject::~TunnelObject() = default;

void TunnelObject::publish()
{
    TunnelView view = viewOf(m_tunnel);
    const std::vector<std::string> changed = changedProperties(m_view, view);
    m_view = std::move(view);
    if (isIdle(m_view.status.state))
        m_connectedBy.reset();
    if (!changed.empty())
        emitPropertiesChanged(m_object, INTERFACE_NAME, changed);
}

Question TunnelObject::question(const char* action, const CallOptions& options) const
{
    return {callerOf(m_object),
            action,
            {{"tunnel", m_tunnel.name()}, {"server", m_view.server}, {"user", m_view.user}},
            options.interactive};
}

/// A profile that allows less than the defaults is for administrators to use.
Question TunnelObject::connectQuestion(const CallOptions& options) const
{
    const auto& weaknesses = m_view.status.weaknesses;
    if (weaknesses.empty())
        return question(names::ConnectAction, options);
    Question asked = question(names::ConnectWeakAction, options);
    asked.details.insert({"weaknesses", joinedText(weaknesses)});
    return asked;
}

/// The completion that answers a caller. What changed is announced before the answer, so that whoever reads
/// its copy of the properties after the reply finds them up to date.
Completion TunnelObject::answering(const Reply& reply)
{
    return [self = QPointer(this), reply](const Result<void>& outcome) {
        reply.guard("completion", [&] {
            if (self)
                self->publish();
            reply.send(outcome);
        });
    };
}

void TunnelObject::Connect(sdbus::Result<>&& result, OptionMap options)
{
    const auto reply = m_bus.replies.open(std::move(result));
    if (!reply)
        return;
    reply->guard("Connect", [&] {
        const auto parsed = parseCallOptions(options, OptionSet::WaitAndSecrets);
        if (!parsed)
            return reply->send(tl::unexpected(parsed.error()));
        publish(); // of what is asked about nothing may be old
        authorizeConnect(*parsed, *reply);
    });
}

void TunnelObject::authorizeConnect(const CallOptions& options, const Reply& reply)
{
    const Question asked = connectQuestion(options);
    m_bus.authorizer.authorize(asked,
                               [self = QPointer(this), asked, options, reply](const Result<uid_t>& caller) {
                                   reply.guard("Connect", [&] {
                                       if (!caller)
                                           return reply.send(tl::unexpected(caller.error()));
                                       if (!self)
                                           return reply.send(fail(ErrorCode::NotFound, "the tunnel is gone"));
                                       self->connectFor(*caller, asked, options, reply);
                                   });
                               });
}

void TunnelObject::connectFor(uid_t uid, const Question& asked, const CallOptions& options,
                              const Reply& reply)
{
    if (!options.password)
        return connect(uid, asked, options.wait, {}, reply);
    readSecret(std::move(*options.password), this,
               [this, uid, asked, wait = options.wait, reply](Result<Secret> secret) {
                   reply.guard("Connect", [&] {
                       if (!secret)
                           return reply.send(tl::unexpected(secret.error()));
                       connect(uid, asked, wait, std::move(*secret), reply);
                   });
               });
}

void TunnelObject::connect(uid_t uid, const Question& asked, bool wait, Secret secret, const Reply& reply)
{
    publish();
    if (const Question now = connectQuestion({}); asked.action != now.action || asked.details != now.details)
        return reply.send(fail(ErrorCode::Cancelled, "the tunnel changed while it was being authorised"));
    qCInfo(busLog, "%s: connecting for uid %u", m_tunnel.name().c_str(), uid);
    if (isIdle(m_view.status.state))
        m_connectedBy = uid;
    m_tunnel.connectTunnel(answering(reply), {.caller = uid, .secret = std::move(secret)});
    if (!wait)
        reply.send({});
}

void TunnelObject::Disconnect(sdbus::Result<>&& result, OptionMap options)
{
    const auto reply = m_bus.replies.open(std::move(result));
    if (!reply)
        return;
    reply->guard("Disconnect", [&] {
        const auto parsed = parseCallOptions(options, OptionSet::WaitAndInteractive);
        if (!parsed)
            return reply->send(tl::unexpected(parsed.error()));
        // Everybody may see that there is nothing to end, so nobody is asked for a password to be told.
        if (isIdle(m_view.status.state))
            return reply->send(fail(ErrorCode::NotConnected, m_tunnel.name() + " is not connected"));
        const Question ask = question(names::DisconnectAction, *parsed);
        m_bus.callers.identify(ask.sender, [self = QPointer(this), options = *parsed, ask,
                                            reply = *reply](const Result<uid_t>& caller) {
            reply.guard("Disconnect", [&] {
                if (!self)
                    return reply.send(fail(ErrorCode::NotFound, "the tunnel is gone"));
                self->disconnectFor(caller, options, ask, reply);
            });
        });
    });
}

void TunnelObject::disconnectFor(const Result<uid_t>& caller, const CallOptions& options, Question ask,
                                 const Reply& reply)
{
    if (!caller)
        return reply.send(tl::unexpected(caller.error()));
    if (m_connectedBy == *caller)
        return disconnect(*caller, options.wait, reply);
    m_bus.authorizer.authorize(
        std::move(ask), [self = QPointer(this), wait = options.wait, reply](const Result<uid_t>& authorised) {
            reply.guard("Disconnect", [&] {
                if (!authorised)
                    return reply.send(tl::unexpected(authorised.error()));
                if (!self)
                    return reply.send(fail(ErrorCode::NotFound, "the tunnel is gone"));
                self->disconnect(*authorised, wait, reply);
            });
        });
}

void TunnelObject::disconnect(uid_t uid, bool wait, const Reply& reply)
{
    qCInfo(busLog, "%s: disconnecting for uid %u", m_tunnel.name().c_str(), uid);
    m_tunnel.disconnectTunnel(answering(reply));
    if (!wait)
        reply.send({});
}

void TunnelObject::SetSecret(sdbus::Result<>&& result, sdbus::UnixFd secret, OptionMap options)
{
    const auto reply = m_bus.replies.open(std::move(result));
    if (!reply)
        return;
    changeSecret("SetSecret", options, *reply,
                 [this, descriptor = std::make_shared<UniqueFd>(secret.release()), reply = *reply] {
                     readSecret(std::move(*descriptor), this, [this, reply](const Result<Secret>& read) {
                         reply.guard("SetSecret", [&] {
                             if (!read)
                                 return reply.send(tl::unexpected(read.error()));
                             store(*read, reply);
                         });
                     });
                 });
}

void TunnelObject::store(const Secret& secret, const Reply& reply)
{
    const Result<void> stored = m_tunnel.storeSecret(secret);
    publish();
    reply.send(stored);
}

void TunnelObject::ClearSecret(sdbus::Result<>&& result, OptionMap options)
{
    const auto reply = m_bus.replies.open(std::move(result));
    if (!reply)
        return;
    changeSecret("ClearSecret", options, *reply, [this, reply = *reply] {
        const Result<void> cleared = m_tunnel.clearSecret();
        publish();
        reply.send(cleared);
    });
}

/// Does it once polkit has agreed.
void TunnelObject::changeSecret(const char* what, const OptionMap& options, const Reply& reply,
                                std::function<void()> change)
{
    reply.guard(what, [&] {
        const auto parsed = parseCallOptions(options, OptionSet::InteractiveOnly);
        if (!parsed)
            return reply.send(tl::unexpected(parsed.error()));
        m_bus.authorizer.authorize(
            question(names::ChangeSecretAction, *parsed),
            [self = QPointer(this), what, reply, change = std::move(change)](const Result<uid_t>& caller) {
                reply.guard(what, [&] {
                    if (!caller)
                        return reply.send(tl::unexpected(caller.error()));
                    if (!self)
                        return reply.send(fail(ErrorCode::NotFound, "the tunnel is gone"));
                    qCInfo(busLog, "%s: %s for uid %u", self->m_tunnel.name().c_str(), what, *caller);
                    change();
                });
            });
    });
}

std::string TunnelObject::Error()
{
    return codeName(m_view.status.error);
}

std::string TunnelObject::ErrorPeerText()
{
    return m_view.status.error ? m_view.status.error->peerText : std::string{};
}

OptionMap TunnelObject::ErrorDetails()
{
    OptionMap details;
    if (const auto& error = m_view.status.error) {
        details.emplace("detail", sdbus::Variant(error->detail));
        for (const auto& [name, number] : error->numbers)
            details.emplace(name, sdbus::Variant(number));
    }
    return details;
}

std::string TunnelObject::LastError()
{
    return codeName(m_view.status.lastError);
}

} // namespace pptp
