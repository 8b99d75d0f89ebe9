// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/worker_process.h"

#include "common/link_history.h"
#include "common/local_message.h"
#include "common/statistics_page.h"
#include "daemon/tunnel/sealed_memory.h"

#include <algorithm>
#include <cerrno>
#include <new>
#include <sys/mman.h>
#include <sys/socket.h>
#include <vector>

namespace pptp {
namespace {

Error systemError(const char* what)
{
    return errnoError(ErrorCode::WorkerFailed, what, errno);
}

} // namespace

WorkerProcess::WorkerProcess(WorkerLauncher& launcher, const std::string& tunnel, Observer observer)
    : m_observer(std::move(observer))
{
    const auto endLater = [this](const Error& error) {
        // Never from inside the constructor or the launcher: the owner does not have us yet.
        QMetaObject::invokeMethod(
            this, [this, error] { end(error); }, Qt::QueuedConnection);
    };
    std::array<int, 2> pair{};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0) {
        endLater(systemError("socketpair"));
        return;
    }
    m_channel.reset(pair[0]);
    m_notifier = std::make_unique<QSocketNotifier>(m_channel.get(), QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { onReadable(); });
    m_worker = launcher.launch(tunnel, UniqueFd(pair[1]), endLater);
}

WorkerProcess::~WorkerProcess()
{
    if (m_page != nullptr)
        munmap(const_cast<StatisticsPage*>(m_page), StatisticsPageBytes);
}

Result<UniqueFd> WorkerProcess::makeStatisticsPage()
{
    auto memory = sealedMemory("pptp-statistics", StatisticsPageBytes);
    if (!memory)
        return memory;
    const void* page = mapForReading(memory->get(), StatisticsPageBytes);
    if (page == nullptr)
        return tl::unexpected(systemError("mmap"));
    m_page = std::launder(static_cast<const StatisticsPage*>(page));
    return memory;
}

Result<void> WorkerProcess::configure(const WorkerConfig& config, int tcp, std::optional<WorkerData> data,
                                      int history)
{
    auto memory = makeStatisticsPage();
    if (!memory)
        return tl::unexpected(memory.error());
    UniqueFd unread;
    if (history < 0) {
        auto own = sealedMemory("pptp-history", LinkHistoryBytes);
        if (!own)
            return tl::unexpected(own.error());
        unread = std::move(*own);
        history = unread.get();
    }
    std::vector<int> descriptors{tcp};
    if (data)
        descriptors.push_back(data->gre);
    if (data && data->pty >= 0)
        descriptors.push_back(data->pty);
    descriptors.insert(descriptors.end(), {memory->get(), history});
    if (descriptors.size() != attachedTo(config).size())
        return fail(ErrorCode::WorkerFailed, "the configuration is for other descriptors");
    auto sent = send(config, descriptors);
    m_configured = sent.has_value();
    return sent;
}

void WorkerProcess::clearCall()
{
    const bool asked = m_configured && send(ClearCall{}, {}).has_value();
    if (!asked && m_channel)
        shutdown(m_channel.get(), SHUT_RDWR); // end of file means the same to a worker that listens
}

std::optional<GreStats> WorkerProcess::statistics() const
{
    return m_page == nullptr ? std::nullopt : m_page->read();
}

Result<void> WorkerProcess::send(const WorkerCommand& command, std::span<const int> descriptors)
{
    if (!sendMessage(m_channel.get(), encodeRecord(command), descriptors))
        return tl::unexpected(systemError("sending to pptp-worker"));
    return {};
}

void WorkerProcess::onReadable()
{
    std::array<std::byte, MaxRecordBytes> buffer;
    const ssize_t count = recv(m_channel.get(), buffer.data(), buffer.size(), MSG_DONTWAIT | MSG_TRUNC);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0) {
        if (m_worker)
            m_worker->ended();
        end(m_saidClosed ? std::nullopt
                         : std::optional(Error{ErrorCode::WorkerFailed, "pptp-worker is gone"}));
        return;
    }
    const auto size = std::min(static_cast<std::size_t>(count), buffer.size() + 1);
    const auto report = size > buffer.size() ? fail(ErrorCode::WorkerFailed, "record too long")
                                             : decodeReport(std::span(buffer).first(size));
    if (!report) {
        end(report.error());
        return;
    }
    m_saidClosed = m_saidClosed || std::holds_alternative<Closed>(*report);
    m_observer.report(*report);
}

void WorkerProcess::end(std::optional<Error> error)
{
    if (m_notifier) {
        // We may be inside its signal.
        m_notifier->setEnabled(false);
        m_notifier.release()->deleteLater();
    }
    m_worker.reset();
    m_channel.reset();
    if (const auto gone = std::exchange(m_observer.gone, nullptr))
        gone(std::move(error));
}

} // namespace pptp
