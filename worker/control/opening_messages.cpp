// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/opening_messages.h"

#include "common/quirks.h"

namespace pptp {
namespace {

// RFC 2637, 2.1 and 2.7: asynchronous and synchronous framing, analog and digital access.
constexpr std::uint32_t Asynchronous = 1;
constexpr std::uint32_t AllFraming = 3;
constexpr std::uint32_t Analog = 1;
constexpr std::uint32_t Digital = 2;
constexpr std::uint32_t AllBearers = 3;
constexpr std::uint16_t Firmware = 1;
// What servers are used to seeing; the tunnel's real speed is not known to anyone.
constexpr std::uint32_t MinimumBps = 2'400;
constexpr std::uint32_t MaximumBps = 10'000'000;

// The values by which this provider's access devices know a client that they serve.
constexpr std::uint16_t BezeqFirmware = 0x6021;
constexpr std::string_view BezeqHost = "RELAY_PPP1";
constexpr std::string_view BezeqVendor = "MS Win NT";
constexpr std::uint32_t AllControlCharacters = 0xffffffff;

bool isBezeq(const WorkerConfig& config)
{
    return (config.quirks & BezeqIsrael) != 0;
}

} // namespace

StartRequest openingStart(const WorkerConfig& config)
{
    // The number of channels is for access concentrators: it SHOULD be 0 here (RFC 2637, 2.1).
    if (isBezeq(config))
        return {.framing = Asynchronous,
                .bearer = Analog,
                .maxChannels = 0,
                .firmware = BezeqFirmware,
                .hostName = RecordText::from(BezeqHost),
                .vendor = RecordText::from(BezeqVendor)};
    return {.framing = AllFraming,
            .bearer = AllBearers,
            .maxChannels = 0,
            .firmware = Firmware,
            .hostName = RecordText::from("local"),
            .vendor = RecordText::from("pptp-tunnel")};
}

OutgoingCallRequest openingCall(const WorkerConfig& config)
{
    OutgoingCallRequest request{.callId = config.callId,
                                .serial = config.callSerial,
                                .minimumBps = MinimumBps,
                                .maximumBps = MaximumBps,
                                .bearer = AllBearers,
                                .framing = AllFraming,
                                .window = config.receiveWindow,
                                .phone = config.phone};
    if (isBezeq(config)) {
        request.bearer = Digital;
        if (config.phone.view().empty())
            request.phone = RecordText::from(BezeqHost);
    }
    return request;
}

std::optional<SetLinkInfo> openingLinkInfo(const WorkerConfig& config, std::uint16_t peerCallId)
{
    if (!isBezeq(config))
        return std::nullopt;
    return SetLinkInfo{peerCallId, AllControlCharacters, AllControlCharacters};
}

} // namespace pptp
