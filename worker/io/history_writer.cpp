// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/history_writer.h"

#include <cerrno>
#include <cstring>
#include <string>
#include <sys/mman.h>

namespace pptp {
namespace {

constexpr std::size_t PageBytes = 4096;

} // namespace

void HistoryWriter::Unmap::operator()(LinkHistory* history) const
{
    ::munmap(history, LinkHistoryBytes);
}

Result<HistoryWriter> HistoryWriter::map(UniqueFd memory)
{
    void* mapped = ::mmap(nullptr, LinkHistoryBytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory.get(), 0);
    if (mapped == MAP_FAILED)
        return fail(ErrorCode::WorkerFailed, std::string("mmap: ") + std::strerror(errno));
    // Zeros, which an unused LinkHistory consists of, or what the worker of the last call left.
    return HistoryWriter(Mapping(static_cast<LinkHistory*>(mapped)));
}

HistoryWriter::HistoryWriter(Mapping history)
    : m_history(std::move(history)), m_recorder(*m_history), m_page(newestPage())
{
}

void HistoryWriter::record(TimePoint now, const GreStats& stats)
{
    m_recorder.record(now, stats);
    const std::size_t page = newestPage();
    if (page == m_page)
        return;
    // What is written stays in the memory; only this process need not hold a day of it.
    auto* bytes = reinterpret_cast<std::byte*>(m_history.get());
    ::madvise(bytes + m_page, PageBytes, MADV_DONTNEED);
    m_page = page;
}

std::size_t HistoryWriter::newestPage() const
{
    const std::uint64_t next = m_history->count.load(std::memory_order_relaxed);
    const std::size_t slot = next == 0 ? 0 : (next - 1) % LinkHistory::Capacity;
    return (offsetof(LinkHistory, ring) + slot * sizeof(LinkHistory::Slot)) / PageBytes * PageBytes;
}

} // namespace pptp
