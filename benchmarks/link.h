// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One end of what is measured, a pty or a GRE call, with its counters: what a TrafficEnd sends over.
#pragma once

#include "benchmarks/clock.h"
#include "benchmarks/encoded_pattern.h"
#include "benchmarks/pattern.h"

#include <cstdint>
#include <functional>
#include <utility>

namespace pptp::bench {

struct LinkCounters {
    std::uint64_t sent = 0; ///< Frames of the pattern.
    std::uint64_t sendErrors = 0;
    std::uint64_t received = 0; ///< Frames of the pattern, whole and right.
    std::uint64_t damaged = 0;
    std::uint64_t lost = 0; ///< Gaps in the sequence numbers, as far as nothing late filled them.
    std::uint64_t late = 0;
    std::uint64_t pureAcknowledgements = 0;
    std::uint64_t carriedAcknowledgements = 0;
    Nanoseconds lastReceived = 0;
};

class Link {
public:
    using PingHandler = std::function<void(const Ping&)>;

    Link() = default;
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    virtual ~Link() = default;

    [[nodiscard]] virtual int descriptor() const = 0;
    [[nodiscard]] virtual bool isReady() const { return true; }
    /// Sends frames of the pattern, at most this many, and returns how many; fewer when the link is full.
    virtual std::size_t send(std::size_t count) = 0;
    /// Whether a frame is only partly written. The next send() ends it.
    [[nodiscard]] virtual bool isMidFrame() const { return false; }
    virtual void sendFrame(std::span<const std::byte> frame) = 0;
    virtual void receive() = 0;

    /// From here on frames of this size are sent and expected, and everything is counted from 0.
    void prepare(std::size_t bytes)
    {
        m_pattern = Pattern(bytes);
        m_counters = {};
        onPrepared();
    }
    [[nodiscard]] const LinkCounters& counters() const { return m_counters; }
    /// Who gets the answers to pings. Questions are answered right here.
    void setPingHandler(PingHandler handler) { m_onAnswer = std::move(handler); }

protected:
    virtual void onPrepared() = 0;
    /// Counts a frame, or answers it.
    void take(std::span<const std::byte> frame)
    {
        if (m_pattern.contains(frame)) {
            ++m_counters.received;
        } else if (const auto ping = decodePing(frame); !ping) {
            ++m_counters.damaged;
        } else if (ping->isAnswer) {
            if (m_onAnswer)
                m_onAnswer(*ping);
        } else {
            sendFrame(encodePing({.isAnswer = true, .number = ping->number}, frame.size()));
        }
    }

    /// Counts what came in the framing of a terminal, without a flag. Nearly every frame is one of the
    /// pattern.
    void takeEncoded(const EncodedPattern& pattern, std::span<const std::byte> encoded)
    {
        if (pattern.contains(encoded))
            ++m_counters.received;
        else if (const auto frame = decodeHdlcFrame(encoded))
            take(*frame);
        else
            ++m_counters.damaged;
    }

    Pattern m_pattern{Pattern::MinBytes};
    LinkCounters m_counters;

private:
    PingHandler m_onAnswer;
};

} // namespace pptp::bench
