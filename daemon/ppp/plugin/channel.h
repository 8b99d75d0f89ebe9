/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/** The plugin's end of the record channel to the daemon. */
#ifndef PPTP_PLUGIN_CHANNEL_H
#define PPTP_PLUGIN_CHANNEL_H

#include "common/plugin_protocol.h"

#include <stddef.h>

/* 0, or -1 if the descriptor is no SOCK_SEQPACKET socket. Children never get it. */
int channel_open(int descriptor);

/* Sends one record. A daemon that is gone or does not read is the end: pppd is told to end, once. */
int channel_send(const void* record, size_t size);

/* Asks the daemon and waits for its answer, at most for 60 s and not beyond SIGTERM. The password is
 * NUL-terminated. -1: refused, no answer, or the daemon is gone. */
int channel_ask_secret(enum pptp_plugin_auth method, char password[PPTP_PLUGIN_SECRET_MAX + 1]);

/* For a child after fork. */
void channel_close(void);

#endif
