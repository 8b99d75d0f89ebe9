// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// How many packets may be on their way without an acknowledgement (RFC 2637, 4.2 and 4.3), if that is
/// wanted.
#pragma once

#include "worker/gre/round_trip.h"
#include "worker/gre/sequence.h"
#include "worker/time_point.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace pptp {

/// Begins with half of what the peer announced, grows by one for each window that was acknowledged in full,
/// and is halved when an acknowledgement stays out. Then the missing ones are taken as if they had come: the
/// window slows a sender down, but never stops it for good.
class SendWindow {
public:
    static constexpr std::chrono::milliseconds ShortestTimeout{12};
    static constexpr std::chrono::seconds LongestTimeout{10};
    /// As long as no round trip was measured.
    static constexpr std::chrono::seconds FirstTimeout{1};

    /// A window of 0 is no limit: some servers announce that and mean nothing by it.
    SendWindow(std::uint32_t peerWindow, SequenceNumber first);

    [[nodiscard]] bool isFull() const { return room() == 0; }
    /// Packets that may be sent before it is full.
    [[nodiscard]] std::size_t room() const;
    void onSent(SequenceNumber sequence, TimePoint now);
    void onAcknowledged(SequenceNumber acknowledgement, TimePoint now);
    /// When a full window is given up as unacknowledged.
    [[nodiscard]] std::optional<TimePoint> deadline(const RoundTrip& roundTrip) const;
    /// The deadline has come.
    void giveUp();

    [[nodiscard]] std::uint32_t size() const { return m_size; }

private:
    std::uint32_t m_largest;
    std::uint32_t m_size;
    std::uint32_t m_acknowledged = 0; ///< Since the window last grew.
    SequenceNumber m_oldest;          ///< The first number without an acknowledgement, real or assumed.
    SequenceNumber m_next;            ///< After the highest number that was sent.
    TimePoint m_since{};              ///< Of the last acknowledgement, or of the oldest packet.
    int m_patience = 1;               ///< Factor of the timeout; doubled by each one.
};

} // namespace pptp
