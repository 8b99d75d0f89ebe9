// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What pppd writes to its terminal, cut anywhere. The first byte says where the stream is cut, the rest is
// the stream; then the same bytes are a frame, which has to survive encoding.

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
Decoded decode(Bytes stream, std::size_t piece)
{
    HdlcDecoder decoder;
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

std::vector<std::byte> encode(Bytes frame)
{
    std::vector<std::byte> line(maxHdlcBytes(frame.size()));
    const std::size_t length = encodeHdlc(frame, line);
    require(length <= line.size(), "the encoding has room");
    line.resize(length);
    return line;
}

void checkStream(Bytes stream, std::size_t piece)
{
    const Decoded whole = decode(stream, std::max<std::size_t>(stream.size(), 1));
    require(decode(stream, piece) == whole, "frames do not depend on how the stream is cut");
    require(decode(stream, 1) == whole, "frames do not depend on how the stream is cut");
    const auto& dropped = whole.dropped;
    require(whole.frames.size() + dropped.badFcs + dropped.tooShort + dropped.tooLong + dropped.aborted <=
                stream.size(),
            "each flag ends one frame at most");
}

/// The frame comes back alone, whatever unfinished frame stands before it.
void checkFrame(Bytes frame, Bytes before)
{
    auto line = encode(frame);
    line.insert(line.begin(), before.begin(), before.end());
    const Decoded decoded = decode(line, line.size());
    const bool fits =
        frame.size() + 2 >= HdlcDecoder::MinFrameWithFcs && frame.size() <= HdlcDecoder::MaxFrame;
    require(!fits || (!decoded.frames.empty() && std::ranges::equal(decoded.frames.back(), frame)),
            "a frame survives its encoding");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    FuzzInput input(data, size);
    const std::size_t piece = input.between(1, 255);
    const Bytes stream = input.rest();
    checkStream(stream, piece);
    checkFrame(stream, {});
    checkFrame(stream.subspan(stream.size() / 2), stream.first(stream.size() / 2));
    return 0;
}
