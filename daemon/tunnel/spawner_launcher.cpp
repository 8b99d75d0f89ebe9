// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/spawner_launcher.h"

#include "common/local_message.h"

#include <algorithm>
#include <cerrno>
#include <span>

#include <sys/socket.h>
#include <sys/un.h>

#include <QSocketNotifier>

namespace pptp {
/// The spawner never says anything: whatever is to be read is its end, and that of its workers.
class SpawnerConnection {
public:
    explicit SpawnerConnection(UniqueFd socket)
        : m_socket(std::move(socket)), m_notifier(m_socket.get(), QSocketNotifier::Read)
    {
        QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier,
                         [this] { m_notifier.setEnabled(false); });
    }

    [[nodiscard]] bool isOpen() const { return m_notifier.isEnabled(); }

    /// False and errno when it did not go.
    [[nodiscard]] bool send(const SpawnRequest& request, std::span<const int> descriptors = {})
    {
        return sendMessage(m_socket.get(), encodeSpawnRequest(request), descriptors);
    }

private:
    UniqueFd m_socket;
    QSocketNotifier m_notifier;
};

namespace {

/// A child of the spawner's, which only the spawner can end.
class SpawnedWorker : public LaunchedWorker {
public:
    SpawnedWorker(std::weak_ptr<SpawnerConnection> connection, std::uint32_t number)
        : m_connection(std::move(connection)), m_number(number)
    {
    }

    ~SpawnedWorker() override
    {
        // Without the connection it has ended with the spawner.
        if (const auto connection = m_connection.lock())
            (void)connection->send(SpawnRequest::kill(m_number));
    }

    void ended() override { m_connection.reset(); }

private:
    std::weak_ptr<SpawnerConnection> m_connection;
    std::uint32_t m_number;
};

tl::unexpected<Error> systemFailure(const std::string& what, int number)
{
    return tl::unexpected(errnoError(ErrorCode::WorkerFailed, what, number));
}

} // namespace

SpawnerLauncher::SpawnerLauncher(std::string socket) : m_socket(std::move(socket))
{
    (void)connect();
}

Result<void> SpawnerLauncher::connect()
{
    const std::string doing = "connecting to " + m_socket;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (m_socket.size() >= sizeof address.sun_path)
        return systemFailure(doing, ENAMETOOLONG);
    std::copy(m_socket.begin(), m_socket.end(), address.sun_path);
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket || ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return systemFailure(doing, errno);
    m_connection = std::make_shared<SpawnerConnection>(std::move(socket));
    return {};
}

Result<void> SpawnerLauncher::check()
{
    return m_connection && m_connection->isOpen() ? Result<void>() : connect();
}

Result<void> SpawnerLauncher::ask(const SpawnRequest& request, int channel)
{
    const std::span<const int> descriptors(&channel, 1);
    if (m_connection && m_connection->isOpen() && m_connection->send(request, descriptors))
        return {};
    // One that has just ended may not have been noticed. (One that does not keep up has not ended.)
    if (!m_connection || !m_connection->isOpen() || errno == EPIPE) {
        if (auto connected = connect(); !connected)
            return connected;
        if (m_connection->send(request, descriptors))
            return {};
    }
    return systemFailure("asking pptp-spawner for a worker", errno);
}

std::unique_ptr<LaunchedWorker> SpawnerLauncher::launch(const std::string& tunnel, UniqueFd channel,
                                                        std::function<void(Error)> failed)
{
    const SpawnRequest request = SpawnRequest::start(++m_launched, tunnel);
    if (const auto asked = ask(request, channel.get()); !asked) {
        failed(asked.error());
        return nullptr;
    }
    return std::make_unique<SpawnedWorker>(m_connection, request.number);
}

} // namespace pptp
