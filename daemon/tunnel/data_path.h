// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Decides who carries the packets of a call, a worker or the kernel, and says why.
#pragma once

#include "common/error.h"
#include "common/gre_stats.h"
#include "common/profile.h"

#include <string>
#include <string_view>

namespace pptp {

enum class DataPath {
    Userspace, ///< A worker, and a terminal between it and pppd.
    Kernel,
    Loopback, ///< A worker, and the kernel's L2TP between it and pppd.
};

/// "userspace", "kernel" or "loopback", as the bus has them.
[[nodiscard]] std::string_view dataPathName(DataPath path);

struct DataPathChoice {
    DataPath path = DataPath::Userspace;
    std::string reason; ///< For the bus and the log, in English.

    bool operator==(const DataPathChoice&) const = default;
};

struct KernelVersion {
    unsigned major = 0;
    unsigned minor = 0;

    auto operator<=>(const KernelVersion&) const = default;
};

/// Of what uname calls the release ("6.1.0-38-amd64"); 0.0 for what does not begin like one.
[[nodiscard]] KernelVersion kernelVersion(std::string_view release);

/// What the profile asks for and a kernel of this version could do if it has PPTP at all, which only a
/// socket can tell. NotSupported if the profile insists on the kernel and on what the kernel cannot do.
[[nodiscard]] Result<DataPathChoice> chooseDataPath(const Profile& profile, KernelVersion kernel);

/// What to do when the kernel refused: userspace if the profile leaves the choice and the kernel said that it
/// cannot (NotSupported), else that error.
[[nodiscard]] Result<DataPathChoice> afterKernelRefusal(const Profile& profile, const Error& error);

/// Whether a raw socket beside the kernel's PPTP learns how many packets of a call arrived: newer kernels
/// count what a socket has no room for before they ask its filter, and so other packets too.
[[nodiscard]] bool canObserve(KernelVersion kernel);

/// Who counts the packets of a call.
struct Counting {
    DataPath path = DataPath::Userspace;
    bool observed = false; ///< With the kernel's path: the worker looks at it as well.

    bool operator==(const Counting&) const = default;
};

/// Whether they count this at all. The kernel tells nothing about GRE: what it has are the counters of the
/// network interface. WAN-Error-Notify and a round trip come from the control connection, and the lost ones
/// from an observer.
[[nodiscard]] bool countedBy(Counting counting, const GreStatsField& field);

} // namespace pptp
