/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "link_end.h"

#include "ppp_packet.h"
#include "pppd_compat.h"

#include <string.h>

#ifndef PPP_EAP
#define PPP_EAP 0xC227 /* RFC 3748 */
#endif

/* RFC 3078, 2.1 */
#define MPPE_STATELESS 0x01000000u
#define MPPE_128_BITS 0x00000040u
#define MPPE_40_BITS 0x00000020u
#define MPPE_ANY_BITS 0x000000E0u

static struct {
    enum pptp_plugin_phase furthest;
    enum pptp_plugin_failure failure;
    int closing;
    int dead;
    int status_at_dead;
    int authentication_refused;
    int method_refused;           /* what the peer demanded last is refused by the options */
    enum pptp_plugin_auth method; /* which one */
    uint32_t mppe_offered;        /* what the peer asked for, or proposed instead of what we asked for */
    int mppe_asked;               /* it asked for some */
    int mppe_ended;               /* it began CCP again, or ended it, after that had brought MPPE */
    int ipcp_refused;             /* it does not speak IPCP */
    int terminated;               /* by a Terminate-Request of the peer */
    struct ppp_words words;
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

/* Too weak is what was offered if nothing of it would have been taken; that it was not stateless counts only
 * where it failed because of that. */
static enum pptp_plugin_failure mppe_not_agreed(void)
{
    const uint32_t offered = link_state.mppe_offered;
    const int wanted = ccp_wantoptions[0].mppe;
    const int strong = (wanted & MPPE_OPT_128 && offered & MPPE_128_BITS) ||
                       (wanted & MPPE_OPT_40 && offered & MPPE_40_BITS);

    if (offered & MPPE_ANY_BITS && (!strong || !(offered & MPPE_STATELESS)))
        return PPTP_PLUGIN_FAILURE_MPPE_WEAK;
    return PPTP_PLUGIN_FAILURE_MPPE_REFUSED;
}

/* pppd opens IPCP only after CCP brought MPPE. */
static int ipcp_begun(void)
{
    return ipcp_fsm[0].id != 0;
}

/* pppd says "MPPE disabled" also where the link goes down for want of addresses, and MPPE with it. */
static int mppe_is_to_blame(void)
{
    return !ipcp_begun() || link_state.mppe_ended || link_state.furthest != PPTP_PLUGIN_PHASE_NETWORK;
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
    const int in_network = over && link_state.furthest == PPTP_PLUGIN_PHASE_NETWORK;

    if (!ccp_wantoptions[0].mppe)
        return in_network && link_state.terminated && link_state.mppe_asked
                   ? PPTP_PLUGIN_FAILURE_MPPE_INSISTED
                   : PPTP_PLUGIN_FAILURE_NONE;
    /* Any other status has a reason of its own, and taking a link down says "MPPE disabled" as well; unless
     * the peer ended the link before, and hung up at once. */
    if (!link_state.terminated && status_now != EXIT_OK && status_now != EXIT_NEGOTIATION_FAILED)
        return PPTP_PLUGIN_FAILURE_NONE;
    if (begins_with(reason, "MPPE required but not available"))
        return PPTP_PLUGIN_FAILURE_MPPE_UNAVAILABLE;
    if (begins_with(reason, "MPPE") && mppe_is_to_blame())
        return mppe_not_agreed();
    if (in_network && !ipcp_begun()) /* the peer ended it */
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

/* What a Configure-Request demands of us (RFC 1661, 6.2; RFC 1994, 3). */
static enum pptp_plugin_auth demanded(const unsigned char* option, size_t length)
{
    const int protocol = length >= 2 ? option[0] << 8 | option[1] : 0;

    if (protocol == PPP_PAP)
        return PPTP_PLUGIN_AUTH_PAP;
    if (protocol == PPP_EAP)
        return PPTP_PLUGIN_AUTH_EAP;
    if (protocol != PPP_CHAP || length < 3)
        return PPTP_PLUGIN_AUTH_NONE;
    if (option[2] == CHAP_MICROSOFT_V2)
        return PPTP_PLUGIN_AUTH_MSCHAPV2;
    return option[2] == CHAP_MICROSOFT ? PPTP_PLUGIN_AUTH_MSCHAP : PPTP_PLUGIN_AUTH_CHAP_MD5;
}

static int is_refused(enum pptp_plugin_auth method)
{
    const lcp_options* allowed = &lcp_allowoptions[0];

    switch (method) {
    case PPTP_PLUGIN_AUTH_PAP:
        return !allowed->neg_upap;
    case PPTP_PLUGIN_AUTH_EAP:
        return !allowed->neg_eap;
    case PPTP_PLUGIN_AUTH_CHAP_MD5:
        return !(allowed->neg_chap && allowed->chap_mdtype & MDTYPE_MD5);
    case PPTP_PLUGIN_AUTH_MSCHAP:
        return !(allowed->neg_chap && allowed->chap_mdtype & MDTYPE_MICROSOFT);
    case PPTP_PLUGIN_AUTH_MSCHAPV2:
        return !(allowed->neg_chap && allowed->chap_mdtype & MDTYPE_MICROSOFT_V2);
    default:
        return 1; /* of a kind that nobody here knows */
    }
}

static void lcp_received(const struct ppp_packet* packet)
{
    if (packet->code == CONFREQ) {
        size_t length = 0;
        const unsigned char* option = ppp_packet_option(packet, CI_AUTHTYPE, &length);
        /* One that gives its demand up when we refuse it still wanted it, and mostly ends the link then. */
        if (option) {
            link_state.method = demanded(option, length);
            link_state.method_refused = is_refused(link_state.method);
        }
    } else if (packet->code == TERMREQ && !link_state.closing) {
        link_state.terminated = 1;
        if (!link_state.authentication_refused)
            ppp_words_of_terminate(packet, &link_state.words);
    } else if (packet->code == PROTREJ && packet->length >= 2) {
        const int protocol = packet->data[0] << 8 | packet->data[1];
        link_state.ipcp_refused = link_state.ipcp_refused || protocol == PPP_IPCP;
    }
}

static void ccp_received(const struct ppp_packet* packet)
{
    const uint32_t bits = packet->code == CONFREQ || packet->code == CONFNAK ? ppp_packet_mppe(packet) : 0;

    if (bits & MPPE_ANY_BITS) {
        link_state.mppe_offered = bits;
        link_state.mppe_asked = link_state.mppe_asked || packet->code == CONFREQ;
    }
    if (ipcp_begun() && (packet->code == CONFREQ || packet->code == TERMREQ))
        link_state.mppe_ended = 1;
}

/* A server that refused a password closes everything at once. What pppd notes about that depends on what
 * reaches it first: the refusal, the hang-up, or the daemon's SIGTERM. The refusal is the reason. */
int link_received(const unsigned char* bytes, int length)
{
    struct ppp_packet packet;

    if (length < 0 || ppp_packet_read(bytes, (size_t)length, &packet) != 0)
        return 0;
    if (packet.protocol == PPP_CHAP && packet.code == CHAP_FAILURE) {
        link_state.authentication_refused = 1;
        ppp_words_of_chap(&packet, &link_state.words);
    } else if (packet.protocol == PPP_PAP && packet.code == UPAP_AUTHNAK) {
        link_state.authentication_refused = 1;
        ppp_words_of_pap(&packet, &link_state.words);
    } else if (packet.protocol == PPP_LCP) {
        lcp_received(&packet);
    } else if (packet.protocol == PPP_CCP) {
        ccp_received(&packet);
    }
    return packet.protocol == PPP_LCP &&
           (packet.code == CONFACK || packet.code == CONFNAK || packet.code == CONFREJ);
}

int link_is_pointless(void)
{
    return link_state.ipcp_refused && !link_state.closing;
}

int link_was_terminated(void)
{
    return link_state.terminated;
}

struct pptp_plugin_exit link_end(int exit_status)
{
    struct pptp_plugin_exit end;

    memset(&end, 0, sizeof(end));
    end.type = PPTP_PLUGIN_EXIT;
    end.status = link_state.dead ? link_state.status_at_dead : exit_status;
    end.last_phase = link_state.furthest;
    end.failure = link_state.failure;
    end.peer_error = link_state.words.error;
    memcpy(end.peer_text, link_state.words.text, sizeof(end.peer_text));
    if (link_state.method_refused)
        end.wanted_authentication = link_state.method;
    if (link_state.method_refused && link_state.furthest <= PPTP_PLUGIN_PHASE_ESTABLISH &&
        end.failure == PPTP_PLUGIN_FAILURE_NONE)
        end.failure = PPTP_PLUGIN_FAILURE_NOT_AUTHENTICATED;
    /* The peer ended it for this reason, whatever else came in between. */
    if (link_state.terminated && end.failure != PPTP_PLUGIN_FAILURE_NONE &&
        link_state.furthest <= PPTP_PLUGIN_PHASE_NETWORK)
        end.status = EXIT_NEGOTIATION_FAILED;
    if (link_state.authentication_refused && link_state.furthest <= PPTP_PLUGIN_PHASE_AUTHENTICATE)
        end.status = EXIT_AUTH_TOPEER_FAILED;
    return end;
}
