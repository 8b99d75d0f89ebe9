// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/tunnel_view.h"

#include "daemon/bus/bus_text.h"

#include <array>

namespace pptp {
namespace {

using Same = bool (*)(const TunnelView&, const TunnelView&);

template <auto Member>
bool sameStatus(const TunnelView& a, const TunnelView& b)
{
    return a.status.*Member == b.status.*Member;
}

template <auto Member>
bool sameView(const TunnelView& a, const TunnelView& b)
{
    return a.*Member == b.*Member;
}

/// Compares one thing of an error that may not be there.
template <auto Which, class Part>
bool sameError(const TunnelView& a, const TunnelView& b, Part part)
{
    const std::optional<Error>& before = a.status.*Which;
    const std::optional<Error>& after = b.status.*Which;
    if (!before || !after)
        return before.has_value() == after.has_value();
    return part(*before, *after);
}

bool sameErrorCode(const TunnelView& a, const TunnelView& b)
{
    return sameError<&TunnelStatus::error>(a, b,
                                           [](const Error& x, const Error& y) { return x.code == y.code; });
}

bool samePeerText(const TunnelView& a, const TunnelView& b)
{
    return sameError<&TunnelStatus::error>(
        a, b, [](const Error& x, const Error& y) { return x.peerText == y.peerText; });
}

bool sameDetails(const TunnelView& a, const TunnelView& b)
{
    return sameError<&TunnelStatus::error>(
        a, b, [](const Error& x, const Error& y) { return x.detail == y.detail && x.numbers == y.numbers; });
}

bool sameLastError(const TunnelView& a, const TunnelView& b)
{
    return sameError<&TunnelStatus::lastError>(
        a, b, [](const Error& x, const Error& y) { return x.code == y.code; });
}

struct Property {
    const char* name;
    Same same;
};

constexpr std::array properties{
    Property{"Server", sameView<&TunnelView::server>},
    Property{"User", sameView<&TunnelView::user>},
    Property{"SecretStorage", sameView<&TunnelView::secretStorage>},
    Property{"HasSecret", sameView<&TunnelView::hasSecret>},
    Property{"State", sameStatus<&TunnelStatus::state>},
    Property{"Phase", sameStatus<&TunnelStatus::phase>},
    Property{"Error", sameErrorCode},
    Property{"ErrorPeerText", samePeerText},
    Property{"ErrorDetails", sameDetails},
    Property{"LastError", sameLastError},
    Property{"LastErrorTime", sameStatus<&TunnelStatus::lastErrorTime>},
    Property{"Autoconnect", sameView<&TunnelView::autoconnect>},
    Property{"Reconnects", sameStatus<&TunnelStatus::reconnects>},
    Property{"Attempt", sameStatus<&TunnelStatus::attempt>},
    Property{"NextAttempt", sameStatus<&TunnelStatus::nextAttempt>},
    Property{"ServerAddress", sameStatus<&TunnelStatus::serverAddress>},
    Property{"Interface", sameStatus<&TunnelStatus::interface>},
    Property{"InterfaceIndex", sameStatus<&TunnelStatus::interfaceIndex>},
    Property{"LocalAddress", sameStatus<&TunnelStatus::localAddress>},
    Property{"PeerAddress", sameStatus<&TunnelStatus::peerAddress>},
    Property{"Mtu", sameStatus<&TunnelStatus::mtu>},
    Property{"Routes", sameStatus<&TunnelStatus::routes>},
    Property{"DnsServers", sameStatus<&TunnelStatus::dnsServers>},
    Property{"DnsDomains", sameStatus<&TunnelStatus::dnsDomains>},
    Property{"DnsKeeper", sameStatus<&TunnelStatus::dnsKeeper>},
    Property{"Authentication", sameStatus<&TunnelStatus::authentication>},
    Property{"Encryption", sameStatus<&TunnelStatus::encryption>},
    Property{"Protection", sameStatus<&TunnelStatus::protection>},
    Property{"Weaknesses", sameStatus<&TunnelStatus::weaknesses>},
    Property{"PeerVendor", sameStatus<&TunnelStatus::peerVendor>},
    Property{"PeerHostName", sameStatus<&TunnelStatus::peerHostName>},
    Property{"PeerFirmware", sameStatus<&TunnelStatus::peerFirmware>},
    Property{"DataPath", sameStatus<&TunnelStatus::dataPath>},
    Property{"DataPathReason", sameStatus<&TunnelStatus::dataPathReason>},
    Property{"ConnectedSince", sameStatus<&TunnelStatus::connectedSince>},
    Property{"ConnectedSinceMonotonic", sameStatus<&TunnelStatus::connectedSinceMonotonic>},
};

std::string storageName(SecretStorage storage)
{
    switch (storage) {
    case SecretStorage::System:
        return "system";
    case SecretStorage::Agent:
        return "agent";
    case SecretStorage::None:
        break;
    }
    return "none";
}

void clean(std::string& text)
{
    text = busText(text);
}

void clean(std::optional<Error>& error)
{
    if (error) {
        clean(error->detail);
        clean(error->peerText);
    }
}

} // namespace

TunnelView viewOf(const TunnelControl& tunnel)
{
    TunnelView view{busText(tunnel.server()), busText(tunnel.user()),
                    tunnel.status(),          storageName(tunnel.secretStorage()),
                    tunnel.hasSecret(),       tunnel.autoconnectWish()};
    TunnelStatus& status = view.status;
    clean(status.error);
    clean(status.lastError);
    for (std::string* text : {&status.serverAddress, &status.interface, &status.localAddress,
                              &status.peerAddress, &status.authentication, &status.encryption,
                              &status.peerVendor, &status.peerHostName, &status.dataPathReason})
        clean(*text);
    for (std::string& server : status.dnsServers)
        clean(server);
    return view;
}

std::vector<std::string> changedProperties(const TunnelView& before, const TunnelView& after)
{
    std::vector<std::string> changed;
    for (const Property& property : properties) {
        if (!property.same(before, after))
            changed.emplace_back(property.name);
    }
    return changed;
}

} // namespace pptp
