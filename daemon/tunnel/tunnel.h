// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One tunnel: feeds its state machine with events, performs the actions, answers those who asked.
#pragma once

#include "common/profile.h"
#include "daemon/tunnel/attempt.h"
#include "daemon/tunnel/history_memory.h"
#include "daemon/tunnel/stage_timer.h"
#include "daemon/tunnel/tunnel_control.h"
#include "daemon/tunnel/tunnel_machine.h"
#include "daemon/tunnel/uplink_guard.h"
#include "daemon/tunnel/waiters.h"

#include <memory>

#include <QObject>

namespace pptp {

class Tunnel : public QObject, public TunnelControl {
public:
    Tunnel(std::string name, Result<Profile> profile, TunnelServices& services);

    /// What a next attempt would be started with; InvalidSettings if it could not.
    [[nodiscard]] const Result<Profile>& profile() const { return m_profile; }
    /// A running attempt keeps the settings it was started with.
    void setProfile(Result<Profile> profile);
    /// Nothing is set up, nothing is under way.
    [[nodiscard]] bool isResting() const;
    /// Nothing is set up; it may be waiting for another try.
    [[nodiscard]] bool isUndone() const;

    /// Connects without anybody asking, if the profile wants that.
    void autoconnect();
    /// A way to a server may have changed.
    void uplinkChanged();
    /// Calls back when nothing is set up any more. What was up comes back with wakeUp().
    void prepareForSleep(std::function<void()> done);
    void wakeUp();

    [[nodiscard]] const std::string& name() const override { return m_name; }
    [[nodiscard]] std::string server() const override { return m_profile ? m_profile->server : ""; }
    [[nodiscard]] std::string user() const override { return m_profile ? m_profile->user : ""; }
    [[nodiscard]] Autoconnect autoconnectWish() const override;
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
    void reconnectTunnel(Completion done) override;
    void setStatusObserver(std::function<void()> observer) override { m_observer = std::move(observer); }

private:
    void post(Event event);
    void handle(Event event);
    void observe(const Event& event, const MachineState& next);
    void perform(const Action& action);
    void startAttempt();
    void resolve();
    void takeTurn();
    void beginWaiting(unsigned attempt);
    void waitForUplink();
    void deadlinePassed();
    void changed();
    void begin();
    [[nodiscard]] bool mayAskAgain();
    void obtainSecret();
    void onSecret(const Result<void>& found);
    void refreshStatus();
    [[nodiscard]] ReconnectPolicy policy() const;
    [[nodiscard]] unsigned attemptNumber() const;
    [[nodiscard]] std::string nameInLog() const;
    void rememberFailure(const Error& error);
    void rememberBreak(const Error& error);

    std::string m_name;
    Result<Profile> m_profile;
    TunnelServices& m_services;
    SecretSource m_secret;
    MachineState m_state;
    TunnelStatus m_status;
    std::function<void()> m_observer;
    Waiters m_waiters;
    std::unique_ptr<Attempt> m_attempt; ///< None while nothing is set up.
    unsigned m_generation = 0;          ///< Of m_attempt: what an earlier one posted is not for it.
    UplinkGuard m_uplink;
    unsigned m_reconnects = 0;
    std::uint64_t m_nextAttempt = 0; ///< As in the status.
    std::optional<CallStatistics> m_lastStatistics;
    std::optional<HistoryMemory> m_history; ///< From the first Connect on.
    StageTimer m_deadline;
};

} // namespace pptp
