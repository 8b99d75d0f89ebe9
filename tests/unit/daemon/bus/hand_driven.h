// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Tunnels and an authority that do only what the test tells them to.
#pragma once

#include "daemon/bus/authority.h"
#include "daemon/diagnosis/diagnostics.h"
#include "daemon/tunnel/tunnel_control.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace pptp::test {

class HandTunnel final : public TunnelControl {
public:
    explicit HandTunnel(std::string name) : m_name(std::move(name)) {}

    [[nodiscard]] const std::string& name() const override { return m_name; }
    [[nodiscard]] std::string server() const override { return serverName; }
    [[nodiscard]] std::string user() const override { return "alice"; }
    [[nodiscard]] Autoconnect autoconnectWish() const override { return autoconnect; }
    [[nodiscard]] const TunnelStatus& status() const override { return m_status; }
    [[nodiscard]] std::optional<GreStats> statistics() const override
    {
        if (onStatistics)
            onStatistics();
        return stats;
    }
    [[nodiscard]] bool isCounted(const GreStatsField& field) const override
    {
        return stats && std::ranges::find(uncounted, field.name) == uncounted.end();
    }
    [[nodiscard]] std::vector<LinkSample> history(std::uint32_t first, std::uint32_t last) const override
    {
        historyAsked = {first, last};
        return samples;
    }
    [[nodiscard]] SecretStorage secretStorage() const override { return storage; }
    [[nodiscard]] bool hasSecret() const override { return !stored.empty(); }
    [[nodiscard]] Result<void> storeSecret(const Secret& secret) override
    {
        if (storeResult)
            stored = secret.reveal();
        return storeResult;
    }
    [[nodiscard]] Result<void> clearSecret() override
    {
        if (stored.empty())
            return fail(ErrorCode::NoSecrets, "none");
        stored.clear();
        return {};
    }
    void connectTunnel(Completion done, ConnectRequest request) override
    {
        ++connects;
        given = std::string(request.secret.reveal());
        caller = request.caller;
        if (onConnect)
            onConnect();
        waiting.push_back(std::move(done));
    }
    void disconnectTunnel(Completion done) override
    {
        ++disconnects;
        waiting.push_back(std::move(done));
    }
    void reconnectTunnel(Completion done) override
    {
        ++reconnects;
        waiting.push_back(std::move(done));
    }
    void setStatusObserver(std::function<void()> observer) override { m_observer = std::move(observer); }

    void become(const TunnelStatus& next)
    {
        m_status = next;
        if (m_observer)
            m_observer();
    }
    void become(TunnelState state)
    {
        TunnelStatus next = m_status;
        next.state = state;
        become(next);
    }
    /// Answers everybody who waits.
    void finish(const Result<void>& result = {})
    {
        for (const Completion& done : std::exchange(waiting, {}))
            done(result);
    }

    Autoconnect autoconnect = Autoconnect::No;
    std::string serverName = "vpn.example.com";
    SecretStorage storage = SecretStorage::System;
    std::string stored; ///< By SetSecret.
    Result<void> storeResult;
    std::string given; ///< With the last Connect.
    std::optional<uid_t> caller;
    std::optional<GreStats> stats;
    std::vector<std::string_view> uncounted; ///< Names of counters.
    std::vector<LinkSample> samples;
    mutable std::pair<std::uint32_t, std::uint32_t> historyAsked; ///< The last time.
    std::function<void()> onConnect;
    std::function<void()> onStatistics;
    std::vector<Completion> waiting;
    int connects = 0;
    int reconnects = 0;
    int disconnects = 0;

private:
    std::string m_name;
    TunnelStatus m_status;
    std::function<void()> m_observer;
};

class HandRegistry final : public TunnelRegistry {
public:
    HandTunnel& add(const std::string& name)
    {
        m_owned.push_back(std::make_unique<HandTunnel>(name));
        if (m_added)
            m_added(*m_owned.back());
        return *m_owned.back();
    }
    void remove(HandTunnel& tunnel)
    {
        if (m_removing)
            m_removing(tunnel);
        std::erase_if(m_owned, [&](const auto& owned) { return owned.get() == &tunnel; });
    }

    [[nodiscard]] std::vector<TunnelControl*> tunnels() override
    {
        std::vector<TunnelControl*> all;
        for (const auto& tunnel : m_owned)
            all.push_back(tunnel.get());
        return all;
    }
    [[nodiscard]] TunnelControl* find(const std::string& name) override
    {
        const auto it = std::ranges::find(m_owned, name, [](const auto& tunnel) { return tunnel->name(); });
        return it == m_owned.end() ? nullptr : it->get();
    }
    Result<void> reload() override
    {
        ++reloads;
        if (onReload)
            onReload();
        return reloadResult;
    }
    void setAddedObserver(std::function<void(TunnelControl&)> observer) override
    {
        m_added = std::move(observer);
    }
    void setRemovingObserver(std::function<void(TunnelControl&)> observer) override
    {
        m_removing = std::move(observer);
    }

    int reloads = 0;
    std::function<void()> onReload;
    Result<void> reloadResult;

private:
    std::vector<std::unique_ptr<HandTunnel>> m_owned;
    std::function<void(TunnelControl&)> m_added;
    std::function<void(TunnelControl&)> m_removing;
};

/// Answers at once with its verdict, or keeps the questions if there is none.
/// Finds what the test says, when the test says so.
class HandDiagnostics final : public Diagnostics {
public:
    void diagnose(const DiagnosisOrder& order, Done done) override
    {
        orders.push_back(order);
        if (found)
            return done(*found);
        open = std::move(done);
    }
    void answer(const Result<Checks>& checks) { std::exchange(open, nullptr)(checks); }

    std::optional<Checks> found; ///< At once.
    std::vector<DiagnosisOrder> orders;
    Done open;
};

class HandAuthority final : public Authority {
public:
    void ask(std::uint64_t id, const Question& question, Answer answer) override
    {
        asked.push_back(question);
        if (verdict)
            return answer(*verdict);
        open.emplace(id, std::move(answer));
    }
    void cancel(std::uint64_t id) override
    {
        ++cancelled;
        open.erase(id);
    }
    /// Answers the oldest open question.
    void answer(const Result<Verdict>& result)
    {
        auto first = open.extract(open.begin());
        first.mapped()(result);
    }

    std::optional<Verdict> verdict;
    std::vector<Question> asked;
    std::map<std::uint64_t, Answer> open;
    int cancelled = 0;
};

} // namespace pptp::test
