// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The daemon's side of one tunnel's link history: made once, handed to the worker of each call, read when
/// somebody asks.
#pragma once

#include "common/error.h"
#include "common/link_history.h"
#include "common/unique_fd.h"

namespace pptp {

class HistoryMemory {
public:
    /// A day takes 2.8 MB, but only what was written takes memory at all.
    [[nodiscard]] static Result<HistoryMemory> create();

    /// For the worker; it stays ours.
    [[nodiscard]] int fd() const { return m_memory.get(); }

    /// As LinkHistory::read(). Mapped only meanwhile: what nobody looks at is not a part of this process.
    [[nodiscard]] std::vector<LinkSample> read(std::uint32_t first, std::uint32_t last) const;

private:
    explicit HistoryMemory(UniqueFd memory) : m_memory(std::move(memory)) {}

    UniqueFd m_memory;
};

} // namespace pptp
