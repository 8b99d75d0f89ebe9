// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Judges what was found out about this machine, apart from the network: the service, the kernel, the
/// profile.
#pragma once

#include "common/profile.h"
#include "daemon/diagnosis/check.h"
#include "daemon/diagnosis/host_facts.h"

namespace pptp {

/// "service": `problems` are what the service needs and cannot use, `workers` whether any can be started.
[[nodiscard]] Check serviceCheck(std::string_view version, const std::vector<std::string>& problems,
                                 const Result<void>& workers);

struct KernelFacts {
    Result<void> device;                          ///< /dev/ppp.
    ModuleState async = ModuleState::Unknown;     ///< ppp_async, for the path through a terminal.
    ModuleState mppe = ModuleState::Unknown;      ///< ppp_mppe.
    ModuleState conntrack = ModuleState::Unknown; ///< nf_conntrack.
    ModuleState helper = ModuleState::Unknown;    ///< nf_conntrack_pptp.
};
/// "kernel"
[[nodiscard]] Check kernelCheck(const KernelFacts& facts, const Profile& profile);

/// "privileges"
[[nodiscard]] Check privilegesCheck(const std::vector<std::string>& missing);

/// "profile": what it allows less than the defaults do.
[[nodiscard]] Check profileCheck(const std::vector<std::string>& weaknesses);

/// "secrets": `stored` is what the store said when it was asked for the password.
[[nodiscard]] Check secretsCheck(const Profile& profile, const Result<void>& stored);

/// "conntrack": a packet filter that knows connections needs a helper to tell two calls apart.
[[nodiscard]] Check conntrackCheck(const KernelFacts& facts, bool dataPassed);

} // namespace pptp
