// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What framing costs, in nanoseconds per frame: each form of it that this CPU can run, and the plain code
// that looks at one byte after another, in turns and in one run. It prints medians and their ratio to the
// plain code.

#include "worker/gre/fcs.h"
#include "worker/gre/hdlc.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace pptp;

namespace {

using Bytes = std::vector<std::byte>;
using View = std::span<const std::byte>;

constexpr std::size_t Rounds = 31;
/// So many that no CPU learns their branches by heart.
constexpr std::size_t FramesOfASet = 256;

/// The reference: a table for one byte of the FCS, a branch for each byte that may be escaped, and a decoder
/// that keeps its state from byte to byte.
namespace plain {

const auto table = [] {
    std::array<std::uint16_t, 256> result{};
    for (std::size_t byte = 0; byte < result.size(); ++byte) {
        result[byte] = static_cast<std::uint16_t>(byte);
        for (int bit = 0; bit < 8; ++bit)
            result[byte] = fcsTimesX(result[byte]);
    }
    return result;
}();

std::uint16_t runningFcs(View bytes)
{
    std::uint16_t fcs = InitialFcs;
    for (const auto byte : bytes)
        fcs = static_cast<std::uint16_t>(fcs >> 8 ^ table[(fcs ^ std::to_integer<unsigned>(byte)) & 0xffU]);
    return fcs;
}

std::byte* putEscaped(std::byte* out, std::byte byte)
{
    if (byte < HdlcEscapeBit || byte == HdlcFlag || byte == HdlcEscape) {
        *out++ = HdlcEscape;
        byte ^= HdlcEscapeBit;
    }
    *out++ = byte;
    return out;
}

std::size_t encode(View frame, std::span<std::byte> out)
{
    const unsigned fcs = ~unsigned{runningFcs(frame)};
    std::byte* end = out.data();
    *end++ = HdlcFlag;
    for (const auto byte : frame)
        end = putEscaped(end, byte);
    end = putEscaped(end, static_cast<std::byte>(fcs & 0xffU));
    end = putEscaped(end, static_cast<std::byte>(fcs >> 8 & 0xffU));
    *end++ = HdlcFlag;
    return static_cast<std::size_t>(end - out.data());
}

class Decoder {
public:
    bool next(View& input)
    {
        while (!input.empty()) {
            const std::byte byte = input.front();
            input = input.subspan(1);
            if (byte == HdlcFlag) {
                if (endFrame())
                    return true;
            } else if (byte == HdlcEscape) {
                m_escaped = true;
            } else {
                append(m_escaped ? byte ^ HdlcEscapeBit : byte);
                m_escaped = false;
            }
        }
        return false;
    }

private:
    void append(std::byte byte)
    {
        if (m_length == m_frame.size())
            m_overflowed = true;
        else
            m_frame[m_length++] = byte;
    }

    bool endFrame()
    {
        const View frame(m_frame.data(), m_length);
        const bool whole = !m_escaped && !m_overflowed && frame.size() >= HdlcDecoder::MinFrameWithFcs;
        m_length = 0;
        m_escaped = false;
        m_overflowed = false;
        return whole && runningFcs(frame) == GoodFcs;
    }

    std::array<std::byte, HdlcDecoder::MaxFrame + 2> m_frame{};
    std::size_t m_length = 0;
    bool m_escaped = false;
    bool m_overflowed = false;
};

} // namespace plain

struct Set {
    std::string name;
    std::vector<Bytes> frames;
    std::vector<Bytes> lines;
};

/// What a kernel writes: all control characters escaped, or with an async map of 0 only flag and escape.
Bytes lineOf(View frame, bool escapeControls)
{
    Bytes line(maxHdlcBytes(frame.size()));
    line.resize(encodeHdlc(frame, line));
    if (escapeControls)
        return line;
    Bytes bare;
    for (std::size_t n = 0; n < line.size(); ++n) {
        const bool control = line[n] == HdlcEscape && (line[n + 1] ^ HdlcEscapeBit) < HdlcEscapeBit;
        bare.push_back(control ? line[++n] ^ HdlcEscapeBit : line[n]);
    }
    return bare;
}

Set makeSet(std::string name, std::size_t length, const std::function<std::byte()>& next, bool escapeControls)
{
    Set set{std::move(name), {}, {}};
    for (std::size_t n = 0; n < FramesOfASet; ++n) {
        Bytes frame(length);
        std::ranges::generate(frame, next);
        set.lines.push_back(lineOf(frame, escapeControls));
        set.frames.push_back(std::move(frame));
    }
    return set;
}

/// None: the plain code.
using Form = const HdlcRoutines*;
using Work = void (*)(const Set&, Form);

void encodeAll(const Set& set, Form form)
{
    std::array<std::byte, maxHdlcBytes(2048)> out;
    for (std::size_t n = 0; n < set.frames.size(); ++n) {
        const View frame(set.frames[n]);
        const auto size =
            form ? encodeHdlc(frame, out, OpeningFlag::Written, *form) : plain::encode(frame, out);
        if (size < frame.size() + 4)
            std::abort();
    }
}

template <typename Decoder>
void decodeLines(const Set& set, Decoder decoder)
{
    for (const auto& line : set.lines) {
        View input(line);
        if (!decoder.next(input))
            std::abort();
    }
}

void decodeAll(const Set& set, Form form)
{
    if (form)
        decodeLines(set, HdlcDecoder(*form));
    else
        decodeLines(set, plain::Decoder());
}

double nanosecondsPerFrame(Work work, const Set& set, Form form)
{
    constexpr int Repeats = 8;
    const auto start = std::chrono::steady_clock::now();
    for (int n = 0; n < Repeats; ++n)
        work(set, form);
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - start;
    return taken.count() / Repeats / FramesOfASet;
}

void compare(const char* direction, Work work, const Set& set, const std::vector<Form>& forms)
{
    std::vector<std::vector<double>> times(forms.size());
    for (std::size_t round = 0; round < Rounds; ++round) {
        for (std::size_t form = 0; form < forms.size(); ++form)
            times[form].push_back(nanosecondsPerFrame(work, set, forms[form]));
    }
    std::printf("| %s | %s |", direction, set.name.c_str());
    double reference = 0;
    for (auto& series : times) {
        std::ranges::sort(series);
        const double median = series[Rounds / 2];
        if (reference == 0) {
            reference = median;
            std::printf(" %.0f |", median);
        } else {
            std::printf(" %.0f (%.1fx) |", median, reference / median);
        }
    }
    std::printf("\n");
}

} // namespace

int main()
{
    std::vector<Form> forms{nullptr};
    std::string names = " plain |";
    std::string rule = "---|";
    for (const auto* routines : availableHdlcRoutines()) {
        forms.push_back(routines);
        names += " " + std::string(routines->name) + " |";
        rule += "---|";
    }
    std::printf("ns per frame (times faster than plain)\n\n| | bytes |%s\n|---|---|%s\n", names.c_str(),
                rule.c_str());

    std::mt19937 source(1);
    const auto random = [&source] { return static_cast<std::byte>(source() & 0xffU); };
    const auto zero = [] { return std::byte{0}; };
    for (const std::size_t length : {64U, 512U, 1400U}) {
        const std::string bytes = std::to_string(length);
        const Set randomSet = makeSet(bytes + " random", length, random, true);
        const Set zeroSet = makeSet(bytes + " zero", length, zero, true);
        const Set bareSet = makeSet(bytes + " random, map 0", length, random, false);
        compare("encode", encodeAll, randomSet, forms);
        compare("encode", encodeAll, zeroSet, forms);
        compare("decode", decodeAll, randomSet, forms);
        compare("decode", decodeAll, zeroSet, forms);
        compare("decode", decodeAll, bareSet, forms);
    }
    return 0;
}
