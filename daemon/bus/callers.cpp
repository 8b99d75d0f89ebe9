// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/callers.h"

#include "daemon/bus/bus_guard.h"

namespace pptp {
namespace {

constexpr const char* DriverName = "org.freedesktop.DBus";
constexpr const char* DriverPath = "/org/freedesktop/DBus";
// One rule for all names that vanish, instead of one for each that matters: it needs no round trip while a
// call is handled, and a name that goes right after its call cannot be missed.
constexpr const char* VanishedRule =
    "type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',"
    "interface='org.freedesktop.DBus',member='NameOwnerChanged',arg2=''";

} // namespace

Callers::Callers(sdbus::IConnection& connection)
    : m_bus(createBusProxy(connection, DriverName, DriverPath)),
      m_nameOwnerChanged(addBusMatch(connection, VanishedRule, [this](sdbus::Message& message) {
          std::string name;
          message >> name;
          onVanished(name);
      }))
{
}

void Callers::identify(const std::string& sender, Identified done)
{
    if (const auto known = m_known.find(sender); known != m_known.end())
        return done(known->second);
    const auto lookup = m_lookups.find(sender);
    const bool asked = lookup != m_lookups.end();
    if (asked ? lookup->second.size() >= MaxWaitingPerSender : m_lookups.size() >= MaxLookups)
        return done(fail(ErrorCode::LimitsExceeded, "too many calls at once"));
    m_lookups[sender].push_back(std::move(done));
    if (!asked)
        ask(sender);
}

void Callers::ask(const std::string& sender)
{
    try {
        m_bus->callMethodAsync("GetConnectionUnixUser")
            .onInterface(DriverName)
            .withArguments(sender)
            .uponReplyInvoke([this, sender](const sdbus::Error* error, std::uint32_t uid) {
                guardEvent("GetConnectionUnixUser", [&] {
                    answer(sender, error ? Result<uid_t>(fail(ErrorCode::NotAuthorised,
                                                              "the caller is gone: " + error->getMessage()))
                                         : Result<uid_t>(uid));
                });
            });
    } catch (const sdbus::Error& error) {
        answer(sender, fail(ErrorCode::NotAuthorised, "the bus does not answer: " + error.getMessage()));
    }
}

void Callers::answer(const std::string& sender, const Result<uid_t>& uid)
{
    if (uid)
        m_known.insert_or_assign(sender, *uid);
    const auto lookup = m_lookups.extract(sender);
    if (lookup.empty())
        return;
    for (const Identified& done : lookup.mapped())
        guardEvent("identified", [&] { done(uid); });
}

Callers::Watch Callers::watch(const std::string& sender, std::function<void()> vanished)
{
    auto callback = std::make_shared<std::function<void()>>(std::move(vanished));
    // Watches that were let go are swept here, so the list is never longer than twice the use of it.
    std::erase_if(m_watches, [](const auto& entry) { return entry.second.expired(); });
    m_watches.emplace(sender, callback);
    return callback;
}

void Callers::onVanished(const std::string& name)
{
    m_known.erase(name);
    std::vector<std::weak_ptr<std::function<void()>>> callbacks;
    const auto [first, last] = m_watches.equal_range(name);
    for (auto it = first; it != last; ++it)
        callbacks.push_back(it->second);
    m_watches.erase(first, last);
    for (const auto& entry : callbacks) {
        if (const auto callback = entry.lock())
            guardEvent("caller vanished", [&] { (*callback)(); });
    }
}

} // namespace pptp
