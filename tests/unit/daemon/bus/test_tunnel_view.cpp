// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/tunnel_view.h"

#include "hand_driven.h"

#include <QTest>

using namespace pptp;

namespace {

using Names = std::vector<std::string>;
using Change = void (*)(TunnelView&);

} // namespace

Q_DECLARE_METATYPE(Change)

class TestTunnelView : public QObject {
    Q_OBJECT
private slots:
    void findsNothingInEqualViews() { QCOMPARE(changedProperties({}, {}), Names{}); }

    void findsEachChange_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<Names>("expected");
        const auto row = [](const char* name, Change change, Names also = {}) {
            also.insert(also.begin(), name);
            QTest::newRow(name) << change << also;
        };
        row("Server", [](TunnelView& v) { v.server = "x"; });
        row("User", [](TunnelView& v) { v.user = "x"; });
        row("SecretStorage", [](TunnelView& v) { v.secretStorage = "agent"; });
        row("HasSecret", [](TunnelView& v) { v.hasSecret = true; });
        row("State", [](TunnelView& v) { v.status.state = TunnelState::Connecting; });
        row("Phase", [](TunnelView& v) { v.status.phase = Phase::Lcp; });
        row("Error", [](TunnelView& v) { v.status.error = Error{ErrorCode::NoRoute}; },
            {"ErrorPeerText", "ErrorDetails"});
        row("LastError", [](TunnelView& v) { v.status.lastError = Error{ErrorCode::NoRoute}; });
        row("LastErrorTime", [](TunnelView& v) { v.status.lastErrorTime = 1; });
        row("ServerAddress", [](TunnelView& v) { v.status.serverAddress = "192.0.2.1"; });
        row("Interface", [](TunnelView& v) { v.status.interface = "ppp0"; });
        row("InterfaceIndex", [](TunnelView& v) { v.status.interfaceIndex = 1; });
        row("LocalAddress", [](TunnelView& v) { v.status.localAddress = "10.0.0.2"; });
        row("PeerAddress", [](TunnelView& v) { v.status.peerAddress = "10.0.0.1"; });
        row("Mtu", [](TunnelView& v) { v.status.mtu = 1400; });
        row("Routes", [](TunnelView& v) { v.status.routes = {"10.0.0.0/8"}; });
        row("DnsServers", [](TunnelView& v) { v.status.dnsServers = {"10.0.0.53"}; });
        row("DnsDomains", [](TunnelView& v) { v.status.dnsDomains = {"example.com"}; });
        row("DnsKeeper", [](TunnelView& v) { v.status.dnsKeeper = "systemd-resolved"; });
        row("Authentication", [](TunnelView& v) { v.status.authentication = "mschapv2"; });
        row("Encryption", [](TunnelView& v) { v.status.encryption = "none"; });
        row("Protection", [](TunnelView& v) { v.status.protection = "mppe128"; });
        row("PeerVendor", [](TunnelView& v) { v.status.peerVendor = "linux"; });
        row("PeerHostName", [](TunnelView& v) { v.status.peerHostName = "vpn"; });
        row("PeerFirmware", [](TunnelView& v) { v.status.peerFirmware = 1; });
        row("DataPath", [](TunnelView& v) { v.status.dataPath = "userspace"; });
        row("Weaknesses", [](TunnelView& v) { v.status.weaknesses = {"refuse-pap=no"}; });
        row("DataPathReason", [](TunnelView& v) { v.status.dataPathReason = "why"; });
        row("ConnectedSince", [](TunnelView& v) { v.status.connectedSince = 1; });
        row("ConnectedSinceMonotonic", [](TunnelView& v) { v.status.connectedSinceMonotonic = 1; });
    }

    void findsEachChange()
    {
        QFETCH(Change, change);
        QFETCH(Names, expected);
        TunnelView after;
        change(after);
        QCOMPARE(changedProperties({}, after), expected);
        QCOMPARE(changedProperties(after, {}), expected);
        QCOMPARE(changedProperties(after, after), Names{});
    }

    void tellsThePartsOfAnErrorApart()
    {
        TunnelView before;
        before.status.error = Error{ErrorCode::AuthRefused, "E=691", "no", {{"status", 19}}};
        TunnelView after = before;
        after.status.error->peerText = "go away";
        QCOMPARE(changedProperties(before, after), Names{"ErrorPeerText"});
        after = before;
        after.status.error->numbers["status"] = 2;
        QCOMPARE(changedProperties(before, after), Names{"ErrorDetails"});
    }

    void cleansWhatOthersWrote()
    {
        test::HandTunnel tunnel("work");
        tunnel.serverName = "a\nb";
        TunnelStatus status;
        status.peerVendor = "\xff";
        status.error = Error{ErrorCode::AuthRefused, "d\x1b", "p\r"};
        tunnel.become(status);
        const TunnelView view = viewOf(tunnel);
        QCOMPARE(view.server, std::string("a b"));
        QCOMPARE(view.status.peerVendor, std::string("\xef\xbf\xbd"));
        QCOMPARE(view.status.error->detail, std::string("d "));
        QCOMPARE(view.status.error->peerText, std::string("p "));
    }
};

QTEST_APPLESS_MAIN(TestTunnelView)
#include "test_tunnel_view.moc"
