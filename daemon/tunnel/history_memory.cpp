// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/history_memory.h"

#include "daemon/tunnel/sealed_memory.h"

#include <new>
#include <sys/mman.h>

namespace pptp {

Result<HistoryMemory> HistoryMemory::create()
{
    auto memory = sealedMemory("pptp-history", LinkHistoryBytes);
    if (!memory)
        return tl::unexpected(memory.error());
    return HistoryMemory(std::move(*memory));
}

std::vector<LinkSample> HistoryMemory::read(std::uint32_t first, std::uint32_t last) const
{
    const void* mapped = mapForReading(m_memory.get(), LinkHistoryBytes);
    if (mapped == nullptr)
        return {};
    auto samples = std::launder(static_cast<const LinkHistory*>(mapped))->read(first, last);
    munmap(const_cast<void*>(mapped), LinkHistoryBytes);
    return samples;
}

} // namespace pptp
