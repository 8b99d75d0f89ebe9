// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The counters of one call's GRE traffic, with the meaning of pptp(8), and the table everything iterates.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace pptp {

struct GreStats {
    std::uint64_t rxAccepted = 0;            ///< Packets passed to PPP.
    std::uint64_t rxLost = 0;                ///< Packets never received and presumed lost in the network.
    std::uint64_t rxUnderWindow = 0;         ///< Duplicates, or old sequence numbers.
    std::uint64_t rxOverWindow = 0;          ///< Too far ahead in the sequence to be reordered.
    std::uint64_t rxBuffered = 0;            ///< Slightly ahead: held back until the gap closed or timed out.
    std::uint64_t rxOsErrors = 0;            ///< Times the system reported an error on reading a packet.
    std::uint64_t rxTruncated = 0;           ///< Packets shorter than the length in their GRE header.
    std::uint64_t rxInvalid = 0;             ///< Unsupported flags, wrong version, wrong protocol.
    std::uint64_t rxAcks = 0;                ///< Pure acknowledgements received.
    std::uint64_t txSent = 0;                ///< Packets sent with data.
    std::uint64_t txFailed = 0;              ///< Packets that the system refused to send.
    std::uint64_t txShort = 0;               ///< Times the system did not take a complete packet.
    std::uint64_t txAcks = 0;                ///< Pure acknowledgements sent.
    std::uint64_t txOversize = 0;            ///< Frames from PPP that were too long to be sent.
    std::uint64_t roundTripMicroseconds = 0; ///< Estimated round-trip time; 0 until the first sample.

    std::uint64_t rxDatagrams = 0;   ///< Everything read from the GRE socket, whatever became of it.
    std::uint64_t rxHeld = 0;        ///< Gauge: packets held back right now.
    std::uint64_t rxFromQueue = 0;   ///< Those of rxAccepted that were held back before.
    std::uint64_t rxDuplicates = 0;  ///< Those of rxUnderWindow that repeated a packet still held back.
    std::uint64_t rxOtherCall = 0;   ///< GRE from this server for another call id.
    std::uint64_t rxBadAcks = 0;     ///< Acknowledgements of numbers that were never sent; ignored.
    std::uint64_t rxIcmpErrors = 0;  ///< Those of rxOsErrors that were ICMP messages about packets of ours.
    std::uint64_t rxOctets = 0;      ///< Octets of PPP in rxAccepted.
    std::uint64_t rxPppDropped = 0;  ///< Those of rxAccepted that pppd did not take off us in time.
    std::uint64_t txOctets = 0;      ///< Octets of PPP in txSent.
    std::uint64_t txPppInvalid = 0;  ///< Frames from pppd that were damaged: bad FCS, too short, cut off.
    std::uint64_t txWindowWaits = 0; ///< Times the peer's full window made us wait (RFC 2637, 4.2).

    std::uint64_t roundTripMinimumMicroseconds = 0;   ///< Shortest sample; 0 until the first.
    std::uint64_t roundTripMeanMicroseconds = 0;      ///< Mean of all samples.
    std::uint64_t roundTripDeviationMicroseconds = 0; ///< Mean deviation (RFC 2637, A.1).

    std::uint64_t rxKernelDropped =
        0; ///< Datagrams that the kernel had no room for, from the server or of pppd.

    // WAN-Error-Notify (RFC 2637, 2.14): what the server says of a physical line behind it.
    std::uint64_t wanCrcErrors = 0;
    std::uint64_t wanFramingErrors = 0;
    std::uint64_t wanHardwareOverruns = 0;
    std::uint64_t wanBufferOverruns = 0;
    std::uint64_t wanTimeouts = 0;
    std::uint64_t wanAlignmentErrors = 0;

    bool operator==(const GreStats&) const = default;
};

struct GreStatsField {
    std::string_view name; ///< The property's name on the bus.
    std::uint64_t GreStats::*value;
};

/// The fifteen statistics of pptp(8), in the manual's order; they are the properties of the bus interface.
inline constexpr std::array<GreStatsField, 15> greStatsFields{{
    {"RxAccepted", &GreStats::rxAccepted},
    {"RxLost", &GreStats::rxLost},
    {"RxUnderWindow", &GreStats::rxUnderWindow},
    {"RxOverWindow", &GreStats::rxOverWindow},
    {"RxBuffered", &GreStats::rxBuffered},
    {"RxOsErrors", &GreStats::rxOsErrors},
    {"RxTruncated", &GreStats::rxTruncated},
    {"RxInvalid", &GreStats::rxInvalid},
    {"RxAcks", &GreStats::rxAcks},
    {"TxSent", &GreStats::txSent},
    {"TxFailed", &GreStats::txFailed},
    {"TxShort", &GreStats::txShort},
    {"TxAcks", &GreStats::txAcks},
    {"TxOversize", &GreStats::txOversize},
    {"RoundTripMicroseconds", &GreStats::roundTripMicroseconds},
}};

/// What pptp(8) never counted; the properties that follow the fifteen.
inline constexpr std::array<GreStatsField, 22> moreStatsFields{{
    {"RxDatagrams", &GreStats::rxDatagrams},
    {"RxHeld", &GreStats::rxHeld},
    {"RxFromQueue", &GreStats::rxFromQueue},
    {"RxDuplicates", &GreStats::rxDuplicates},
    {"RxOtherCall", &GreStats::rxOtherCall},
    {"RxBadAcks", &GreStats::rxBadAcks},
    {"RxIcmpErrors", &GreStats::rxIcmpErrors},
    {"RxOctets", &GreStats::rxOctets},
    {"RxPppDropped", &GreStats::rxPppDropped},
    {"TxOctets", &GreStats::txOctets},
    {"TxPppInvalid", &GreStats::txPppInvalid},
    {"TxWindowWaits", &GreStats::txWindowWaits},
    {"RoundTripMinimumMicroseconds", &GreStats::roundTripMinimumMicroseconds},
    {"RoundTripMeanMicroseconds", &GreStats::roundTripMeanMicroseconds},
    {"RoundTripDeviationMicroseconds", &GreStats::roundTripDeviationMicroseconds},
    {"WanCrcErrors", &GreStats::wanCrcErrors},
    {"WanFramingErrors", &GreStats::wanFramingErrors},
    {"WanHardwareOverruns", &GreStats::wanHardwareOverruns},
    {"WanBufferOverruns", &GreStats::wanBufferOverruns},
    {"WanTimeouts", &GreStats::wanTimeouts},
    {"WanAlignmentErrors", &GreStats::wanAlignmentErrors},
    {"RxKernelDropped", &GreStats::rxKernelDropped},
}};

/// Both tables in their order: every property, every counter of a sample.
inline constexpr auto allStatsFields = [] {
    std::array<GreStatsField, greStatsFields.size() + moreStatsFields.size()> all{};
    std::ranges::copy(moreStatsFields, std::ranges::copy(greStatsFields, all.begin()).out);
    return all;
}();

} // namespace pptp
