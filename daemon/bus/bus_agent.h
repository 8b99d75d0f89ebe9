// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// An agent on the bus: an object of a client's with org.pptptunnel.Tunnels1.Agent.
#pragma once

#include "daemon/bus/agent_pool.h"
#include "daemon/bus/call_options.h"
#include "daemon/bus/sdbus_edge.h"

namespace pptp {

class BusAgent final : public Agent {
public:
    BusAgent(sdbus::IConnection& connection, const std::string& owner, const std::string& path);

    void request(const std::string& id, const SecretQuestion& question, SecretAsker::Answer answer) override;
    void cancel(const std::string& id, const std::string& reason) override;
    void release() override;

private:
    void onReply(const std::string& id, sdbus::MethodReply& reply, const sdbus::Error* error);
    void answer(const std::string& id, Result<Secret> secret);

    struct Request {
        SecretAsker::Answer answer;
        std::optional<sdbus::PendingAsyncCall> call{};
    };

    QObject m_context; ///< What is still being read dies with it.
    std::unique_ptr<sdbus::IProxy> m_proxy;
    std::map<std::string, Request> m_open;
};

} // namespace pptp
