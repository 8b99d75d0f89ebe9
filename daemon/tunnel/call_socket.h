// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What one call's packets go through, on whichever path, and the call id that is bound to it.
#pragma once

#include "common/error.h"
#include "common/profile.h"
#include "common/unique_fd.h"
#include "daemon/net/kernel_channel.h"
#include "daemon/net/loopback_channel.h"
#include "daemon/net/server_socket.h"
#include "daemon/tunnel/call_table.h"
#include "daemon/tunnel/data_path.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace pptp {

class CallSocket {
public:
    /// By the profile's wish: the kernel's own, or a raw socket for a worker; also when the kernel refuses.
    [[nodiscard]] static Result<std::unique_ptr<CallSocket>>
    open(const Profile& profile, const ServerEndpoint& endpoint, CallTable& calls);
    CallSocket(const CallSocket&) = delete;
    CallSocket& operator=(const CallSocket&) = delete;
    ~CallSocket(); ///< Gives the call id back. Copies of the descriptor live on with those who have them.

    [[nodiscard]] const DataPathChoice& choice() const { return m_choice; }
    [[nodiscard]] bool isKernel() const { return m_choice.path == DataPath::Kernel; }
    [[nodiscard]] std::uint16_t callId() const { return m_callId; }
    /// For the worker; none if the kernel has the packets.
    [[nodiscard]] int greFd() const { return m_gre.get(); }
    /// With the kernel's path, for a worker that looks at what arrives; -1 where that cannot be had.
    [[nodiscard]] int observer() const { return m_observer.get(); }
    /// For the worker, in a terminal's place; -1 if there has to be a terminal.
    [[nodiscard]] int loopbackFd() const { return m_loopback ? m_loopback->workerFd() : -1; }
    /// For pppd, once it is connected, in a terminal's place; -1 if there has to be a terminal.
    [[nodiscard]] int linkFd() const;
    /// Tells the kernel the server's end of the call. A raw socket needs to know nothing.
    [[nodiscard]] Result<void> connect(std::uint16_t peerCallId);

private:
    CallSocket(CallTable& calls, DataPathChoice choice) : m_calls(calls), m_choice(std::move(choice)) {}
    [[nodiscard]] Result<void> openRaw(const ServerEndpoint& endpoint);
    [[nodiscard]] Result<void> openLoopback(const ServerEndpoint& endpoint);
    [[nodiscard]] Result<void> openKernel(const ServerEndpoint& endpoint);
    [[nodiscard]] Result<void> takeCallId(Ipv4Address server, int greSocket);
    void giveBack();
    [[nodiscard]] Result<void> openObserver(const ServerEndpoint& endpoint);

    CallTable& m_calls;
    DataPathChoice m_choice;
    UniqueFd m_gre;
    std::optional<KernelChannel> m_channel;
    UniqueFd m_observer;
    std::optional<LoopbackChannel> m_loopback;
    std::uint16_t m_callId = 0; ///< 0: none.
};

} // namespace pptp
