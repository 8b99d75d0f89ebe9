/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/** Follows pppd's phases to know at the end how far the link came and why it failed. */
#ifndef PPTP_PLUGIN_LINK_END_H
#define PPTP_PLUGIN_LINK_END_H

#include "common/plugin_protocol.h"

/* To be called at every change of phase, with the phase in pppd's numbers. */
void link_follow(int pppd_phase);

/* To be called with every packet that pppd receives, from its address field on. 1 if it is an answer of LCP
 * to a request of ours. */
int link_received(const unsigned char* packet, int length);

/* The peer has refused IPCP: no addresses will come, and pppd by itself would keep such a link for ever. */
int link_is_pointless(void);

/* The peer has sent a Terminate-Request. */
int link_was_terminated(void);

/* The phase in the protocol's numbers. */
enum pptp_plugin_phase link_phase(int pppd_phase);

/* How we proved ourselves to the peer, once that is done. */
enum pptp_plugin_auth link_authentication(void);

/* The end of the link; exit_status counts only if the link never came to its end. */
struct pptp_plugin_exit link_end(int exit_status);

#endif
