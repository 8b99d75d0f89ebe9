// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Units of systemd's that are started to do one thing, and what became of it.
#pragma once

#include "daemon/bus/sdbus_edge.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pptp {

class UnitJobs {
public:
    using Done = std::function<void(Result<void>)>;
    using Property = sdbus::Struct<std::string, sdbus::Variant>;
    using Command = std::vector<std::string>;

    /// The connection is to the bus where systemd is, and lives longer.
    explicit UnitJobs(sdbus::IConnection& connection);

    /// Calls back once its job has ended; a later job of the same unit takes the place of an earlier one,
    /// which then has no answer.
    void start(const std::string& unit, Done done);
    /// A oneshot unit of its own that runs these programs one after the other until one fails.
    void run(const std::string& unit, const std::vector<Command>& commands,
             const std::vector<std::pair<std::string, sdbus::Variant>>& properties, Done done);
    /// Like start(); done also where there is nothing to stop.
    void stop(const std::string& unit, Done done);

private:
    struct Waiting {
        unsigned number = 0;
        Done done;
        sdbus::ObjectPath job{}; ///< Once systemd has named it.
    };

    template <class... Arguments>
    void order(const char* method, const std::string& unit, Done done, const Arguments&... arguments);
    [[nodiscard]] unsigned expect(const std::string& unit, Done done);
    void subscribe();
    void onReply(const std::string& unit, unsigned number, const sdbus::Error* error,
                 const sdbus::ObjectPath& job);
    void onJobRemoved(sdbus::Message& message);
    void finish(const std::string& unit, Result<void> result);

    std::unique_ptr<sdbus::IProxy> m_systemd;
    sdbus::Slot m_jobs;
    std::map<std::string, Waiting> m_waiting; ///< By unit.
    unsigned m_number = 0;
};

} // namespace pptp
