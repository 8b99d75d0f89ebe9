// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One call's packets both ways. The first bytes choose the settings; then either anything happens, or the
// network only reorders, repeats and loses packets, and everything that came has to be delivered.

#include "tests/fuzz/gre_model.h"

#include <array>

using namespace pptp;
using namespace pptp::fuzz;

namespace {

using namespace std::chrono_literals;

GreConfig configOf(FuzzInput& input)
{
    constexpr std::array<std::uint32_t, 4> windows{300, 1, 16, 32767};
    GreConfig config;
    config.callId = OurCall;
    config.peerCallId = PeerCall;
    const std::uint8_t choice = input.take8();
    config.missingWindow = windows[choice & 3U];
    config.buffering = (choice & 4U) == 0;
    config.sendWindow = choice & 8U ? 3 : 0;
    config.firstSequence = choice & 16U ? 0xfffffffe : 0;
    config.testType = static_cast<std::uint8_t>(choice >> 5 & 3U);
    config.testRate = 4;
    return config;
}

/// The number that the peer would use next, as the fuzzer sees it, and what it makes of it.
std::uint32_t claimSequence(FuzzInput& input, std::uint32_t& next)
{
    switch (input.between(0, 7)) {
    case 0:
    case 1:
    case 2:
        return next++;
    case 3: // A loss.
        next += 1 + input.take8();
        return next++;
    case 4: // Late, or again.
        return next - 1 - input.take8();
    case 5: // Ahead of its turn.
        return next + input.take8();
    case 6: // Any claim.
        return input.take32();
    default: // The peer starts over.
        next = input.take32();
        return next++;
    }
}

void step(GreModel& model, FuzzInput& input, std::uint32_t& next)
{
    switch (input.between(0, 9)) {
    case 0:
    case 1:
    case 2:
        return model.receive({.sequence = claimSequence(input, next)});
    case 3: {
        const std::uint32_t sequence = claimSequence(input, next);
        return model.receive({.sequence = sequence,
                              .acknowledgement = model.nextSent() - input.between(0, 8),
                              .padding = input.take8() * std::size_t{8},
                              .empty = input.take8() % 4 == 0});
    }
    case 4:
        return model.receive({.acknowledgement = model.nextSent() - input.between(0, 8)});
    case 5:
        return model.receiveRaw(input.take(input.take8()));
    case 6:
        return model.wait(std::chrono::microseconds(input.take16()));
    case 7:
        return model.wait(std::chrono::milliseconds(input.take16()));
    case 8:
        return model.sendPpp(input.take8() * std::size_t{9}, input.take8() % 8 == 0);
    default: {
        constexpr std::array outcomes{SendOutcome::Sent, SendOutcome::Failed, SendOutcome::Short};
        return model.refuse(outcomes[input.between(0, outcomes.size() - 1)]);
    }
    }
}

void runWild(GreModel& model, FuzzInput& input)
{
    std::uint32_t next = 0;
    while (!input.empty())
        step(model, input, next);
    model.finish();
}

/// A block of eight numbers in any order, some lost and some twice; its last one always comes. Adds those
/// that have to be delivered: without buffering only what comes later than all before it.
void sendBlock(GreModel& model, FuzzInput& input, std::uint32_t first, std::vector<std::uint32_t>& expected)
{
    constexpr std::uint32_t Size = 8;
    const std::uint8_t lost = input.take8() & 0x7fU;
    const std::uint8_t twice = input.take8();
    std::vector<std::uint32_t> waiting;
    for (std::uint32_t i = 0; i < Size; ++i) {
        if ((lost >> i & 1U) != 0)
            continue;
        if (model.config().buffering)
            expected.push_back(first + i);
        waiting.insert(waiting.end(), (twice >> i & 1U) != 0 ? 2 : 1, first + i);
    }
    while (!waiting.empty()) {
        const auto chosen = waiting.begin() + input.take8() % static_cast<int>(waiting.size());
        if (!model.config().buffering && *chosen > expected.back())
            expected.push_back(*chosen);
        model.receive({.sequence = *chosen});
        waiting.erase(chosen);
        model.wait(100us);
    }
}

/// Blocks follow each other when what is missing of the one before has been given up.
void runGentle(GreModel& model, FuzzInput& input)
{
    model.receive({.sequence = 0});
    std::vector<std::uint32_t> expected{0};
    for (std::uint32_t first = 1; !input.empty(); first += 8) {
        sendBlock(model, input, first, expected);
        model.wait(model.config().reorderTimeout);
    }
    require(model.delivered() == expected, "what comes a little late is delivered, in order and once");
    require(!model.config().buffering || model.stats().rxLost == 1 + expected.back() - expected.size(),
            "what did not come is lost");
    require(model.stats().rxHeld == 0 && model.stats().rxOverWindow == 0, "nothing is left");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    FuzzInput input(data, size);
    const bool gentle = input.take8() % 2 != 0;
    GreConfig config = configOf(input);
    if (gentle)
        config.missingWindow = std::max(config.missingWindow, 16U);
    GreModel model(config);
    if (gentle)
        runGentle(model, input);
    else
        runWild(model, input);
    return 0;
}
