// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/sealed_memory.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>

namespace pptp {
namespace {

tl::unexpected<Error> failure(const char* what)
{
    const int number = errno;
    return tl::unexpected(Error{
        ErrorCode::WorkerFailed, std::string(what) + ": " + std::strerror(number), {}, {{"errno", number}}});
}

} // namespace

Result<UniqueFd> sealedMemory(const char* name, std::size_t bytes)
{
    UniqueFd memory(memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!memory || ftruncate(memory.get(), static_cast<off_t>(bytes)) != 0)
        return failure("memfd");
    if (fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return failure("memfd seals");
    return memory;
}

const void* mapForReading(int memory, std::size_t bytes)
{
    void* mapped = mmap(nullptr, bytes, PROT_READ, MAP_SHARED, memory, 0);
    return mapped == MAP_FAILED ? nullptr : mapped;
}

} // namespace pptp
