// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// pppd's side of the pty: writes and reads frames in asynchronous HDLC, most of them known beforehand.
#pragma once

#include "benchmarks/encoded_pattern.h"
#include "benchmarks/link.h"

namespace pptp::bench {

class PtyLink : public Link {
public:
    /// A terminal in raw mode that does not block.
    explicit PtyLink(int descriptor);

    [[nodiscard]] int descriptor() const override { return m_descriptor; }
    std::size_t send(std::size_t count) override;
    [[nodiscard]] bool isMidFrame() const override { return m_offset > 0; }
    void sendFrame(std::span<const std::byte> frame) override;
    void receive() override;

private:
    void onPrepared() override;
    [[nodiscard]] std::size_t advance(std::size_t bytes);

    int m_descriptor;
    EncodedPattern m_encoded;
    Frame m_stream;                  ///< Many frames, to be written in any pieces.
    std::vector<std::size_t> m_ends; ///< Where in the stream each frame ends.
    std::size_t m_next = 0;          ///< The frame of the stream that is written next ...
    std::size_t m_offset = 0;        ///< ... and how much of it has been.
    Frame m_input;
    std::size_t m_kept = 0; ///< Bytes at the start of the input: a frame whose end has not come.
};

} // namespace pptp::bench
