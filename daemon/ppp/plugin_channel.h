// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The daemon's end of the record channel to pppd's plugin.
#pragma once

#include "common/error.h"
#include "common/secret.h"
#include "common/unique_fd.h"
#include "daemon/ppp/pppd_report.h"

#include <functional>
#include <memory>

#include <QObject>
#include <QSocketNotifier>

namespace pptp {

class PluginChannel : public QObject {
public:
    struct Observer {
        std::function<void(const PppReport&)> report;
        std::function<void(const Error&)> broken; ///< Once: a record that makes no sense; nothing follows.
    };

    explicit PluginChannel(Observer observer);

    /// Makes the pair and listens; the result is the plugin's end, closed on exec like ours.
    [[nodiscard]] Result<UniqueFd> open();
    /// Reads what is there now, without waiting for more.
    void drain();

    /// Answers a request; a password that pppd could not take whole is refused and is an error.
    [[nodiscard]] Result<void> answer(const Secret& secret);
    void refuse();

private:
    bool readOne();
    void close();

    Observer m_observer;
    UniqueFd m_socket;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace pptp
