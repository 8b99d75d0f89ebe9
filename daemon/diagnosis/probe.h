// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A trial connection: a tunnel of its own that changes nothing but what it takes to reach the server, and is
/// taken down again.
#pragma once

#include "daemon/diagnosis/probe_story.h"
#include "daemon/tunnel/tunnel.h"

#include <functional>
#include <memory>
#include <string>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace pptp {

class Probe : public QObject {
public:
    /// The longest that one takes, with all the time that each step may take on the way.
    static constexpr std::chrono::seconds Limit{90};

    /// Calls back once, when everything is undone again. Without a secret it stops where one is needed.
    Probe(std::string name, Profile profile, TunnelServices& services, Secret secret,
          std::function<void(const ProbeStory&)> done);

private:
    void begin();
    void onStatus();
    void onConnected(const Result<void>& connected);
    void stop();
    void end();

    Secret m_secret;
    bool m_hasSecret;
    std::function<void(const ProbeStory&)> m_done;
    ProbeStory m_story;
    QElapsedTimer m_since;
    QTimer m_limit;
    bool m_stopping = false;
    std::unique_ptr<Tunnel> m_tunnel;
};

} // namespace pptp
