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

/// The reference: a table for one byte of the FCS, a branch for each byte that may be escaped.
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

std::uint16_t update(std::uint16_t fcs, View bytes)
{
    for (const auto byte : bytes)
        fcs = static_cast<std::uint16_t>(fcs >> 8 ^ table[(fcs ^ std::to_integer<unsigned>(byte)) & 0xffU]);
    return fcs;
}

std::byte* escape(View bytes, std::byte* out)
{
    for (auto byte : bytes) {
        if (byte < HdlcEscapeBit || byte == HdlcFlag || byte == HdlcEscape) {
            *out++ = HdlcEscape;
            byte ^= HdlcEscapeBit;
        }
        *out++ = byte;
    }
    return out;
}

HdlcRoutines::Unescaped unescape(View input, std::byte* out, bool escaped)
{
    const std::byte* const start = out;
    std::size_t consumed = 0;
    for (; consumed < input.size() && input[consumed] != HdlcFlag; ++consumed) {
        if (input[consumed] == HdlcEscape) {
            escaped = true;
        } else {
            *out++ = escaped ? input[consumed] ^ HdlcEscapeBit : input[consumed];
            escaped = false;
        }
    }
    return {consumed, static_cast<std::size_t>(out - start), escaped};
}

constexpr HdlcRoutines routines{"plain", update, escape, unescape};

} // namespace plain

struct Set {
    std::string name;
    std::vector<Bytes> frames;
    std::vector<Bytes> lines;
};

/// What this kernel writes: everything escaped before the async map is agreed on, then only flag and escape.
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

void encodeAll(const Set& set, const HdlcRoutines& routines)
{
    std::array<std::byte, maxHdlcBytes(2048)> out;
    std::size_t total = 0;
    for (const auto& frame : set.frames)
        total += encodeHdlc(frame, out, OpeningFlag::Written, routines);
    if (total == 0)
        std::abort();
}

void decodeAll(const Set& set, const HdlcRoutines& routines)
{
    HdlcDecoder decoder(routines);
    for (const auto& line : set.lines) {
        View input(line);
        if (!decoder.next(input))
            std::abort();
    }
}

using Work = void (*)(const Set&, const HdlcRoutines&);

double nanosecondsPerFrame(Work work, const Set& set, const HdlcRoutines& routines)
{
    constexpr int Repeats = 8;
    const auto start = std::chrono::steady_clock::now();
    for (int n = 0; n < Repeats; ++n)
        work(set, routines);
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - start;
    return taken.count() / Repeats / FramesOfASet;
}

void compare(const char* direction, Work work, const Set& set, const std::vector<const HdlcRoutines*>& forms)
{
    std::vector<std::vector<double>> times(forms.size());
    for (std::size_t round = 0; round < Rounds; ++round) {
        for (std::size_t form = 0; form < forms.size(); ++form)
            times[form].push_back(nanosecondsPerFrame(work, set, *forms[form]));
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
    std::vector<const HdlcRoutines*> forms{&plain::routines};
    for (const auto* routines : availableHdlcRoutines())
        forms.push_back(routines);
    std::printf("ns per frame (times faster than plain)\n\n| | bytes |");
    for (const auto* form : forms)
        std::printf(" %.*s |", static_cast<int>(form->name.size()), form->name.data());
    std::printf("\n|---|---|%s\n", std::string("---|---|---|---|").substr(0, 4 * forms.size()).c_str());

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
