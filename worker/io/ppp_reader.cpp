// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/ppp_reader.h"

#include <chrono>
#include <cstdint>

namespace pptp {

PppInput PppReader::read(PppPort& port, GreEngine& engine, GreSink& notes)
{
    PppInput input = PppInput::Data;
    bool hasMore = true;
    for (int i = 0; i < MaxReads && hasMore && engine.wantsFrames(); ++i) {
        input = port.read();
        if (input == PppInput::Data)
            collect(port, engine, notes);
        hasMore = input == PppInput::Data && port.hasMore();
    }
    send(engine);
    return input;
}

/// All of one read: the engine has room for what comes out of it.
void PppReader::collect(PppPort& port, GreEngine& engine, GreSink& notes)
{
    const std::uint64_t shortBefore = port.shortFrames();
    while (const auto frame = port.nextFrame()) {
        m_frames.add(*frame);
        if (m_frames.isFull())
            send(engine);
    }
    if (port.shortFrames() != shortBefore)
        notes.note(LogNoteKind::ShortRead, static_cast<std::uint32_t>(port.lastShortFrame()), 0);
}

void PppReader::send(GreEngine& engine)
{
    if (m_frames.frames().empty())
        return;
    engine.onPppFrames(m_frames.frames(), std::chrono::steady_clock::now());
    m_frames.clear();
}

} // namespace pptp
