// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Who is behind a unique name of the bus, and when it is gone.
#pragma once

#include "common/error.h"
#include "daemon/bus/sdbus_edge.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace pptp {

class Callers {
public:
    using Identified = std::function<void(Result<uid_t>)>;
    /// Ends the watch when it is let go.
    using Watch = std::shared_ptr<void>;

    explicit Callers(sdbus::IConnection& connection);
    Callers(const Callers&) = delete;
    Callers& operator=(const Callers&) = delete;

    /// Calls back with the uid that the bus itself vouches for; possibly at once.
    void identify(const std::string& sender, Identified done);
    /// Calls back once when the name vanishes.
    [[nodiscard]] Watch watch(const std::string& sender, std::function<void()> vanished);

private:
    void ask(const std::string& sender);
    void answer(const std::string& sender, const Result<uid_t>& uid);
    void onVanished(const std::string& name);

    static constexpr std::size_t MaxLookups = 256;
    static constexpr std::size_t MaxWaitingPerSender = 128; ///< One program may connect many tunnels.

    std::unique_ptr<sdbus::IProxy> m_bus;
    std::map<std::string, uid_t> m_known; ///< A unique name is never used twice; it goes when the name does.
    std::map<std::string, std::vector<Identified>> m_lookups;
    std::multimap<std::string, std::weak_ptr<std::function<void()>>> m_watches;
    sdbus::Slot m_nameOwnerChanged;
};

} // namespace pptp
