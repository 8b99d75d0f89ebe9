// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The frames that the benchmark sends: of one size, random inside, known to both ends without a word.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pptp::bench {

using Frame = std::vector<std::byte>;

/// Sixteen frames of one size, sent in turn. Their bytes are random, as those of encrypted traffic are: an
/// eighth of them needs an escape in asynchronous HDLC.
class Pattern {
public:
    static constexpr std::size_t Variants = 16;
    static constexpr std::size_t MinBytes = 16;
    static constexpr std::size_t MaxBytes = 1500;

    explicit Pattern(std::size_t bytes);

    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    [[nodiscard]] const Frame& variant(std::size_t number) const { return m_frames[number % Variants]; }
    [[nodiscard]] bool contains(std::span<const std::byte> frame) const;

private:
    std::size_t m_bytes;
    std::array<Frame, Variants> m_frames;
};

/// A question that the other end sends back at once, or its answer.
struct Ping {
    bool isAnswer = false;
    std::uint32_t number = 0;
};

[[nodiscard]] Frame encodePing(const Ping& ping, std::size_t bytes);
/// Nothing if the frame is none.
[[nodiscard]] std::optional<Ping> decodePing(std::span<const std::byte> frame);

} // namespace pptp::bench
