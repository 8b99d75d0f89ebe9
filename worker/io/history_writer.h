// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Maps the memory of the link's history for the recorder, and keeps little of it in this process.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"
#include "worker/io/link_history_recorder.h"

#include <memory>

namespace pptp {

class HistoryWriter {
public:
    /// The descriptor is not needed after that.
    [[nodiscard]] static Result<HistoryWriter> map(UniqueFd memory);

    void record(TimePoint now, const GreStats& stats);

private:
    struct Unmap {
        void operator()(LinkHistory* history) const;
    };
    using Mapping = std::unique_ptr<LinkHistory, Unmap>;

    explicit HistoryWriter(Mapping history);
    [[nodiscard]] std::size_t newestPage() const; ///< Its offset.

    Mapping m_history;
    LinkHistoryRecorder m_recorder;
    std::size_t m_page; ///< Of the newest sample, at the last look.
};

} // namespace pptp
