// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/worker_log.h"

#include "common/ipv4_address.h"

#include <array>
#include <cstdio>

namespace pptp {
namespace {

struct IcmpName {
    std::uint8_t type;
    std::uint8_t code;
    const char* name;
};

/// RFC 792 and RFC 1812, 5.2.7.1.
constexpr std::array icmpNames{
    IcmpName{3, 0, "network unreachable"},    IcmpName{3, 1, "host unreachable"},
    IcmpName{3, 2, "protocol unreachable"},   IcmpName{3, 3, "port unreachable"},
    IcmpName{3, 4, "packet too big"},         IcmpName{3, 9, "network prohibited"},
    IcmpName{3, 10, "host prohibited"},       IcmpName{3, 13, "prohibited by a filter"},
    IcmpName{11, 0, "time to live exceeded"}, IcmpName{11, 1, "reassembly took too long"},
};

std::string milliseconds(std::uint64_t microseconds)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", static_cast<double>(microseconds) / 1000.0);
    return text.data();
}

} // namespace

std::string noteText(const LogNote& note)
{
    const std::string first = std::to_string(note.first);
    const std::string second = std::to_string(note.second);
    switch (note.kind) {
    case LogNoteKind::Buffering:
        return "packet " + first + " came early and waits for " + second;
    case LogNoteKind::TimedOut:
        return "no longer waiting for missing packets, " + first + " of them";
    case LogNoteKind::Discarded:
        return "packet " + first + " came late or twice and was dropped; the next is " + second;
    case LogNoteKind::TooFar:
        return "packet " + first + " is too far ahead of " + second + " and was dropped";
    case LogNoteKind::EchoRequested:
        return "asked the server for a sign of life, number " + first;
    case LogNoteKind::EchoReplied:
        return "answered the server's request for a sign of life, number " + first;
    case LogNoteKind::UnknownControl:
        return "skipped a control message of type " + first;
    case LogNoteKind::ReservedField:
        return "a control message of type " + first + " uses a reserved field; ignored";
    case LogNoteKind::ShortRead:
        return "a frame from pppd has only " + first + " bytes and was dropped";
    case LogNoteKind::Suppressed:
        return "left out " + first + " more lines like these";
    }
    return {};
}

std::string icmpText(const IcmpSeen& seen)
{
    const char* name = "";
    for (const IcmpName& known : icmpNames) {
        if (known.type == seen.type && known.code == seen.code)
            name = known.name;
    }
    std::string text = "ICMP type " + std::to_string(seen.type) + " code " + std::to_string(seen.code);
    if (*name != '\0')
        text += std::string(" (") + name + ")";
    text += " about our packets";
    if (seen.sender != 0)
        text += " from " + Ipv4Address(seen.sender).toString();
    if (seen.mtu != 0)
        text += ", for which " + std::to_string(seen.mtu) + " bytes are the limit";
    return text + "; the tunnel stays up";
}

std::string callSummary(const GreStats& stats, Counting counting)
{
    const auto count = [](const char* label, std::uint64_t value) {
        return std::string(label) + " " + std::to_string(value);
    };
    std::string line = "end of call: " + count("sent", stats.txSent) + count(", received", stats.rxAccepted);
    if (counting.path == DataPath::Kernel) {
        line += ", as the network interface counts; the kernel tells nothing of GRE";
        return counting.observed ? line + count("; lost", stats.rxLost) : line;
    }
    line += count("; acks sent", stats.txAcks) + count(", received", stats.rxAcks);
    line += count("; lost", stats.rxLost) + count(", buffered", stats.rxBuffered);
    line += count(", late or duplicate", stats.rxUnderWindow) + count(", too far ahead", stats.rxOverWindow);
    line += "; round trip min/mean/deviation " + milliseconds(stats.roundTripMinimumMicroseconds) + "/" +
            milliseconds(stats.roundTripMeanMicroseconds) + "/" +
            milliseconds(stats.roundTripDeviationMicroseconds) + " ms";
    line += count("; window waits", stats.txWindowWaits);
    line += count("; errors: read", stats.rxOsErrors) + count(" (ICMP", stats.rxIcmpErrors) + ")";
    line += count(", send", stats.txFailed + stats.txShort) +
            count(", malformed", stats.rxInvalid + stats.rxTruncated);
    line += count(", frames from pppd", stats.txPppInvalid + stats.txOversize);
    return line + count(", to pppd", stats.rxPppDropped);
}

} // namespace pptp
