// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/plugin_channel.h"

#include "common/plugin_protocol.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>

#include <QPointer>

namespace pptp {
namespace {

constexpr int MaxRecordsAtOnce =
    256; ///< More than a socket buffer holds of those that a link sends in its life.

void send(int socket, pptp_plugin_secret& answer)
{
    // A plugin that is gone needs no answer, and its end is noticed elsewhere.
    (void)::send(socket, &answer, sizeof(answer), MSG_NOSIGNAL | MSG_DONTWAIT);
    explicit_bzero(&answer, sizeof(answer));
}

} // namespace

PluginChannel::PluginChannel(Observer observer) : m_observer(std::move(observer)) {}

Result<UniqueFd> PluginChannel::open()
{
    std::array<int, 2> pair{};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, "the plugin's channel", errno));
    m_socket.reset(pair[0]);
    m_notifier = std::make_unique<QSocketNotifier>(pair[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &PluginChannel::drain);
    return UniqueFd(pair[1]);
}

void PluginChannel::drain()
{
    const QPointer<PluginChannel> self(this); // an observer may delete us
    for (int i = 0; i < MaxRecordsAtOnce && self && readOne(); ++i) {
    }
}

bool PluginChannel::readOne()
{
    if (!m_socket)
        return false;
    std::array<std::byte, 512> record{};
    const ssize_t size = recv(m_socket.get(), record.data(), record.size(), MSG_DONTWAIT | MSG_TRUNC);
    if (size < 0 && errno == EINTR)
        return true;
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return false;
    if (size <= 0) {
        close();
        return false;
    }
    // A longer one is cut off here, but keeps a length that no record has.
    const Result<PppReport> report =
        decodePppReport({record.data(), std::min(record.size(), std::size_t(size))});
    if (report) {
        m_observer.report(*report);
        return true;
    }
    close();
    m_observer.broken(report.error());
    return false;
}

Result<void> PluginChannel::answer(const Secret& secret)
{
    const std::string_view bytes = secret.reveal();
    if (bytes.size() > PPTP_PLUGIN_SECRET_MAX || bytes.find('\0') != std::string_view::npos) {
        refuse();
        return fail(ErrorCode::NoSecrets, "the password is longer than 255 bytes or has a zero byte");
    }
    pptp_plugin_secret answer{};
    answer.type = PPTP_PLUGIN_SECRET;
    answer.granted = 1;
    answer.length = static_cast<std::uint32_t>(bytes.size());
    std::memcpy(answer.bytes, bytes.data(), bytes.size());
    send(m_socket.get(), answer);
    return {};
}

void PluginChannel::refuse()
{
    pptp_plugin_secret answer{};
    answer.type = PPTP_PLUGIN_SECRET;
    send(m_socket.get(), answer);
}

void PluginChannel::close()
{
    // Not deleted: this may run inside its own signal.
    m_notifier->setEnabled(false);
    m_socket.reset();
}

} // namespace pptp
