/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/** Gives pppd a connected PPPoX socket of the daemon to speak PPP over, in the place of a terminal. */
#ifndef PPTP_PLUGIN_KERNEL_LINK_H
#define PPTP_PLUGIN_KERNEL_LINK_H

/* 0, or -1 if the descriptor is no PPPoX socket. Children never get it. */
int kernel_link_use(int descriptor);

#endif
