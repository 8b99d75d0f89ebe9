// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/state_text.h"

namespace pptp {

QString StateText::state(const TunnelProperties& tunnel)
{
    const auto state = tunnel.tunnelState();
    if (!state)
        return tunnel.state;
    switch (*state) {
    case TunnelState::Disconnected:
        return tr("disconnected");
    case TunnelState::Connecting:
        return tr("connecting");
    case TunnelState::Connected:
        return tr("connected");
    case TunnelState::Reconnecting:
        return tr("reconnecting");
    case TunnelState::Disconnecting:
        return tr("disconnecting");
    case TunnelState::Failed:
        return tr("failed");
    }
    return tunnel.state;
}

QString StateText::phase(const TunnelProperties& tunnel)
{
    const auto phase = phaseFromName(tunnel.phase.toStdString());
    if (!phase)
        return tunnel.phase;
    switch (*phase) {
    case Phase::Password:
        return tr("waiting for the password");
    case Phase::Resolving:
        return tr("looking up %1").arg(tunnel.server);
    case Phase::Tcp:
        return tr("connecting to %1")
            .arg(tunnel.serverAddress.isEmpty() ? tunnel.server : tunnel.serverAddress);
    case Phase::Control:
        return tr("opening the control connection");
    case Phase::Call:
        return tr("setting up the call");
    case Phase::Lcp:
        return tr("agreeing on link settings");
    case Phase::Auth:
        return tr("checking user name and password");
    case Phase::Ccp:
        return tr("agreeing on encryption");
    case Phase::Ipcp:
        return tr("agreeing on addresses");
    case Phase::Configuring:
        return tr("setting up the network interface");
    case Phase::Waiting:
        return tr("waiting for the next attempt");
    case Phase::None:
    case Phase::Running:
        return {};
    }
    return tunnel.phase;
}

QString StateText::authentication(const QString& name)
{
    // Names of protocols are the same in every language.
    static const QMap<QString, QString> names{{"mschapv2", "MS-CHAPv2"},
                                              {"mschap", "MS-CHAP"},
                                              {"chap-md5", "CHAP"},
                                              {"pap", "PAP"},
                                              {"eap", "EAP"}};
    return names.value(name, name);
}

QString StateText::encryption(const QString& name)
{
    if (name == "none")
        return tr("not encrypted");
    const QStringList parts = name.split('-');
    if (parts.size() != 3 || parts[0] != "mppe")
        return name;
    if (parts[2] == "stateless")
        return tr("MPPE %1 bit stateless").arg(parts[1]);
    if (parts[2] == "stateful")
        return tr("MPPE %1 bit stateful").arg(parts[1]);
    return name;
}

QString StateText::notPrivate()
{
    return tr("PPTP does not keep your traffic private.");
}

} // namespace pptp
