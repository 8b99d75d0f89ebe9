// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Tunnels that play a part: what the front ends see of the daemon, without a network behind it.
#pragma once

#include "daemon/tunnel/secret_asker.h"
#include "daemon/tunnel/tunnel_control.h"

#include <QObject>
#include <QTimer>
#include <chrono>
#include <memory>
#include <vector>

namespace pptp::fakes {

enum class Script {
    Works,   ///< Goes through every phase and is connected.
    Refused, ///< Gets as far as the password, which the server refuses.
    Hangs,   ///< Waits for the server until it is disconnected.
    Invalid, ///< Its profile could not be read.
};

class ScriptedTunnel final : public QObject, public TunnelControl {
public:
    /// With an asker, a tunnel that works wants the password "secret" first, at most three times.
    ScriptedTunnel(std::string name, Script script, std::chrono::milliseconds step, SecretAsker* asker);

    [[nodiscard]] const std::string& name() const override { return m_name; }
    [[nodiscard]] std::string server() const override;
    [[nodiscard]] std::string user() const override;
    [[nodiscard]] const TunnelStatus& status() const override { return m_status; }
    [[nodiscard]] std::optional<GreStats> statistics() const override;
    [[nodiscard]] bool isCounted(const GreStatsField&) const override { return m_connectedAt.has_value(); }
    [[nodiscard]] std::vector<LinkSample> history(std::uint32_t first, std::uint32_t last) const override;
    [[nodiscard]] SecretStorage secretStorage() const override { return SecretStorage::System; }
    [[nodiscard]] bool hasSecret() const override { return m_hasSecret; }
    [[nodiscard]] Result<void> storeSecret(const Secret& secret) override;
    [[nodiscard]] Result<void> clearSecret() override;
    void connectTunnel(Completion done, ConnectRequest request) override;
    void disconnectTunnel(Completion done) override;
    void setStatusObserver(std::function<void()> observer) override { m_observer = std::move(observer); }

private:
    void wantPassword(uid_t uid);
    void onPassword(uid_t uid, const Result<Secret>& answer);
    void takeStep();
    void enter(Phase phase);
    void succeed();
    void failWith(Error error);
    void finishDisconnect();
    void changed();
    void complete(std::vector<Completion>& waiting, const Result<void>& outcome);

    const std::string m_name;
    const Script m_script;
    bool m_hasSecret = true;
    TunnelStatus m_status;
    std::function<void()> m_observer;
    std::vector<Completion> m_connecting;
    std::vector<Completion> m_disconnecting;
    SecretAsker* const m_asker;
    SecretAsker::Asking m_asking;
    unsigned m_attempt = 0;
    std::optional<std::chrono::steady_clock::time_point> m_connectedAt;
    QTimer m_step;
};

/// "work", "broken", "slow" and "invalid"; every second reload brings a tunnel "extra" and takes it away.
class ScriptedRegistry final : public TunnelRegistry {
public:
    explicit ScriptedRegistry(std::chrono::milliseconds step, SecretAsker* asker = nullptr);

    [[nodiscard]] std::vector<TunnelControl*> tunnels() override;
    [[nodiscard]] TunnelControl* find(const std::string& name) override;
    Result<void> reload() override;
    void setAddedObserver(std::function<void(TunnelControl&)> observer) override;
    void setRemovingObserver(std::function<void(TunnelControl&)> observer) override;

private:
    std::chrono::milliseconds m_step;
    SecretAsker* const m_asker;
    std::vector<std::unique_ptr<ScriptedTunnel>> m_tunnels;
    std::function<void(TunnelControl&)> m_added;
    std::function<void(TunnelControl&)> m_removing;
};

} // namespace pptp::fakes
