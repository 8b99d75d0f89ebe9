// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The way to pppd, whatever it is: PPP frames in both directions, nothing that blocks.
#pragma once

#include "worker/time_point.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace pptp {

enum class PppInput {
    Nothing,
    Data,
    Closed, ///< Nobody has the other side open any more.
};

class PppPort {
public:
    virtual ~PppPort() = default;

    /// Reads once. To be called when there are no frames left of what was read before.
    [[nodiscard]] virtual PppInput read() = 0;
    /// False if a further read would most likely be in vain.
    [[nodiscard]] virtual bool hasMore() const = 0;
    /// The next good frame of what was read, valid until the next call; bad ones are left out and counted.
    [[nodiscard]] virtual std::optional<std::span<const std::byte>> nextFrame() = 0;

    /// Puts a frame behind what waits for flush().
    virtual void deliver(std::span<const std::byte> frame, TimePoint now) = 0;
    virtual void flush() = 0;
    /// There is room again: after a turn in which wantsWrite().
    virtual void onWritable() { flush(); }
    virtual void onTimer(TimePoint /*now*/) {}
    [[nodiscard]] virtual std::optional<TimePoint> deadline() const { return std::nullopt; }
    [[nodiscard]] virtual bool wantsWrite() const { return false; }
    [[nodiscard]] virtual std::size_t pendingBytes() const { return 0; }

    /// Frames for pppd that were too long, or that found no room.
    [[nodiscard]] virtual std::uint64_t droppedFrames() const = 0;
    /// Frames from pppd that were damaged, or none.
    [[nodiscard]] virtual std::uint64_t invalidFrames() const = 0;
    /// Those of them that were too short.
    [[nodiscard]] virtual std::uint64_t shortFrames() const = 0;
    /// Bytes of the last one of those.
    [[nodiscard]] virtual std::size_t lastShortFrame() const = 0;

    /// Frames from pppd that the kernel had no room for; never read.
    [[nodiscard]] virtual std::uint64_t kernelDropped() const { return 0; }

    [[nodiscard]] virtual int fd() const = 0;
};

} // namespace pptp
