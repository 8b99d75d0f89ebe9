/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/unit/daemon/ppp/pppd_globals.h"

#include "daemon/ppp/plugin/pppd_compat.h"

fsm lcp_fsm[NUM_PPP];
fsm ipcp_fsm[NUM_PPP];
lcp_options lcp_hisoptions[NUM_PPP];
lcp_options lcp_allowoptions[NUM_PPP];
ccp_options ccp_wantoptions[NUM_PPP];

/* pppd has this status from the beginning until a network protocol is up. */
#if __has_include(<pppd/pppdconf.h>)
static ppp_exit_code_t status = EXIT_NEGOTIATION_FAILED;
ppp_exit_code_t ppp_status(void)
{
    return status;
}
#else
volatile int status = EXIT_NEGOTIATION_FAILED;
#endif

const int pppd_phase_establish = PHASE_ESTABLISH;
const int pppd_phase_network = PHASE_NETWORK;
const int pppd_phase_running = PHASE_RUNNING;
const int pppd_phase_terminate = PHASE_TERMINATE;
const int pppd_phase_dead = PHASE_DEAD;

void pppd_requires_mppe(void)
{
    lcp_hisoptions[0].neg_chap = 1;
    lcp_hisoptions[0].chap_mdtype = MDTYPE_MICROSOFT_V2;
    ccp_wantoptions[0].mppe = MPPE_OPT_128;
}

void pppd_begins_ipcp(void)
{
    ipcp_fsm[0].id = 1;
}

void pppd_is_told_to_end(void)
{
    status = EXIT_USER_REQUEST;
}

void pppd_closes(const char* reason)
{
    static char words[64];

    snprintf(words, sizeof(words), "%s", reason);
    lcp_fsm[0].term_reason = words;
}
