// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Writes a small file so that it is there, and whole, whatever happens next.
#pragma once

#include <string_view>

namespace pptp {

/// 0 once every byte is on the disk, else the errno; ENOSPC if there was room for a part only.
[[nodiscard]] int writeDurably(int file, std::string_view bytes);

} // namespace pptp
