// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What pppd writes to its terminal, cut anywhere. The first byte says where the stream is cut, the rest is
// the stream; then the same bytes are a frame, which has to survive encoding. Whatever this CPU has for it
// has to come to the same as the scalar code.

#include "tests/fuzz/fuzz_input.h"
#include "worker/gre/hdlc.h"

#include <vector>

using namespace pptp;
using namespace pptp::fuzz;

namespace {

struct Decoded {
    std::vector<std::vector<std::byte>> frames;
    HdlcDecoder::Dropped dropped;

    bool operator==(const Decoded&) const = default;
};

/// Feeds the stream in pieces of this many bytes.
Decoded decode(Bytes stream, std::size_t piece, const HdlcRoutines& routines)
{
    HdlcDecoder decoder(routines);
    Decoded result;
    while (!stream.empty()) {
        auto input = stream.first(std::min(piece, stream.size()));
        stream = stream.subspan(input.size());
        while (const auto frame = decoder.next(input)) {
            require(frame->size() + 2 >= HdlcDecoder::MinFrameWithFcs, "a frame has its smallest size");
            require(frame->size() <= HdlcDecoder::MaxFrame, "a frame has its largest size");
            result.frames.emplace_back(frame->begin(), frame->end());
        }
        require(input.empty(), "without a frame the input is used up");
    }
    result.dropped = decoder.dropped();
    return result;
}

std::vector<std::byte> encode(Bytes frame, const HdlcRoutines& routines)
{
    std::vector<std::byte> line(maxHdlcBytes(frame.size()));
    const std::size_t length = encodeHdlc(frame, line, OpeningFlag::Written, routines);
    require(length <= line.size(), "the encoding has room");
    line.resize(length);
    return line;
}

void checkStream(Bytes stream, std::size_t piece, const std::vector<const HdlcRoutines*>& available)
{
    const Decoded whole = decode(stream, 1, *available.front());
    for (const auto* routines : available) {
        require(decode(stream, std::max<std::size_t>(stream.size(), 1), *routines) == whole,
                "frames do not depend on how the stream is cut");
        require(decode(stream, piece, *routines) == whole, "frames do not depend on how the stream is cut");
    }
    const auto& dropped = whole.dropped;
    require(whole.frames.size() + dropped.badFcs + dropped.tooShort + dropped.tooLong + dropped.aborted <=
                stream.size(),
            "each flag ends one frame at most");
}

/// The frame comes back alone, whatever unfinished frame stands before it.
void checkFrame(Bytes frame, Bytes before, const std::vector<const HdlcRoutines*>& available)
{
    const auto encoded = encode(frame, *available.front());
    std::vector<std::byte> line(before.begin(), before.end());
    line.insert(line.end(), encoded.begin(), encoded.end());
    const bool fits =
        frame.size() + 2 >= HdlcDecoder::MinFrameWithFcs && frame.size() <= HdlcDecoder::MaxFrame;
    for (const auto* routines : available) {
        require(encode(frame, *routines) == encoded, "a frame has one encoding");
        const Decoded decoded = decode(line, line.size(), *routines);
        require(!fits || (!decoded.frames.empty() && std::ranges::equal(decoded.frames.back(), frame)),
                "a frame survives its encoding");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto available = availableHdlcRoutines();
    FuzzInput input(data, size);
    const std::size_t piece = input.between(1, 255);
    const Bytes stream = input.rest();
    checkStream(stream, piece, available);
    checkFrame(stream, {}, available);
    checkFrame(stream.subspan(stream.size() / 2), stream.first(stream.size() / 2), available);
    return 0;
}
