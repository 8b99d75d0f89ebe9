// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds out, step by step, why a tunnel does not come up: looks at this machine, and calls the server on
/// trial. A tunnel that is connected is left as it is, and told of.
#pragma once

#include "daemon/diagnosis/diagnostics.h"
#include "daemon/diagnosis/host_checks.h"
#include "daemon/diagnosis/network_checks.h"
#include "daemon/diagnosis/probe.h"
#include "daemon/tunnel/tunnel_manager.h"

#include <memory>
#include <optional>
#include <vector>

namespace pptp {

class Diagnosis final : public Diagnostics {
public:
    /// programs: what the service needs to run, by their paths.
    Diagnosis(TunnelManager& tunnels, std::vector<std::string> programs);

    void diagnose(const DiagnosisOrder& order, Done done) override;

private:
    struct Running {
        std::string tunnel; ///< Its name, empty for a bare server.
        Profile profile;
        KernelFacts kernel;
        Checks checks;
        Secret secret; ///< As stored; empty: none.
        Done done;
        std::unique_ptr<Probe> probe;
    };

    void lookAtHost();
    void startProbe();
    void finish(const std::optional<ProbeStory>& story);
    [[nodiscard]] static NetworkFacts networkFacts(const Running& run, std::optional<Ipv4Address> server,
                                                   const std::optional<RouteLookup>& way);
    [[nodiscard]] OwnTunnels ownTunnels(std::optional<Ipv4Address> server);
    [[nodiscard]] std::string freeName(const std::string& tunnel);
    [[nodiscard]] Check service() const;
    [[nodiscard]] Checks checksWithoutProfile(const Error& error) const;

    TunnelManager& m_tunnels;
    std::vector<std::string> m_programs;
    std::unique_ptr<Running> m_running;
};

} // namespace pptp
