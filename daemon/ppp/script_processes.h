// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds and ends what a pppd has started: its scripts leave its process group, and what they start leaves
/// them.
#pragma once

#include <sys/types.h>

namespace pptp {

/// Kills every process whose environment names this pppd, as pppd has it in that of its scripts, and that is
/// of our own control group: a number may be another pppd's by now, but not one of this service's.
void killScripts(pid_t pppd);

} // namespace pptp
