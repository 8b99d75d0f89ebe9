// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One tunnel: feeds its state machine with events, performs the actions, answers those who asked.
#pragma once

#include "common/profile.h"
#include "daemon/tunnel/attempt.h"
#include "daemon/tunnel/history_memory.h"
#include "daemon/tunnel/tunnel_control.h"
#include "daemon/tunnel/tunnel_machine.h"

#include <memory>

#include <QObject>
#include <QTimer>

namespace pptp {

class Tunnel : public QObject, public TunnelControl {
public:
    Tunnel(std::string name, Result<Profile> profile, TunnelServices& services);

    /// A running attempt keeps the settings it was started with.
    void setProfile(Result<Profile> profile);
    /// Nothing is set up, nothing is under way.
    [[nodiscard]] bool isResting() const;

    [[nodiscard]] const std::string& name() const override { return m_name; }
    [[nodiscard]] std::string server() const override { return m_profile ? m_profile->server : ""; }
    [[nodiscard]] std::string user() const override { return m_profile ? m_profile->user : ""; }
    [[nodiscard]] const TunnelStatus& status() const override { return m_status; }
    [[nodiscard]] std::optional<GreStats> statistics() const override;
    [[nodiscard]] bool isCounted(const GreStatsField& field) const override;
    [[nodiscard]] std::vector<LinkSample> history(std::uint32_t first, std::uint32_t last) const override;
    [[nodiscard]] SecretStorage secretStorage() const override;
    [[nodiscard]] bool hasSecret() const override { return m_services.secrets.has(m_name); }
    [[nodiscard]] Result<void> storeSecret(const Secret& secret) override;
    [[nodiscard]] Result<void> clearSecret() override;
    void connectTunnel(Completion done, ConnectRequest request) override;
    void disconnectTunnel(Completion done) override;
    void setStatusObserver(std::function<void()> observer) override { m_observer = std::move(observer); }

private:
    void post(Event event);
    void handle(Event event);
    void perform(const Action& action);
    void startAttempt();
    void endAttempt();
    [[nodiscard]] bool mayAskAgain();
    void obtainSecret();
    void onSecret(const Result<void>& found);
    void takeTurn();
    void begin();
    void startDeadline(std::chrono::seconds after);
    void refreshStatus();
    [[nodiscard]] std::string nameInLog() const;
    void rememberFailure(const Error& error);
    void answer(std::vector<Completion>& waiting, const Result<void>& result);

    std::string m_name;
    Result<Profile> m_profile;
    TunnelServices& m_services;
    SecretSource m_secret;
    MachineState m_state;
    TunnelStatus m_status;
    std::function<void()> m_observer;
    std::vector<Completion> m_connecting; ///< Their number is limited where the calls come in.
    std::vector<Completion> m_disconnecting;
    std::unique_ptr<Attempt> m_attempt;
    std::optional<CallStatistics> m_lastStatistics;
    std::optional<HistoryMemory> m_history; ///< From the first Connect on.
    QTimer m_deadline;
    Turns::Turn m_turn;                              ///< While connecting: ours, or our place in the line.
    bool m_waits = false;                            ///< For the turn.
    std::optional<std::chrono::seconds> m_postponed; ///< The deadline that begins with it.
};

} // namespace pptp
