// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A message bus of the test's own, with the fake daemon on it when the test wants it.
#pragma once

#include <QProcess>
#include <QTemporaryDir>

namespace pptp::fakes {

class PrivateBus {
public:
    PrivateBus() = default;
    ~PrivateBus();
    PrivateBus(const PrivateBus&) = delete;
    PrivateBus& operator=(const PrivateBus&) = delete;

    /// `activatable`: the bus starts the fake daemon by itself when somebody asks for it.
    bool start(bool activatable = false);
    bool startService(const QStringList& arguments = {});
    /// As if it had crashed.
    void killService();

    [[nodiscard]] QString address() const;

private:
    bool writeConfiguration(bool activatable);

    QTemporaryDir m_folder;
    QProcess m_bus;
    QProcess m_service;
};

} // namespace pptp::fakes
