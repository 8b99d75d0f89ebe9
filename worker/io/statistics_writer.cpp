// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/statistics_writer.h"

#include <cerrno>
#include <cstring>
#include <string>
#include <sys/mman.h>

namespace pptp {

void StatisticsWriter::Unmap::operator()(StatisticsPage* page) const
{
    ::munmap(page, StatisticsPageBytes);
}

Result<StatisticsWriter> StatisticsWriter::map(UniqueFd page)
{
    void* memory = ::mmap(nullptr, StatisticsPageBytes, PROT_READ | PROT_WRITE, MAP_SHARED, page.get(), 0);
    if (memory == MAP_FAILED)
        return fail(ErrorCode::WorkerFailed, std::string("mmap: ") + std::strerror(errno));
    // The daemon made the page of zeros, which is what an unused StatisticsPage consists of.
    return StatisticsWriter(static_cast<StatisticsPage*>(memory));
}

void StatisticsWriter::publish(const GreStats& stats)
{
    if (stats == m_published)
        return;
    m_page->write(stats);
    m_published = stats;
}

} // namespace pptp
