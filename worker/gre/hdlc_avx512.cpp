// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/hdlc_routines.h"

#if defined(__x86_64__)

#include <algorithm>
#include <immintrin.h>

#define PPTP_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt")))

namespace pptp {
namespace {

constexpr std::size_t EscapeBlock = 32;
constexpr std::size_t UnescapeBlock = 64;

PPTP_AVX512 inline std::uint64_t lowest(std::size_t bits)
{
    return _bzhi_u64(~0ULL, static_cast<unsigned>(bits));
}

PPTP_AVX512 inline std::size_t count(std::uint64_t bits)
{
    return static_cast<std::size_t>(_mm_popcnt_u64(bits));
}

// Masks make the last, shorter block no special case. A compression is stored from a register: into memory it
// is many times slower on some CPUs.

PPTP_AVX512 std::byte* escape(std::span<const std::byte> bytes, std::byte* out)
{
    const __m512i escapes = _mm512_set1_epi16(0x7d);
    const __m512i escapeBit = _mm512_set1_epi16(0x2000);
    while (!bytes.empty()) {
        const std::size_t length = std::min(bytes.size(), EscapeBlock);
        const auto present = static_cast<__mmask32>(lowest(length));
        const __m256i plain = _mm256_maskz_loadu_epi8(present, bytes.data());
        const __mmask32 control = _mm256_mask_cmplt_epu8_mask(present, plain, _mm256_set1_epi8(0x20));
        const __mmask32 others = _mm256_cmplt_epu8_mask(_mm256_sub_epi8(plain, _mm256_set1_epi8(0x7d)),
                                                        _mm256_set1_epi8(2)); // 0x7d and 0x7e.
        const __mmask32 escaped = control | others;
        // Pairs of an escape and a byte. The byte is always written, the escape only if it is wanted.
        const __m512i plainPairs =
            _mm512_or_si512(_mm512_slli_epi16(_mm512_cvtepu8_epi16(plain), 8), escapes);
        const __m512i pairs = _mm512_xor_si512(plainPairs, _mm512_maskz_mov_epi16(escaped, escapeBit));
        const std::uint64_t kept = 0xaaaaaaaaaaaaaaaaULL | _pdep_u64(escaped, 0x5555555555555555ULL);
        _mm512_mask_storeu_epi8(out, lowest(2 * length), _mm512_maskz_compress_epi8(kept, pairs));
        out += length + count(escaped);
        bytes = bytes.subspan(length);
    }
    return out;
}

PPTP_AVX512 HdlcRoutines::Unescaped unescape(std::span<const std::byte> input, std::byte* out, bool escaped)
{
    const std::byte* const start = out;
    std::uint64_t before = escaped ? 1 : 0;
    std::size_t consumed = 0;
    while (consumed < input.size()) {
        const std::size_t length = std::min(input.size() - consumed, UnescapeBlock);
        const std::uint64_t present = lowest(length);
        const __m512i bytes = _mm512_maskz_loadu_epi8(present, input.data() + consumed);
        const std::uint64_t flags = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(0x7e));
        const std::uint64_t escapes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(0x7d));
        // Escapes are dropped, so that it does not matter what becomes of one behind another.
        const std::uint64_t afterEscape = escapes << 1 | before;
        const __m512i escapeBit = _mm512_maskz_mov_epi8(afterEscape, _mm512_set1_epi8(0x20));
        const std::uint64_t framed = flags != 0 ? _blsmsk_u64(flags) >> 1 : present; // What is before a flag.
        const std::uint64_t kept = framed & ~escapes;
        const __m512i meant = _mm512_xor_si512(bytes, escapeBit);
        _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(kept, meant));
        out += count(kept);
        const std::size_t taken = count(framed);
        consumed += taken;
        if (taken != 0)
            before = escapes >> (taken - 1) & 1U;
        if (flags != 0)
            break;
    }
    return {consumed, static_cast<std::size_t>(out - start), before != 0};
}

} // namespace

const HdlcRoutines* avx512HdlcRoutines()
{
    // Without AVX-512 there is VBMI2 neither; an FCS by wider multiplications would gain nothing on frames.
    const bool supported = __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512bw") &&
                           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("bmi2");
    const HdlcRoutines* sse = sseHdlcRoutines();
    if (!supported || sse == nullptr)
        return nullptr;
    static const HdlcRoutines routines{"avx512", sse->updateFcs, escape, unescape};
    return &routines;
}

} // namespace pptp

#else

const pptp::HdlcRoutines* pptp::avx512HdlcRoutines()
{
    return nullptr;
}

#endif
