// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The password that comes with the command line: from a file, standard input or an inherited descriptor.
#pragma once

#include "common/error.h"
#include "common/secret.h"
#include "pptpctl/options.h"

namespace pptp {

/// Empty if the command line names none. Reads to the end, before there is an event loop, so that Ctrl-C ends
/// it; one newline at the end does not count.
[[nodiscard]] Result<Secret> readPassword(const Options& options);

} // namespace pptp
