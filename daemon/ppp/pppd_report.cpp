// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/pppd_report.h"

#include "common/plugin_protocol.h"
#include "common/printable_text.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <string_view>

namespace pptp {
namespace {

constexpr auto AuthenticationNames =
    std::to_array<std::string_view>({"none", "pap", "chap-md5", "mschap", "mschapv2", "eap"});
static_assert(AuthenticationNames.size() == PPTP_PLUGIN_AUTH_EAP + 1);

constexpr std::uint32_t LastPhase = PPTP_PLUGIN_PHASE_DISCONNECT;
static_assert(static_cast<std::uint32_t>(PppPhase::Disconnect) == LastPhase);
constexpr std::uint32_t LastFailure = PPTP_PLUGIN_FAILURE_MPPE_INSISTED;
static_assert(static_cast<std::uint32_t>(PppFailure::MppeInsisted) == LastFailure);

constexpr std::uint32_t LargestMtu = 65535;

tl::unexpected<Error> broken(const std::string& what)
{
    return fail(ErrorCode::PppdFailed, "pppd's plugin: " + what);
}

template <class Record>
Result<Record> read(std::span<const std::byte> datagram)
{
    Record record{};
    if (datagram.size() != sizeof(record))
        return broken("a record of a wrong size");
    std::memcpy(&record, datagram.data(), sizeof(record));
    return record;
}

template <std::size_t Size>
Result<std::string> readText(const char (&text)[Size])
{
    const auto* end = std::find(std::begin(text), std::end(text), '\0');
    if (end == std::end(text))
        return broken("text without its end");
    return printableText({text, static_cast<std::size_t>(end - text)});
}

Ipv4Address fromNetwork(std::uint32_t address)
{
    return {ntohl(address)};
}

Result<PppReport> decode(const pptp_plugin_hello& record)
{
    if (record.protocol_version != PPTP_PLUGIN_PROTOCOL_VERSION)
        return broken("speaks version " + std::to_string(record.protocol_version));
    return readText(record.pppd_version).map([](std::string version) {
        return PppReport(PppHello{std::move(version)});
    });
}

Result<PppReport> decode(const pptp_plugin_phase_record& record)
{
    if (record.phase > LastPhase)
        return broken("an unknown phase");
    return PppPhaseChange{static_cast<PppPhase>(record.phase), record.status};
}

Result<PppReport> decode(const pptp_plugin_secret_request& record)
{
    if (record.method >= AuthenticationNames.size())
        return broken("an unknown authentication");
    return PppSecretRequest{std::string(AuthenticationNames.at(record.method))};
}

Result<PppReport> decode(const pptp_plugin_ip_up& record)
{
    const Result<std::string> interface = readText(record.interface_name);
    if (!interface)
        return tl::unexpected(interface.error());
    if (interface->empty() || record.interface_index <= 0 || record.local_address == 0)
        return broken("an interface without name, index or address");
    if (record.authentication >= AuthenticationNames.size())
        return broken("an unknown authentication");
    constexpr std::array<std::uint32_t, 4> keyLengths{0, 40, 56, 128};
    if (std::ranges::find(keyLengths, record.mppe_bits) == keyLengths.end() || record.mppe_stateless > 1)
        return broken("an unknown encryption");
    if (record.mtu > LargestMtu)
        return broken("an impossible MTU");

    PppUp up;
    up.interface = *interface;
    up.interfaceIndex = record.interface_index;
    up.localAddress = fromNetwork(record.local_address);
    up.mtu = record.mtu;
    up.authentication = AuthenticationNames.at(record.authentication);
    if (record.peer_address != 0)
        up.peerAddress = fromNetwork(record.peer_address);
    for (const std::uint32_t dns : record.dns) {
        // A peer with one server gives it twice.
        if (dns != 0 && std::ranges::find(up.dnsServers, fromNetwork(dns)) == up.dnsServers.end())
            up.dnsServers.push_back(fromNetwork(dns));
    }
    up.mppeBits = record.mppe_bits;
    up.mppeStateless = record.mppe_bits != 0 && record.mppe_stateless == 1;
    const std::string bits = std::to_string(record.mppe_bits);
    const char* mode = record.mppe_stateless != 0 ? "-stateless" : "-stateful";
    up.encryption = record.mppe_bits == 0 ? "none" : "mppe-" + bits + mode;
    // 56 bits protect little more than 40, and the bus knows no third word.
    up.protection = record.mppe_bits == 0 ? "none" : record.mppe_bits == 128 ? "mppe128" : "mppe40";
    return up;
}

Result<PppReport> decode(const pptp_plugin_ip_down&)
{
    return PppDown{};
}

Result<PppReport> decode(const pptp_plugin_heard& record)
{
    if (record.answers > 1)
        return broken("an answer that is neither");
    return PppHeard{record.answers == 1};
}

Result<PppReport> decode(const pptp_plugin_exit& record)
{
    if (record.last_phase > LastPhase)
        return broken("an unknown phase");
    if (record.failure > LastFailure)
        return broken("an unknown failure");
    if (record.wanted_authentication >= AuthenticationNames.size())
        return broken("an unknown authentication");
    return readText(record.peer_text).map([&record](std::string text) {
        return PppReport(PppExit{record.status, static_cast<PppPhase>(record.last_phase),
                                 static_cast<PppFailure>(record.failure), record.peer_error,
                                 record.wanted_authentication, std::move(text)});
    });
}

template <class Record>
Result<PppReport> readAndDecode(std::span<const std::byte> datagram)
{
    return read<Record>(datagram).and_then([](const Record& record) { return decode(record); });
}

} // namespace

Result<PppReport> decodePppReport(std::span<const std::byte> datagram)
{
    std::uint32_t type = 0;
    if (datagram.size() < sizeof(type))
        return broken("a record of a wrong size");
    std::memcpy(&type, datagram.data(), sizeof(type));
    switch (type) {
    case PPTP_PLUGIN_HELLO:
        return readAndDecode<pptp_plugin_hello>(datagram);
    case PPTP_PLUGIN_PHASE:
        return readAndDecode<pptp_plugin_phase_record>(datagram);
    case PPTP_PLUGIN_SECRET_REQUEST:
        return readAndDecode<pptp_plugin_secret_request>(datagram);
    case PPTP_PLUGIN_IP_UP:
        return readAndDecode<pptp_plugin_ip_up>(datagram);
    case PPTP_PLUGIN_IP_DOWN:
        return readAndDecode<pptp_plugin_ip_down>(datagram);
    case PPTP_PLUGIN_HEARD:
        return readAndDecode<pptp_plugin_heard>(datagram);
    case PPTP_PLUGIN_EXIT:
        return readAndDecode<pptp_plugin_exit>(datagram);
    default:
        return broken("an unknown record");
    }
}

std::optional<Phase> tunnelPhase(PppPhase phase)
{
    switch (phase) {
    case PppPhase::Starting:
    case PppPhase::Establish:
        return Phase::Lcp;
    case PppPhase::Authenticate:
        return Phase::Auth;
    case PppPhase::Network:
        return Phase::Ccp; // MPPE is required: IPCP starts only after it
    case PppPhase::Running:
        return Phase::Configuring;
    case PppPhase::Dead:
    case PppPhase::Terminate:
    case PppPhase::Disconnect:
        break;
    }
    return std::nullopt;
}

} // namespace pptp
