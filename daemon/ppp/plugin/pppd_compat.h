/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/** pppd 2.4.9 and 2.5 under one set of names, so that the plugin has one source. */
#ifndef PPTP_PPPD_COMPAT_H
#define PPTP_PPPD_COMPAT_H

#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/types.h>

#if __has_include(<pppd/pppdconf.h>)

#include <stdbool.h>

#include <pppd/pppdconf.h>

#include <linux/ppp_defs.h>
#include <pppd/pppd.h>

#include <pppd/fsm.h> /* before those that use it */

#include <pppd/ccp.h>
#include <pppd/chap.h>
#include <pppd/ipcp.h>
#include <pppd/lcp.h>
#include <pppd/mppe.h>
#include <pppd/options.h>
#include <pppd/upap.h>

#define COMPAT_VERSION PPPD_VERSION
#define COMPAT_NOTIFY(event, list, function) ppp_add_notify((event), (function), NULL)

typedef struct option compat_option;
#define compat_add_options ppp_add_options
#define compat_option_error ppp_option_error
#define compat_mtu ppp_get_mtu
#define compat_interface ppp_ifname
#define compat_unit ppp_ifunit
#define compat_establish ppp_generic_establish
#define compat_disestablish ppp_generic_disestablish
#define compat_name_device ppp_set_pppdevnam

static inline int compat_status(void)
{
    return (int)ppp_status();
}

static inline int compat_is_ending(void)
{
    return ppp_signaled(SIGTERM);
}

static inline void compat_no_modem(void)
{
    ppp_set_modem(false);
}

#else /* 2.4.9: <stdbool.h> must stay out, pppd.h has a bool of its own */

#include <pppd/pppd.h>

#include <pppd/fsm.h> /* before those that use it */

#include <pppd/ccp.h>
#include <pppd/chap-new.h>
#include <pppd/ipcp.h>
#include <pppd/lcp.h>
#include <pppd/mppe.h>
#include <pppd/upap.h>

#define COMPAT_VERSION VERSION
#define COMPAT_NOTIFY(event, list, function) add_notifier(&(list), (function), NULL)

typedef option_t compat_option;
#define compat_add_options add_options
#define compat_option_error option_error
#define compat_mtu netif_get_mtu
#define compat_establish generic_establish_ppp
#define compat_disestablish generic_disestablish_ppp

static inline const char* compat_interface(void)
{
    return ifname;
}

static inline int compat_unit(void)
{
    return ifunit;
}

static inline int compat_status(void)
{
    return status;
}

static inline int compat_is_ending(void)
{
    return got_sigterm;
}

static inline void compat_no_modem(void)
{
    modem = 0;
}

static inline void compat_name_device(const char* name)
{
    strlcpy(ppp_devnam, name, sizeof(ppp_devnam));
}

#endif

#endif
