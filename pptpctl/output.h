// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Where everything is printed: data on standard output, all the rest on standard error.
#pragma once

#include "client/tunnel_properties.h"
#include "pptpctl/options.h"
#include "pptpctl/terminal.h"

#include <QJsonArray>
#include <QJsonObject>

namespace pptp {

class Output {
public:
    Output(const Options& options, const Terminal& terminal) : m_options(options), m_terminal(terminal) {}

    [[nodiscard]] const Terminal& terminal() const { return m_terminal; }
    [[nodiscard]] bool isJson() const { return m_options.json != JsonStyle::Off; }

    void data(const QString& line) const;
    /// {"api": 1, "tunnels": [...]}, or with --json=lines each tunnel on its own line.
    void tunnels(const QJsonArray& tunnels) const { list("tunnels", tunnels); }
    /// The same of something else, with more beside the array; that is left out with --json=lines.
    void list(const QString& name, const QJsonArray& items, QJsonObject more = {}) const;
    /// One object of a stream, always on one line.
    void record(const QJsonObject& object) const;

    void progress(const QString& line) const; ///< Left out with --quiet.
    void notice(const QString& line) const;   ///< Part of a conversation with the user.
    void warning(const QString& text) const;  ///< Left out with --quiet.
    void error(const QString& subject, const RemoteError& error, const TunnelProperties& tunnel = {}) const;
    void error(const QString& sentence, const QString& code, const QString& hint) const;

    /// "●" in the colour of the state.
    [[nodiscard]] QString mark(const TunnelProperties& tunnel) const;

private:
    void toStandardError(const QString& line) const;

    const Options& m_options;
    const Terminal m_terminal;
};

} // namespace pptp
