// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The server's side of the control connection, for one call of one client and then no other.
#pragma once

#include "common/unique_fd.h"
#include "worker/control/control_framer.h"

#include <functional>
#include <netinet/in.h>

namespace pptp::bench {

class CallServer {
public:
    /// The caller's address and its call id.
    using CallHandler = std::function<void(in_addr, std::uint16_t)>;

    CallServer(UniqueFd listener, CallHandler onCall);

    /// The listener, then the connection; negative when that is over.
    [[nodiscard]] int descriptor() const { return m_socket.get(); }
    void onReadable();

private:
    void accept();
    void react(const ControlMessage& message);
    void reply(const ControlMessage& message);

    UniqueFd m_socket;
    CallHandler m_onCall;
    bool m_isConnected = false;
    in_addr m_peer{};
    ControlFramer m_framer;
};

} // namespace pptp::bench
