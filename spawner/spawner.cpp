// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "spawner/spawner.h"

#include "common/local_message.h"
#include "common/spawn_request.h"
#include "spawner/child.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace pptp {
namespace {

tl::unexpected<Error> systemFailure(const char* call)
{
    return tl::unexpected(errnoError(ErrorCode::WorkerFailed, call, errno));
}

/// For the journal; systemd writes the name of the program before it.
void warn(const std::string& what)
{
    std::fprintf(stderr, "%s\n", what.c_str());
}

} // namespace

Result<Spawner> Spawner::create(UniqueFd listener, std::string program, std::chrono::milliseconds patience)
{
    int listens = 0;
    socklen_t length = sizeof listens;
    if (getsockopt(listener.get(), SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) != 0 || listens == 0)
        return fail(ErrorCode::InvalidArguments, "not a socket that listens");
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    if (sigprocmask(SIG_BLOCK, &children, nullptr) != 0)
        return systemFailure("sigprocmask");
    UniqueFd signals(signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!signals)
        return systemFailure("signalfd");
    return Spawner(std::move(listener), std::move(signals), std::move(program), patience);
}

Spawner::Spawner(UniqueFd listener, UniqueFd signals, std::string program, std::chrono::milliseconds patience)
    : m_listener(std::move(listener)), m_signals(std::move(signals)), m_program(std::move(program)),
      m_patience(patience)
{
}

Result<void> Spawner::run()
{
    for (;;) {
        std::vector<pollfd> waited{{m_listener.get(), POLLIN, 0}, {m_signals.get(), POLLIN, 0}};
        for (const Connection& connection : m_connections)
            waited.push_back({connection.socket.get(), POLLIN, 0});
        const int timeout = m_connections.empty() ? static_cast<int>(m_patience.count()) : -1;
        const int ready = poll(waited.data(), waited.size(), timeout);
        if (ready < 0 && errno != EINTR)
            return systemFailure("poll");
        if (ready == 0 && outwaited())
            return {};
        if (ready <= 0)
            continue;
        for (std::size_t i = 0; i < m_connections.size(); ++i) {
            if (waited[2 + i].revents != 0)
                hear(m_connections[i]);
        }
        std::erase_if(m_connections, [](const Connection& connection) { return !connection.socket; });
        if (waited[1].revents != 0)
            reap();
        if (waited[0].revents != 0)
            accept();
    }
}

/// No daemon has come.
bool Spawner::outwaited()
{
    for (const Worker& worker : m_workers)
        ::kill(worker.process, SIGKILL);
    return m_workers.empty();
}

void Spawner::accept()
{
    UniqueFd socket(accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket)
        return warn(std::string("accept: ") + std::strerror(errno));
    if (m_connections.size() == MaxConnections)
        return warn("hanging up on a client: there are " + std::to_string(MaxConnections));
    m_connections.push_back({++m_lastConnection, std::move(socket)});
}

void Spawner::hear(Connection& connection)
{
    std::array<std::byte, sizeof(SpawnRequest)> buffer{};
    const auto message = receiveMessage(connection.socket.get(), buffer, MSG_DONTWAIT);
    if (!message && errno == EAGAIN)
        return;
    if (!message || message->size == 0)
        return connection.socket.reset();
    const auto request = decodeSpawnRequest(std::span(buffer).first(message->size));
    const bool starts = request && request->kind == SpawnRequest::Kind::Start;
    if (!request || message->cut || message->descriptors.size() != (starts ? 1 : 0))
        return warn("not understood: " +
                    (request ? "a request with other descriptors" : request.error().detail));
    if (starts)
        start(connection.id, request->number, request->tunnelName(), message->descriptors.front());
    else
        kill(connection.id, request->number);
}

void Spawner::start(unsigned connection, std::uint32_t number, const std::string& tunnel,
                    const UniqueFd& channel)
{
    if (m_workers.size() == MaxWorkers)
        return warn(tunnel + ": there are " + std::to_string(MaxWorkers) + " workers");
    const auto process = startChild({m_program, "--tunnel", tunnel}, channel.get());
    if (!process)
        return warn(tunnel + ": " + process.error().detail);
    m_workers.push_back({connection, number, *process});
}

void Spawner::kill(unsigned connection, std::uint32_t number)
{
    // Not reaped yet, so that the number of the process is still its own.
    const auto worker = std::find_if(m_workers.begin(), m_workers.end(), [&](const Worker& each) {
        return each.connection == connection && each.number == number;
    });
    if (worker != m_workers.end())
        ::kill(worker->process, SIGKILL);
}

void Spawner::reap()
{
    // One signal may stand for several children.
    signalfd_siginfo ignored{};
    while (read(m_signals.get(), &ignored, sizeof ignored) > 0) {
    }
    for (pid_t ended = 0; (ended = waitpid(-1, nullptr, WNOHANG)) > 0;)
        std::erase_if(m_workers, [ended](const Worker& worker) { return worker.process == ended; });
}

} // namespace pptp
