// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Takes pppd's frames to the engine: of one turn of the loop, in batches, and no more than the engine wants.
#pragma once

#include "worker/gre/gre_engine.h"
#include "worker/io/frame_batch.h"
#include "worker/io/ppp_port.h"

namespace pptp {

class PppReader {
public:
    /// Reads in one turn of the loop, next to one batch of datagrams: few enough that the control connection,
    /// on which the peer waits for echo replies, is always looked at in time.
    static constexpr int MaxReads = 16;

    /// Returns what the last read was; Data too if the engine wanted nothing, and nothing was read. Frames
    /// that are too short are noted.
    [[nodiscard]] PppInput read(PppPort& port, GreEngine& engine, GreSink& notes);

private:
    void collect(PppPort& port, GreEngine& engine, GreSink& notes);
    void send(GreEngine& engine);

    FrameBatch m_frames; ///< Empty between two turns.
};

} // namespace pptp
