/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/** The globals of a pppd that is not there, for tests of what the plugin makes of them. */
#ifndef PPTP_PPPD_GLOBALS_H
#define PPTP_PPPD_GLOBALS_H

#ifdef __cplusplus
extern "C" {
#endif

extern const int pppd_phase_network;
extern const int pppd_phase_establish;
extern const int pppd_phase_running;
extern const int pppd_phase_terminate;
extern const int pppd_phase_dead;

/* MS-CHAPv2 is agreed on, and MPPE with 128 bits is required. */
void pppd_requires_mppe(void);

/* IPCP sends its first request. */
void pppd_begins_ipcp(void);

/* LCP ends the link, in these words. */
void pppd_closes(const char* reason);

/* SIGTERM arrives. */
void pppd_is_told_to_end(void);

#ifdef __cplusplus
}
#endif

#endif
