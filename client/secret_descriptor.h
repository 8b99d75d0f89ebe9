// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A password as it travels: in sealed memory of which only a descriptor goes over the bus.
#pragma once

#include "common/secret.h"

#include <QDBusUnixFileDescriptor>

namespace pptp {

/// Invalid if the system has no memory for it.
[[nodiscard]] QDBusUnixFileDescriptor toDescriptor(const Secret& secret);

} // namespace pptp
