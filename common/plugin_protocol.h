/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The records between pppd's plugin pptp-tunnel.so (C) and the daemon (C++), over a SOCK_SEQPACKET pair.
 *
 * Plain C, included by both. Each datagram is exactly one of the structs below, its type first; fields are
 * in host byte order, addresses in network byte order as pppd has them. The plugin reports and asks; the
 * daemon only ever answers a secret request. Either side treats anything else as the end of the other. */
#ifndef PPTP_PLUGIN_PROTOCOL_H
#define PPTP_PLUGIN_PROTOCOL_H

#include <stdint.h>

#define PPTP_PLUGIN_PROTOCOL_VERSION 2u
#define PPTP_PLUGIN_SECRET_MAX 255u
#define PPTP_PLUGIN_NAME_MAX 255u
#define PPTP_PLUGIN_TEXT_MAX 255u

enum pptp_plugin_record_type {
    PPTP_PLUGIN_HELLO = 1,          /* plugin: loaded, with the versions of protocol and pppd */
    PPTP_PLUGIN_PHASE = 2,          /* plugin: pppd entered a phase; carries pppd's status of this moment */
    PPTP_PLUGIN_SECRET_REQUEST = 3, /* plugin: the password is needed now; waits for the answer */
    PPTP_PLUGIN_IP_UP = 4,          /* plugin: IPCP is up: interface, addresses, protection in use */
    PPTP_PLUGIN_IP_DOWN = 5,        /* plugin: IPCP went down */
    PPTP_PLUGIN_EXIT = 6,           /* plugin: pppd exits; carries the status that was true at PHASE_DEAD */
    PPTP_PLUGIN_HEARD = 7,          /* plugin: the peer's first packet arrived at pppd, or its first answer */
    PPTP_PLUGIN_SECRET = 100        /* daemon: the answer; length 0 with granted 0 is a refusal */
};

/* pppd's phases as the daemon sees them; the numbers are ours, not pppd's. */
enum pptp_plugin_phase {
    PPTP_PLUGIN_PHASE_DEAD = 0,
    PPTP_PLUGIN_PHASE_STARTING = 1, /* INITIALIZE, SERIALCONN, DORMANT */
    PPTP_PLUGIN_PHASE_ESTABLISH = 2,
    PPTP_PLUGIN_PHASE_AUTHENTICATE = 3,
    PPTP_PLUGIN_PHASE_NETWORK = 4,
    PPTP_PLUGIN_PHASE_RUNNING = 5,
    PPTP_PLUGIN_PHASE_TERMINATE = 6,
    PPTP_PLUGIN_PHASE_DISCONNECT = 7
};

enum pptp_plugin_auth {
    PPTP_PLUGIN_AUTH_NONE = 0,
    PPTP_PLUGIN_AUTH_PAP = 1,
    PPTP_PLUGIN_AUTH_CHAP_MD5 = 2,
    PPTP_PLUGIN_AUTH_MSCHAP = 3,
    PPTP_PLUGIN_AUTH_MSCHAPV2 = 4,
    PPTP_PLUGIN_AUTH_EAP = 5
};

/* Why the link could not be used although no number of pppd's says so. */
enum pptp_plugin_failure {
    PPTP_PLUGIN_FAILURE_NONE = 0,
    PPTP_PLUGIN_FAILURE_NOT_AUTHENTICATED =
        1, /* the peer demanded a method that is refused, or none that MPPE can take its keys from */
    PPTP_PLUGIN_FAILURE_MPPE_REFUSED = 2, /* MPPE is required, and the peer agreed to none or gave it up */
    PPTP_PLUGIN_FAILURE_MPPE_WEAK = 3,    /* MPPE is required, and the peer offered only a weaker one */
    PPTP_PLUGIN_FAILURE_MPPE_UNAVAILABLE = 4, /* MPPE is required, and the kernel has none */
    PPTP_PLUGIN_FAILURE_MPPE_INSISTED = 5     /* MPPE is switched off, and the peer ended the link for it */
};

struct pptp_plugin_hello {
    uint32_t type;
    uint32_t protocol_version;
    char pppd_version[32]; /* NUL-terminated */
};

struct pptp_plugin_phase_record {
    uint32_t type;
    uint32_t phase; /* enum pptp_plugin_phase */
    int32_t status; /* pppd's exit status as it stands */
};

struct pptp_plugin_secret_request {
    uint32_t type;
    uint32_t method; /* enum pptp_plugin_auth */
};

struct pptp_plugin_ip_up {
    uint32_t type;
    int32_t interface_index;
    char interface_name[16]; /* NUL-terminated */
    uint32_t local_address;  /* network byte order */
    uint32_t peer_address;   /* network byte order; 0: the peer gave none */
    uint32_t dns[2];         /* network byte order; 0: none */
    uint32_t mtu;
    uint32_t authentication; /* enum pptp_plugin_auth: how we proved ourselves to the peer */
    uint32_t mppe_bits;      /* 0, 40, 56 or 128, the weaker of both directions */
    uint32_t mppe_stateless; /* 1: in both directions */
};

struct pptp_plugin_ip_down {
    uint32_t type;
    uint32_t unused;
};

struct pptp_plugin_heard {
    uint32_t type;
    uint32_t answers; /* 1: an answer of LCP to a request of ours, so that the peer hears us too */
};

struct pptp_plugin_exit {
    uint32_t type;
    int32_t status;                 /* the true one: pppd's own exit code may be overwritten afterwards */
    uint32_t last_phase;            /* furthest phase reached before the end began: enum pptp_plugin_phase */
    uint32_t failure;               /* enum pptp_plugin_failure */
    uint32_t peer_error;            /* number in the peer's words (RFC 2759, 6: 646 to 709); 0: none */
    uint32_t wanted_authentication; /* enum pptp_plugin_auth: what the peer demanded last and was refused */
    char peer_text[PPTP_PLUGIN_TEXT_MAX + 1]; /* the peer's words as they came; NUL-terminated */
};

struct pptp_plugin_secret {
    uint32_t type;
    uint32_t granted;
    uint32_t length; /* 0 to PPTP_PLUGIN_SECRET_MAX */
    unsigned char bytes[256];
};

#endif
