// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/polkit_authority.h"

#include "daemon/bus/bus_guard.h"

#include <chrono>

namespace pptp {
namespace {

constexpr const char* Service = "org.freedesktop.PolicyKit1";
constexpr const char* Path = "/org/freedesktop/PolicyKit1/Authority";
constexpr const char* Interface = "org.freedesktop.PolicyKit1.Authority";
constexpr std::uint32_t AllowUserInteraction = 1;
// The Authorizer's own deadlines come first; this one only keeps the library from giving up before them.
constexpr std::chrono::minutes CallTimeout{10};

using Subject = sdbus::Struct<std::string, std::map<std::string, sdbus::Variant>>;
using CheckResult = sdbus::Struct<bool, bool, std::map<std::string, std::string>>;

std::string cancellationId(std::uint64_t id)
{
    return "pptp-tunneld-" + std::to_string(id);
}

Result<Verdict> readAnswer(const sdbus::Error* error, const CheckResult& result)
{
    if (error)
        return fail(ErrorCode::NotAuthorised, "polkit could not be asked: " + error->getMessage());
    if (std::get<0>(result))
        return Verdict::Allowed;
    return std::get<1>(result) ? Verdict::Challenge : Verdict::Denied;
}

} // namespace

PolkitAuthority::PolkitAuthority(sdbus::IConnection& connection)
    : m_polkit(createBusProxy(connection, Service, Path))
{
}

void PolkitAuthority::ask(std::uint64_t id, const Question& question, Answer answer)
{
    const Subject subject{std::string("system-bus-name"),
                          std::map<std::string, sdbus::Variant>{{"name", sdbus::Variant(question.sender)}}};
    const std::uint32_t flags = question.interactive ? AllowUserInteraction : 0;
    auto onReply = [this, id, answer](const sdbus::Error* error, const CheckResult& result) {
        guardEvent("CheckAuthorization", [&] {
            m_open.erase(id);
            answer(readAnswer(error, result));
        });
    };
    try {
        m_open.insert_or_assign(
            id, m_polkit->callMethodAsync("CheckAuthorization")
                    .onInterface(Interface)
                    .withTimeout(CallTimeout)
                    .withArguments(subject, question.action, question.details, flags, cancellationId(id))
                    .uponReplyInvoke(std::move(onReply)));
    } catch (const sdbus::Error& error) {
        answer(fail(ErrorCode::NotAuthorised, "polkit could not be asked: " + error.getMessage()));
    }
}

void PolkitAuthority::cancel(std::uint64_t id)
{
    auto call = m_open.extract(id);
    if (call.empty())
        return;
    guardEvent("CancelCheckAuthorization", [&] {
        call.mapped().cancel();
        // Takes the dialog away from the user's screen. Whether it worked changes nothing here.
        m_polkit->callMethod("CancelCheckAuthorization")
            .onInterface(Interface)
            .withArguments(cancellationId(id))
            .dontExpectReply();
    });
}

} // namespace pptp
