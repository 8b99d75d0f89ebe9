// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/tcp_connector.h"

#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <utility>

namespace pptp {
namespace {

/// A sender may be in the middle of its signal: it is silenced now and goes when the loop comes round.
template <class Sender>
void retire(std::unique_ptr<Sender>& sender)
{
    if (!sender)
        return;
    sender->disconnect();
    if constexpr (std::is_same_v<Sender, QSocketNotifier>)
        sender->setEnabled(false);
    else
        sender->stop();
    sender.release()->deleteLater();
}

} // namespace

void TcpConnector::connectTo(const ServerEndpoint& endpoint, std::chrono::milliseconds deadline, Done done)
{
    cancel();
    m_done = std::move(done);
    m_where = endpoint.address.toString() + ":" + std::to_string(endpoint.port);
    if (const auto started = start(endpoint); !started) {
        finishLater([this, error = started.error()] { finish(tl::unexpected(error)); });
        return;
    }
    // A connect() that succeeded at once makes the socket writable: the same path, one turn later.
    m_notifier = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Write);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &TcpConnector::onWritable);
    m_timer = std::make_unique<QTimer>();
    m_timer->setSingleShot(true);
    connect(m_timer.get(), &QTimer::timeout, this, [this, deadline] {
        finish(fail(ErrorCode::ServerUnreachable,
                    m_where + ": no answer within " + std::to_string(deadline.count()) + " ms"));
    });
    m_timer->start(deadline);
}

Result<void> TcpConnector::start(const ServerEndpoint& endpoint)
{
    auto socket = openServerSocket(SOCK_STREAM, IPPROTO_TCP, endpoint);
    if (!socket)
        return tl::unexpected(socket.error());
    // Each control message alone in its segment: connection tracking in firewalls looks at no other.
    const int on = 1;
    if (::setsockopt(socket->get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
        return tl::unexpected(socketError(errno, "TCP_NODELAY"));
    const int error = connectServerSocket(socket->get(), endpoint, endpoint.port);
    if (error != 0 && error != EINPROGRESS && error != EINTR)
        return tl::unexpected(connectError(error, m_where));
    m_socket = std::move(*socket);
    return {};
}

void TcpConnector::onWritable()
{
    int error = 0;
    socklen_t length = sizeof error;
    if (::getsockopt(m_socket.get(), SOL_SOCKET, SO_ERROR, &error, &length) != 0)
        error = errno;
    if (error != 0)
        finish(tl::unexpected(connectError(error, m_where)));
    else
        finish(std::move(m_socket));
}

void TcpConnector::finishLater(std::function<void()> finishing)
{
    m_timer = std::make_unique<QTimer>();
    m_timer->setSingleShot(true);
    connect(m_timer.get(), &QTimer::timeout, this, std::move(finishing));
    m_timer->start(0);
}

void TcpConnector::finish(Result<UniqueFd> result)
{
    const Done done = std::exchange(m_done, nullptr);
    cancel();
    done(std::move(result)); // may destroy this object
}

void TcpConnector::cancel()
{
    // The notifier goes before its descriptor is closed or given away.
    retire(m_notifier);
    retire(m_timer);
    m_socket.reset();
    m_done = nullptr;
}

} // namespace pptp
