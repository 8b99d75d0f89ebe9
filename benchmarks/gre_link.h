// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The server's side of a call: GRE packets by the batch, so that the sender is not what limits a
/// measurement.
#pragma once

#include "benchmarks/link.h"

#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>

namespace pptp::bench {

class GreLink : public Link {
public:
    static constexpr std::uint16_t OurCallId = 4711;

    enum class Payload {
        Plain,
        Encoded, ///< In the framing of a terminal, for a forwarder that does no work.
    };

    /// A raw socket for GRE that is bound to our address.
    explicit GreLink(int descriptor, Payload payload = Payload::Plain);

    /// The call is up: the other end has this address, and this call id.
    void open(in_addr peer, std::uint16_t peerCallId);

    [[nodiscard]] int descriptor() const override { return m_descriptor; }
    [[nodiscard]] bool isReady() const override { return m_isOpen; }
    std::size_t send(std::size_t count) override;
    void sendFrame(std::span<const std::byte> frame) override;
    void receive() override;

private:
    static constexpr std::size_t Batch = 64;
    static constexpr std::size_t HeaderBytes = 16;
    static constexpr std::size_t DatagramBytes = 4096;
    using Header = std::array<std::byte, HeaderBytes>;

    void onPrepared() override { m_encoded.prepare(m_pattern); }
    [[nodiscard]] const Frame& payload(std::uint32_t sequence) const
    {
        return m_payload == Payload::Plain ? m_pattern.variant(sequence) : m_encoded.variant(sequence);
    }
    void sendPayload(std::span<const std::byte> payload);
    /// Returns the length of the header.
    std::size_t writeHeader(Header& header, std::optional<std::uint32_t> sequence, std::size_t payload);
    void takeDatagram(std::span<const std::byte> datagram);
    void takeSequence(std::uint32_t sequence);

    int m_descriptor;
    Payload m_payload;
    EncodedPattern m_encoded;
    bool m_isOpen = false;
    std::uint16_t m_peerCallId = 0;
    std::uint32_t m_nextSequence = 0;
    std::optional<std::uint32_t> m_highestReceived;
    bool m_owesAcknowledgement = false;

    std::array<Header, Batch> m_headers{};
    std::array<std::array<iovec, 2>, Batch> m_outParts{};
    std::array<mmsghdr, Batch> m_out{};
    std::array<std::array<std::byte, DatagramBytes>, Batch> m_buffers{};
    std::array<iovec, Batch> m_inParts{};
    std::array<mmsghdr, Batch> m_in{};
};

} // namespace pptp::bench
