// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/worker_settings.h"

namespace pptp {

WorkerConfig workerSettings(const Profile& profile, std::uint16_t callId, Counting counting)
{
    const auto toMs = [](std::chrono::milliseconds time) {
        return static_cast<std::uint32_t>(time.count()); // an hour at most, by the profile's ranges
    };
    const auto flag = [](bool value) { return static_cast<std::uint8_t>(value ? 1 : 0); };

    WorkerConfig config;
    config.callId = callId;
    config.idleWaitMs = toMs(profile.idleWait);
    config.maxEchoWaitMs = toMs(profile.maxEchoWait);
    config.reorderTimeoutMs = toMs(profile.reorderTimeout);
    config.missingWindow = profile.missingWindow;
    config.testRate = profile.testRate;
    config.testType = profile.testType;
    config.logLevel = profile.logLevel;
    config.quirks = profile.quirks;
    config.buffering = flag(profile.buffering);
    config.synchronous = flag(profile.synchronous);
    config.sendWindow = flag(profile.sendWindow);
    config.controlOnly = flag(counting.path == DataPath::Kernel);
    config.observed = flag(counting.observed);
    config.loopback = flag(counting.path == DataPath::Loopback);
    config.phone = RecordText::from(profile.phone);
    return config;
}

std::string logName(const Profile& profile, const std::string& tunnel)
{
    return profile.logString.empty() ? tunnel : profile.logString;
}

} // namespace pptp
