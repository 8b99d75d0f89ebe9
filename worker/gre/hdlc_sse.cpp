// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/hdlc_routines.h"

#if defined(__x86_64__)

#include "worker/gre/fcs.h"

#include <array>
#include <immintrin.h>

#define PPTP_SSE __attribute__((target("ssse3,popcnt,pclmul")))

namespace pptp {
namespace {

constexpr std::size_t Block = sizeof(__m128i);

/// For each set of escaped bytes among eight, the shuffle that takes from eight pairs of an escape and a byte
/// what is to be written.
constexpr auto expandTable = [] {
    std::array<std::array<std::uint8_t, 16>, 256> table{};
    for (std::size_t escaped = 0; escaped < table.size(); ++escaped) {
        std::size_t length = 0;
        for (std::size_t byte = 0; byte < 8; ++byte) {
            if ((escaped >> byte & 1U) != 0)
                table[escaped][length++] = static_cast<std::uint8_t>(2 * byte);
            table[escaped][length++] = static_cast<std::uint8_t>(2 * byte + 1);
        }
    }
    return table;
}();

/// For each set of dropped bytes among eight, the shuffle that moves the others together.
constexpr auto compactTable = [] {
    std::array<std::array<std::uint8_t, 8>, 256> table{};
    for (std::size_t dropped = 0; dropped < table.size(); ++dropped) {
        std::size_t length = 0;
        for (std::uint8_t byte = 0; byte < 8; ++byte) {
            if ((dropped >> byte & 1U) == 0)
                table[dropped][length++] = byte;
        }
    }
    return table;
}();

PPTP_SSE inline __m128i load(const void* from)
{
    return _mm_loadu_si128(static_cast<const __m128i*>(from));
}

PPTP_SSE inline __m128i load8(const void* from)
{
    return _mm_loadl_epi64(static_cast<const __m128i*>(from));
}

PPTP_SSE inline std::uint32_t bitsOf(__m128i mask)
{
    return static_cast<std::uint32_t>(_mm_movemask_epi8(mask));
}

PPTP_SSE inline std::size_t count(std::uint32_t bits)
{
    return static_cast<std::size_t>(_mm_popcnt_u32(bits));
}

PPTP_SSE inline __m128i needEscape(__m128i bytes)
{
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
    const __m128i flag = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7e));
    const __m128i escape = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7d));
    return _mm_or_si128(control, _mm_or_si128(flag, escape));
}

PPTP_SSE inline std::byte* putPairs(std::byte* out, __m128i pairs, std::uint32_t escaped)
{
    const __m128i expanded = _mm_shuffle_epi8(pairs, load(expandTable[escaped].data()));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), expanded);
    return out + 8 + count(escaped);
}

PPTP_SSE std::byte* escape(std::span<const std::byte> bytes, std::byte* out)
{
    const __m128i escapes = _mm_set1_epi8(0x7d);
    const __m128i escapeBit = _mm_set1_epi8(0x20);
    const std::byte* in = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= Block; in += Block, left -= Block) {
        const __m128i plain = load(in);
        const __m128i special = needEscape(plain);
        const __m128i meant = _mm_xor_si128(plain, _mm_and_si128(special, escapeBit));
        const std::uint32_t escaped = bitsOf(special);
        out = putPairs(out, _mm_unpacklo_epi8(escapes, meant), escaped & 0xffU);
        out = putPairs(out, _mm_unpackhi_epi8(escapes, meant), escaped >> 8);
    }
    return scalarHdlcRoutines().escape({in, left}, out);
}

PPTP_SSE inline std::byte* putKept(std::byte* out, __m128i bytes, std::uint32_t dropped)
{
    const __m128i kept = _mm_shuffle_epi8(bytes, load8(compactTable[dropped].data()));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(out), kept);
    return out + 8 - count(dropped);
}

PPTP_SSE HdlcRoutines::Unescaped unescape(std::span<const std::byte> input, std::byte* out, bool escaped)
{
    const std::byte* const start = out;
    const __m128i escapeBit = _mm_set1_epi8(0x20);
    __m128i before = _mm_set1_epi8(escaped ? -1 : 0); // Its last byte: whether an escape came last.
    std::size_t consumed = 0;
    while (input.size() - consumed >= Block) {
        const __m128i bytes = load(input.data() + consumed);
        const std::uint32_t flags = bitsOf(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7e)));
        if (flags != 0)
            break;
        const __m128i escapes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7d));
        // Escapes are dropped, so that it does not matter what becomes of one behind another.
        const __m128i afterEscape = _mm_alignr_epi8(escapes, before, 15);
        const __m128i meant = _mm_xor_si128(bytes, _mm_and_si128(afterEscape, escapeBit));
        const std::uint32_t dropped = bitsOf(escapes);
        out = putKept(out, meant, dropped & 0xffU);
        out = putKept(out, _mm_unpackhi_epi64(meant, meant), dropped >> 8);
        before = escapes;
        consumed += Block;
    }
    const auto rest = scalarHdlcRoutines().unescape(input.subspan(consumed), out, bitsOf(before) >> 15 != 0);
    return {consumed + rest.consumed, static_cast<std::size_t>(out - start) + rest.written, rest.escaped};
}

/// x^power modulo the FCS's polynomial, in the top bits of a factor for fold. One power less than asked for:
/// the product of two numbers with their bits reversed comes out shifted by one.
constexpr long long factor(int power)
{
    std::uint16_t value = 0x8000;
    for (int n = 1; n < power; ++n)
        value = fcsTimesX(value);
    return static_cast<long long>(std::uint64_t{value} << 48);
}

/// Sixteen bytes that are worth as much to the FCS as `bytes`, `distance` bits further on, where `next`
/// stands.
template <int distance>
PPTP_SSE inline __m128i fold(__m128i bytes, __m128i next)
{
    const __m128i factors = _mm_set_epi64x(factor(distance), factor(distance + 64));
    const __m128i first = _mm_clmulepi64_si128(bytes, factors, 0x00);
    const __m128i second = _mm_clmulepi64_si128(bytes, factors, 0x11);
    return _mm_xor_si128(next, _mm_xor_si128(first, second));
}

/// Carry-less multiplication folds the frame to sixteen bytes of the same FCS, which go through the table.
/// Four folds run side by side, since each has to wait for its multiplication.
PPTP_SSE std::uint16_t foldFcs(std::uint16_t fcs, std::span<const std::byte> bytes)
{
    const std::byte* in = bytes.data();
    std::size_t left = bytes.size();
    if (left < 2 * Block)
        return updateFcs(fcs, bytes);
    const auto next = [&]() PPTP_SSE {
        const __m128i block = load(in);
        in += Block;
        left -= Block;
        return block;
    };
    __m128i folded = _mm_xor_si128(next(), _mm_cvtsi32_si128(fcs));
    if (left >= 7 * Block) {
        __m128i second = next();
        __m128i third = next();
        __m128i fourth = next();
        while (left >= 4 * Block) {
            folded = fold<512>(folded, next());
            second = fold<512>(second, next());
            third = fold<512>(third, next());
            fourth = fold<512>(fourth, next());
        }
        folded = fold<128>(fold<128>(fold<128>(folded, second), third), fourth);
    }
    while (left >= Block)
        folded = fold<128>(folded, next());
    std::array<std::byte, Block> last{};
    _mm_storeu_si128(reinterpret_cast<__m128i*>(last.data()), folded);
    return updateFcs(updateFcs(0, last), {in, left});
}

constexpr HdlcRoutines sseRoutines{"sse", foldFcs, escape, unescape};

} // namespace

const HdlcRoutines* sseHdlcRoutines()
{
    const bool supported = __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("popcnt") &&
                           __builtin_cpu_supports("pclmul");
    return supported ? &sseRoutines : nullptr;
}

} // namespace pptp

#else

const pptp::HdlcRoutines* pptp::sseHdlcRoutines()
{
    return nullptr;
}

#endif
