// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Keeps every signal of one kind that a caller is sent.
#pragma once

#include "private_bus.h"

#include <QDBusMessage>
#include <QObject>
#include <QVariantMap>
#include <vector>

namespace pptp::test {

class SignalRecorder : public QObject {
    Q_OBJECT
public:
    SignalRecorder(const Caller& caller, const QString& path, const QString& interface, const QString& name);

    std::vector<QDBusMessage> messages;

    /// The changed properties of a PropertiesChanged.
    [[nodiscard]] QVariantMap changes(std::size_t index) const;

private slots:
    void record(const QDBusMessage& message) { messages.push_back(message); }
};

} // namespace pptp::test
