/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/** Reads out of the peer's packets why it refuses us: bounded, and without pppd's own view of them. */
#ifndef PPTP_PPP_PACKET_H
#define PPTP_PPP_PACKET_H

#include "common/plugin_protocol.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A packet of LCP, CCP, PAP or CHAP: they begin alike (RFC 1661, 5; RFC 1334, 2.2; RFC 1994, 4). */
struct ppp_packet {
    unsigned protocol;
    unsigned code;
    const unsigned char* data; /* behind the header, padding left out */
    size_t length;
};

/* From the address field on. 0, or -1 if it is shorter than its header or than it says itself. */
int ppp_packet_read(const unsigned char* bytes, size_t size, struct ppp_packet* packet);

/* The value of the first option of this type in a Configure packet; NULL if there is none or the list breaks
 * off before it. */
const unsigned char* ppp_packet_option(const struct ppp_packet* packet, unsigned type, size_t* length);

/* The MPPE bits (RFC 3078, 2.1) that a Configure packet of CCP speaks of; 0: none. */
uint32_t ppp_packet_mppe(const struct ppp_packet* packet);

/* What the peer said, as it came; error is the number in it, 0 if there is none. */
struct ppp_words {
    uint32_t error;
    char text[PPTP_PLUGIN_TEXT_MAX + 1];
};

/* The message of a CHAP Failure, with the numbers of RFC 2759, 6 if it has that form. */
void ppp_words_of_chap(const struct ppp_packet* packet, struct ppp_words* words);
/* The message of a PAP Authenticate-Nak. */
void ppp_words_of_pap(const struct ppp_packet* packet, struct ppp_words* words);
/* The data of an LCP Terminate-Request: text, or the number that servers of Microsoft's put there. */
void ppp_words_of_terminate(const struct ppp_packet* packet, struct ppp_words* words);

#ifdef __cplusplus
}
#endif

#endif
