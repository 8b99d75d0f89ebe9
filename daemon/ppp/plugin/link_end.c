/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "link_end.h"

#include "pppd_compat.h"

#include <string.h>

static struct {
    enum pptp_plugin_phase furthest;
    enum pptp_plugin_failure failure;
    int closing;
    int dead;
    int status_at_dead;
    int authentication_refused;
} link_state;

enum pptp_plugin_phase link_phase(int pppd_phase)
{
    switch (pppd_phase) {
    case PHASE_DEAD:
        return PPTP_PLUGIN_PHASE_DEAD;
    case PHASE_ESTABLISH:
        return PPTP_PLUGIN_PHASE_ESTABLISH;
    case PHASE_AUTHENTICATE:
    case PHASE_CALLBACK:
        return PPTP_PLUGIN_PHASE_AUTHENTICATE;
    case PHASE_NETWORK:
        return PPTP_PLUGIN_PHASE_NETWORK;
    case PHASE_RUNNING:
        return PPTP_PLUGIN_PHASE_RUNNING;
    case PHASE_TERMINATE:
        return PPTP_PLUGIN_PHASE_TERMINATE;
    case PHASE_DISCONNECT:
        return PPTP_PLUGIN_PHASE_DISCONNECT;
    default:
        return PPTP_PLUGIN_PHASE_STARTING;
    }
}

enum pptp_plugin_auth link_authentication(void)
{
    /* What LCP agreed on, in the order in which pppd looks at it. */
    const lcp_options* his = &lcp_hisoptions[0];

    if (his->neg_eap)
        return PPTP_PLUGIN_AUTH_EAP;
    if (his->neg_chap) {
        if (his->chap_mdtype & MDTYPE_MD5)
            return PPTP_PLUGIN_AUTH_CHAP_MD5;
        return his->chap_mdtype & MDTYPE_MICROSOFT_V2 ? PPTP_PLUGIN_AUTH_MSCHAPV2 : PPTP_PLUGIN_AUTH_MSCHAP;
    }
    return his->neg_upap ? PPTP_PLUGIN_AUTH_PAP : PPTP_PLUGIN_AUTH_NONE;
}

static int needs_other_authentication(void)
{
    const enum pptp_plugin_auth used = link_authentication();

    return ccp_wantoptions[0].mppe && used != PPTP_PLUGIN_AUTH_MSCHAP && used != PPTP_PLUGIN_AUTH_MSCHAPV2;
}

static enum pptp_plugin_failure mppe_not_agreed(void)
{
    const int asked = ccp_hisoptions[0].mppe;

    if (asked && (!(asked & MPPE_OPT_128) || asked & MPPE_OPT_STATEFUL))
        return PPTP_PLUGIN_FAILURE_MPPE_WEAK;
    return PPTP_PLUGIN_FAILURE_MPPE_REFUSED;
}

static int begins_with(const char* text, const char* prefix)
{
    return text && strncmp(text, prefix, strlen(prefix)) == 0;
}

/* pppd keeps the reason of its own Terminate-Request in the state of LCP. */
static enum pptp_plugin_failure find_failure(enum pptp_plugin_phase now)
{
    const char* reason = lcp_fsm[0].term_reason;
    const int status_now = compat_status();
    const int over = now == PPTP_PLUGIN_PHASE_DISCONNECT || now == PPTP_PLUGIN_PHASE_DEAD;

    /* Any other status has a reason of its own, and taking a link down says "MPPE disabled" as well. */
    if (!ccp_wantoptions[0].mppe || (status_now != EXIT_OK && status_now != EXIT_NEGOTIATION_FAILED))
        return PPTP_PLUGIN_FAILURE_NONE;
    if (begins_with(reason, "MPPE required but not available"))
        return PPTP_PLUGIN_FAILURE_MPPE_UNAVAILABLE;
    if (begins_with(reason, "MPPE"))
        return mppe_not_agreed();
    /* The peer ended it. pppd opens IPCP only after CCP brought MPPE: no request of IPCP was ever sent. */
    if (over && link_state.furthest == PPTP_PLUGIN_PHASE_NETWORK && ipcp_fsm[0].id == 0)
        return mppe_not_agreed();
    return PPTP_PLUGIN_FAILURE_NONE;
}

void link_follow(int pppd_phase)
{
    enum pptp_plugin_phase now = link_phase(pppd_phase);
    const int network = now == PPTP_PLUGIN_PHASE_NETWORK || now == PPTP_PLUGIN_PHASE_RUNNING;

    if (now == PPTP_PLUGIN_PHASE_TERMINATE || now == PPTP_PLUGIN_PHASE_DISCONNECT)
        link_state.closing = 1; /* the phases run backwards from here on */
    if (network && !link_state.closing && needs_other_authentication()) {
        link_state.failure = PPTP_PLUGIN_FAILURE_NOT_AUTHENTICATED;
        now = PPTP_PLUGIN_PHASE_AUTHENTICATE;
    }
    if (!link_state.closing && now > link_state.furthest)
        link_state.furthest = now;
    if (link_state.failure == PPTP_PLUGIN_FAILURE_NONE)
        link_state.failure = find_failure(now);
    /* After this moment pppd reads once more from the closed device and makes a hang-up (16) of any status.
     */
    if (now == PPTP_PLUGIN_PHASE_DEAD) {
        link_state.dead = 1;
        link_state.status_at_dead = compat_status();
    }
}

/* A server that refused a password closes everything at once. What pppd notes about that depends on what
 * reaches it first: the refusal, the hang-up, or the daemon's SIGTERM. The refusal is the reason. */
void link_received(const unsigned char* packet, int length)
{
    int protocol;
    int code;

    if (length <= PPP_HDRLEN)
        return;
    protocol = packet[2] << 8 | packet[3];
    code = packet[PPP_HDRLEN];
    if ((protocol == PPP_CHAP && code == CHAP_FAILURE) || (protocol == PPP_PAP && code == UPAP_AUTHNAK))
        link_state.authentication_refused = 1;
}

struct pptp_plugin_exit link_end(int exit_status)
{
    struct pptp_plugin_exit end = {PPTP_PLUGIN_EXIT, exit_status, link_state.furthest, link_state.failure};

    if (link_state.dead)
        end.status = link_state.status_at_dead;
    if (link_state.authentication_refused && link_state.furthest <= PPTP_PLUGIN_PHASE_AUTHENTICATE)
        end.status = EXIT_AUTH_TOPEER_FAILED;
    return end;
}
