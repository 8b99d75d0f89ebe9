// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/entry_text.h"

#include "client/error_text.h"
#include "client/state_text.h"

namespace pptp {
namespace {

// A server's own words may be long; a menu must stay on the screen.
constexpr int maximumLength = 160;

QString shortened(QString text)
{
    if (text.size() > maximumLength)
        text = text.left(maximumLength - 1) + QStringLiteral("…");
    return text;
}

QString remark(const TunnelProperties& tunnel)
{
    if (tunnel.isConnected())
        return tunnel.localAddress;
    return tunnel.isBusy() ? StateText::phase(tunnel) : QString();
}

} // namespace

QString EntryText::of(const TunnelProperties& tunnel, const std::optional<RemoteError>& refusal)
{
    const QString state = StateText::state(tunnel);
    std::optional<RemoteError> problem = refusal;
    if (!problem && tunnel.tunnelState() == TunnelState::Failed)
        problem = tunnel.failure();
    if (problem) {
        //: %1 is a tunnel's name, %2 its state, %3 a sentence that says what went wrong.
        return shortened(tr("%1 — %2: %3").arg(tunnel.name, state, ErrorText::of(*problem, tunnel).sentence));
    }
    const QString more = remark(tunnel);
    if (more.isEmpty()) {
        //: %1 is a tunnel's name, %2 its state.
        return shortened(tr("%1 — %2").arg(tunnel.name, state));
    }
    //: %1 is a tunnel's name, %2 its state, %3 its address or what it is doing.
    return shortened(tr("%1 — %2 (%3)").arg(tunnel.name, state, more));
}

QString EntryText::escaped(QString text, MenuKind kind)
{
    if (kind == MenuKind::Own)
        return text.replace('&', "&&");
    text.replace('_', "__");
    // Qt turns the first "&" into the host's "_" and leaves all others alone.
    const qsizetype first = text.indexOf('&');
    return first < 0 || first == text.size() - 1 ? text : text.insert(first, '&');
}

} // namespace pptp
