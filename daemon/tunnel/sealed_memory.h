// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Memory of zeros to be shared with a worker, of a size that the worker cannot change.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"

#include <cstddef>

namespace pptp {

/// Reading it can never fault, whatever the other side does. The name is for /proc only.
[[nodiscard]] Result<UniqueFd> sealedMemory(const char* name, std::size_t bytes);

/// Maps it for reading only; nullptr with errno set.
[[nodiscard]] const void* mapForReading(int memory, std::size_t bytes);

} // namespace pptp
