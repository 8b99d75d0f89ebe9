// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/bus_agent.h"

#include "common/names.h"
#include "common/tunnel_name.h"
#include "daemon/bus/bus_guard.h"
#include "daemon/bus/bus_text.h"
#include "daemon/bus/secret_reading.h"

#include <chrono>

namespace pptp {
namespace {

// The pool's own deadline comes first; this one only keeps the library from giving up before it.
constexpr std::chrono::minutes CallTimeout{10};
constexpr const char* PasswordField = "password";

OptionMap hintsOf(const SecretQuestion& question)
{
    return {{"name", sdbus::Variant(question.tunnel)},
            {"server", sdbus::Variant(busText(question.server))},
            {"user", sdbus::Variant(busText(question.user))},
            {"retry", sdbus::Variant(question.attempt > 1)},
            {"reason", sdbus::Variant(question.reason)},
            {"attempt", sdbus::Variant(std::uint32_t{question.attempt})},
            {"attempts", sdbus::Variant(std::uint32_t{question.attempts})}};
}

tl::unexpected<Error> none(const std::string& why)
{
    return fail(ErrorCode::NoSecrets, "the agent: " + busText(why));
}

Result<UniqueFd> passwordOf(sdbus::MethodReply& reply)
{
    OptionMap values;
    try {
        reply >> values;
    } catch (const sdbus::Error& error) {
        return none(error.getMessage());
    }
    const auto password = values.find(PasswordField);
    if (password == values.end() || !password->second.containsValueOfType<sdbus::UnixFd>())
        return none("its answer has no descriptor of a password");
    return UniqueFd(password->second.get<sdbus::UnixFd>().release());
}

} // namespace

BusAgent::BusAgent(sdbus::IConnection& connection, const std::string& owner, const std::string& path)
    : m_proxy(createBusProxy(connection, owner, path))
{
}

void BusAgent::request(const std::string& id, const SecretQuestion& question, SecretAsker::Answer answer)
{
    Request& open = m_open.insert_or_assign(id, Request{std::move(answer)}).first->second;
    try {
        auto call = m_proxy->createMethodCall(names::AgentInterface, "RequestSecrets");
        call << id << sdbus::ObjectPath(tunnelObjectPath(question.tunnel))
             << std::vector<std::string>{PasswordField} << hintsOf(question);
        open.call = m_proxy->callMethod(
            call,
            [this, id](sdbus::MethodReply& reply, const sdbus::Error* error) {
                guardEvent("RequestSecrets", [&] { onReply(id, reply, error); });
            },
            CallTimeout);
    } catch (const sdbus::Error& error) {
        QMetaObject::invokeMethod(
            &m_context, [this, id, why = error.getMessage()] { this->answer(id, none(why)); },
            Qt::QueuedConnection);
    }
}

void BusAgent::onReply(const std::string& id, sdbus::MethodReply& reply, const sdbus::Error* error)
{
    if (error != nullptr) {
        const bool declined = error->getName() == errorBusName(ErrorCode::Cancelled);
        return answer(id, declined ? Result<Secret>(fail(ErrorCode::Cancelled, "the user declined"))
                                   : none(error->getName() + ": " + error->getMessage()));
    }
    Result<UniqueFd> password = passwordOf(reply);
    if (!password)
        return answer(id, tl::unexpected(password.error()));
    readSecret(std::move(*password), &m_context, [this, id](Result<Secret> secret) {
        answer(id, secret ? std::move(secret) : Result<Secret>(none(secret.error().detail)));
    });
}

void BusAgent::answer(const std::string& id, Result<Secret> secret)
{
    auto open = m_open.extract(id);
    if (!open.empty())
        open.mapped().answer(std::move(secret));
}

void BusAgent::cancel(const std::string& id, const std::string& reason)
{
    auto open = m_open.extract(id);
    if (open.empty())
        return;
    guardEvent("Cancel", [&] {
        if (open.mapped().call)
            open.mapped().call->cancel();
        m_proxy->callMethod("Cancel")
            .onInterface(names::AgentInterface)
            .withArguments(id, reason)
            .dontExpectReply();
    });
}

void BusAgent::release()
{
    guardEvent("Release",
               [&] { m_proxy->callMethod("Release").onInterface(names::AgentInterface).dontExpectReply(); });
}

} // namespace pptp
