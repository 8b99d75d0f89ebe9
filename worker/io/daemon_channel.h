// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The worker's end of the record channel to the daemon, from which it gets all that it may use.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"
#include "common/worker_records.h"

#include <array>

namespace pptp {

/// Indexed by WorkerDescriptor; what is not attached to the configuration is empty.
using DescriptorSet = std::array<UniqueFd, WorkerDescriptors>;

struct WorkerStart {
    WorkerConfig config;
    DescriptorSet descriptors;

    [[nodiscard]] UniqueFd take(WorkerDescriptor which)
    {
        return std::move(descriptors[static_cast<std::size_t>(which)]);
    }
};

class DaemonChannel {
public:
    enum class Command {
        None,
        Clear,  ///< ClearCall, or end of file: the daemon wants, or can no longer want, anything else.
        Broken, ///< A record that makes no sense.
    };

    /// Fails unless the descriptor is a SOCK_SEQPACKET socket.
    [[nodiscard]] static Result<DaemonChannel> open(UniqueFd socket);

    /// Waits for the first record and checks it and its descriptors: their number, and that each is the kind
    /// of thing it should be. The descriptors come back non-blocking. Fails with Cancelled if the daemon
    /// closes the channel instead: it needs no worker any more.
    [[nodiscard]] Result<WorkerStart> receiveStart();

    [[nodiscard]] Command receiveCommand();
    /// What cannot be sent is lost: there are a dozen small records in a worker's life and a few notes a
    /// second, so only a dead daemon takes none, and its death shows as end of file.
    void send(const WorkerReport& report);

    [[nodiscard]] int fd() const { return m_socket.get(); }

private:
    explicit DaemonChannel(UniqueFd socket) : m_socket(std::move(socket)) {}

    UniqueFd m_socket;
};

} // namespace pptp
