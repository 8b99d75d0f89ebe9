// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Remembers which acknowledgement we owe the peer and until when, and which of our numbers the peer has
/// seen.
#pragma once

#include "worker/gre/sequence.h"
#include "worker/time_point.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace pptp {

enum class AckVerdict {
    Advanced,  ///< Acknowledges a number for the first time.
    Stale,     ///< No newer than what was acknowledged before.
    NeverSent, ///< Claims a number that we have not sent; ignored.
};

class AckTracker {
public:
    /// A packet waits a quarter of the round trip, but no longer than this, for data that its acknowledgement
    /// can ride on, or for others with which it shares one. Of a peer that shows no round trip only a lone
    /// packet waits.
    static constexpr std::chrono::milliseconds LongestDelay{500};
    /// In a fast network an acknowledgement for each few packets would cost both ends more than it tells.
    static constexpr std::chrono::milliseconds ShortestDelay{2};

    /// Begins with the first number that we send, and the number of packets that the peer may send without an
    /// acknowledgement.
    explicit AckTracker(SequenceNumber first = {}, std::uint32_t receiveWindow = 64)
        : m_receiveWindow(receiveWindow), m_nextToSend(first), m_ackReceived(first.previous())
    {
    }

    // What we owe.
    void onDelivered(SequenceNumber sequence, TimePoint now);
    /// A number without data: it is acknowledged along with others, but never by a packet of its own, so that
    /// two peers cannot keep acknowledging each other's acknowledgements.
    void onAdvanced(SequenceNumber sequence);
    /// What an outgoing packet should acknowledge.
    [[nodiscard]] std::optional<SequenceNumber> owed() const;
    void onAckSent();
    /// When a pure acknowledgement is due; at once if half of the window waits for it, with which a sender
    /// begins (RFC 2637, 4.2.1).
    [[nodiscard]] std::optional<TimePoint> deadline(std::optional<std::chrono::nanoseconds> roundTrip) const;

    // What the peer owes.
    [[nodiscard]] SequenceNumber nextToSend() const { return m_nextToSend; }
    void onDataSent() { m_nextToSend = m_nextToSend.next(); }
    [[nodiscard]] AckVerdict onAckReceived(SequenceNumber acknowledgement);

private:
    std::uint32_t m_receiveWindow;
    std::optional<SequenceNumber> m_received;
    std::optional<SequenceNumber> m_ackSent;
    std::uint32_t m_waiting = 0; ///< Data packets delivered since the last acknowledgement that went out.
    TimePoint m_waitingSince{};

    SequenceNumber m_nextToSend;
    SequenceNumber m_ackReceived;
};

} // namespace pptp
