// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/data_path.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace pptp {
namespace {

/// Older ones look for a way to the server without the socket's mark.
constexpr KernelVersion FirstToHeedMarks{6, 6};
/// "ipv4: raw: check sk->sk_rcvbuf earlier", March 2024.
constexpr KernelVersion FirstToCountUnfiltered{6, 9};

/// What this profile wants and this kernel does not do; nothing if there is no such thing.
std::optional<std::string> obstacle(const Profile& profile, KernelVersion kernel)
{
    const Profile standard;
    if (profile.routeMark != 0 && kernel < FirstToHeedMarks)
        return "rtmark is ignored by the PPTP of kernels before 6.6";
    if (!profile.buffering)
        return "nobuffer=yes is not for the kernel, which has an order of its own";
    if (profile.reorderTimeout != standard.reorderTimeout)
        return "timeout is set, and the kernel does not put packets in order";
    if (profile.missingWindow != standard.missingWindow)
        return "missing-window is set, and the kernel does not put packets in order";
    if (profile.sendWindow)
        return "send-window=yes: the kernel ignores the server's window";
    if (profile.synchronous)
        return "sync=yes is for a terminal, and the kernel's path has none";
    if (profile.testType != 0)
        return "test-type is set, and the kernel cannot change the order of packets";
    return std::nullopt;
}

} // namespace

std::string_view dataPathName(DataPath path)
{
    switch (path) {
    case DataPath::Kernel:
        return "kernel";
    case DataPath::Loopback:
        return "loopback";
    case DataPath::Userspace:
        break;
    }
    return "userspace";
}

KernelVersion kernelVersion(std::string_view release)
{
    KernelVersion version;
    const char* const end = release.data() + release.size();
    const auto major = std::from_chars(release.data(), end, version.major);
    if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.')
        return {};
    const auto minor = std::from_chars(major.ptr + 1, end, version.minor);
    return minor.ec == std::errc() ? version : KernelVersion{};
}

Result<DataPathChoice> chooseDataPath(const Profile& profile, KernelVersion kernel)
{
    if (profile.dataPath == DataPathWish::Userspace)
        return DataPathChoice{DataPath::Userspace, "data-path is userspace"};
    if (profile.dataPath == DataPathWish::Loopback) {
        if (profile.synchronous)
            return fail(ErrorCode::NotSupported,
                        "data-path=loopback is not possible: sync=yes is for a terminal");
        return DataPathChoice{DataPath::Loopback, "the profile says data-path=loopback"};
    }
    const auto why = obstacle(profile, kernel);
    if (profile.dataPath == DataPathWish::Kernel) {
        if (why)
            return fail(ErrorCode::NotSupported, "data-path=kernel is not possible: " + *why);
        return DataPathChoice{DataPath::Kernel, "the profile says data-path=kernel"};
    }
    if (why)
        return DataPathChoice{DataPath::Userspace, *why};
    return DataPathChoice{DataPath::Kernel, "the kernel has PPTP, and the profile wants nothing beyond it"};
}

Result<DataPathChoice> afterKernelRefusal(const Profile& profile, const Error& error)
{
    if (profile.dataPath != DataPathWish::Automatic || error.code != ErrorCode::NotSupported)
        return tl::unexpected(error);
    return DataPathChoice{DataPath::Userspace, error.detail};
}

bool canObserve(KernelVersion kernel)
{
    return kernel < FirstToCountUnfiltered;
}

bool countedBy(Counting counting, const GreStatsField& field)
{
    constexpr std::array<std::uint64_t GreStats::*, 13> ofKernel{&GreStats::rxAccepted,
                                                                 &GreStats::rxOctets,
                                                                 &GreStats::txSent,
                                                                 &GreStats::txOctets,
                                                                 &GreStats::wanCrcErrors,
                                                                 &GreStats::wanFramingErrors,
                                                                 &GreStats::wanHardwareOverruns,
                                                                 &GreStats::wanBufferOverruns,
                                                                 &GreStats::wanTimeouts,
                                                                 &GreStats::wanAlignmentErrors,
                                                                 &GreStats::roundTripMicroseconds,
                                                                 &GreStats::roundTripMinimumMicroseconds,
                                                                 &GreStats::roundTripDeviationMicroseconds};
    if (counting.path != DataPath::Kernel || (counting.observed && field.value == &GreStats::rxLost))
        return true;
    return std::ranges::find(ofKernel, field.value) != ofKernel.end();
}

} // namespace pptp
