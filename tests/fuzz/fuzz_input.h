// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A fuzzer's bytes taken apart from the front into what a target wants, and the way a target says "wrong".
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>

namespace pptp::fuzz {

using Bytes = std::span<const std::byte>;

/// When the bytes are used up, numbers are 0 and chunks are empty: a target stops at empty().
class FuzzInput {
public:
    FuzzInput(const std::uint8_t* data, std::size_t size) : m_rest(std::as_bytes(std::span(data, size))) {}

    [[nodiscard]] bool empty() const { return m_rest.empty(); }
    [[nodiscard]] std::uint8_t take8() { return static_cast<std::uint8_t>(number(1)); }
    [[nodiscard]] std::uint16_t take16() { return static_cast<std::uint16_t>(number(2)); }
    [[nodiscard]] std::uint32_t take32() { return number(4); }
    /// Of one byte, so at most 255 steps from the smallest.
    [[nodiscard]] std::uint32_t between(std::uint32_t smallest, std::uint32_t largest)
    {
        return smallest + take8() % (largest - smallest + 1);
    }
    [[nodiscard]] Bytes take(std::size_t count)
    {
        const auto taken = m_rest.first(std::min(count, m_rest.size()));
        m_rest = m_rest.subspan(taken.size());
        return taken;
    }
    [[nodiscard]] Bytes rest() { return take(m_rest.size()); }

private:
    std::uint32_t number(std::size_t count)
    {
        std::uint32_t value = 0;
        for (const std::byte byte : take(count))
            value = value << 8 | std::to_integer<std::uint32_t>(byte);
        return value;
    }

    Bytes m_rest;
};

inline std::string_view textOf(Bytes bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The end of the program if a rule is broken: the fuzzer keeps the input, the replay fails.
inline void require(bool holds, const char* rule)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken rule: %s\n", rule);
    std::abort();
}

} // namespace pptp::fuzz

// What a fuzzer, or the replay program, calls with each input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
