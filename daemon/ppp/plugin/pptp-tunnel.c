/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* pppd's plugin: tells the daemon what the link does and asks it for the password.
 *
 * C, because pppd's headers cannot be read by a C++ compiler. The option `pptp-tunnel-fd N` starts it; before
 * that nothing of pppd is touched. */
#include "channel.h"
#include "kernel_link.h"
#include "link_end.h"
#include "pppd_compat.h"
#include "unit_queue.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* pppd compares this with its own version and refuses any other: the layouts of its structs differ. */
__attribute__((visibility("default"))) char pppd_version[] = COMPAT_VERSION;
__attribute__((visibility("default"))) void plugin_init(void);

static int refused_by_daemon;

static void on_phase(void* context, int pppd_phase)
{
    struct pptp_plugin_phase_record record = {PPTP_PLUGIN_PHASE, link_phase(pppd_phase), compat_status()};

    (void)context;
    /* `noccp` in /etc/ppp/options would switch the required MPPE off without a word; no option undoes it. And
     * what is left there of MPPE does not count where it is switched off. */
    if (pppd_phase == PHASE_SERIALCONN && ccp_wantoptions[0].mppe)
        ccp_protent.enabled_flag = 1;
    else if (pppd_phase == PHASE_SERIALCONN)
        ccp_allowoptions[0].mppe = 0;
    link_follow(pppd_phase);
    channel_send(&record, sizeof(record));
}

static void describe_mppe(struct pptp_plugin_ip_up* up)
{
    const int received = ccp_gotoptions[0].mppe;
    const int sent = ccp_hisoptions[0].mppe;

    if (ccp_fsm[0].state != OPENED || !received || !sent)
        return;
    if (received & sent & MPPE_OPT_128)
        up->mppe_bits = 128;
    else if ((received | sent) & MPPE_OPT_40)
        up->mppe_bits = 40;
    else
        up->mppe_bits = 56;
    up->mppe_stateless = !((received | sent) & MPPE_OPT_STATEFUL);
}

static void on_ip_up(void* context, int unused)
{
    struct pptp_plugin_ip_up up;
    const char* interface = compat_interface();

    (void)context;
    (void)unused;
    memset(&up, 0, sizeof(up));
    up.type = PPTP_PLUGIN_IP_UP;
    up.interface_index = (int32_t)if_nametoindex(interface);
    strncpy(up.interface_name, interface, sizeof(up.interface_name) - 1);
    up.local_address = ipcp_gotoptions[0].ouraddr;
    up.peer_address = ipcp_hisoptions[0].hisaddr;
    /* 10.64.64.64 plus the unit is what pppd makes up for a peer without an address. */
    if (up.peer_address == htonl(0x0a404040u + (uint32_t)compat_unit()))
        up.peer_address = 0;
    up.dns[0] = ipcp_gotoptions[0].dnsaddr[0];
    up.dns[1] = ipcp_gotoptions[0].dnsaddr[1];
    up.mtu = (uint32_t)compat_mtu(0);
    up.authentication = link_authentication();
    describe_mppe(&up);
    channel_send(&up, sizeof(up));
}

static void on_ip_down(void* context, int unused)
{
    const struct pptp_plugin_ip_down down = {PPTP_PLUGIN_IP_DOWN, 0};

    (void)context;
    (void)unused;
    channel_send(&down, sizeof(down));
}

static void on_exit_of_pppd(void* context, int exit_status)
{
    struct pptp_plugin_exit end = link_end(exit_status);

    (void)context;
    /* The daemon knows why it refused the password; to us it is like any other wish of its to end. */
    if (refused_by_daemon)
        end.status = EXIT_USER_REQUEST;
    channel_send(&end, sizeof(end));
}

static bool scripts_wanted;

/* In every child of pppd before it executes anything. All of them are scripts: those of /etc/ppp, of which
 * pppd waits for ip-pre-up without listening to SIGTERM, and those that /etc/ppp/options may name. None of
 * them is for a tunnel that the daemon owns, unless its profile says so. Whoever is wanted does not outlive
 * pppd; the daemon ends what it has started. */
static void on_fork(void* context, int unused)
{
    (void)context;
    (void)unused;
    channel_close();
    if (!scripts_wanted)
        _exit(0); /* which closes the kernel's link as well */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static int have_secret(void)
{
    return 1; /* or pppd would look into its secrets files and refuse CHAP */
}

/* pppd goes on with an empty password when it gets none. That would count as a failed login and may lock the
 * account, so that it ends here, before a byte is sent. */
static int give_secret(enum pptp_plugin_auth method, char* password)
{
    if (channel_ask_secret(method, password) != 0) {
        refused_by_daemon = 1;
        fatal("No password was given");
    }
    return 1;
}

static int chap_secret(char* peer_user, char* password)
{
    (void)peer_user;
    return give_secret(link_authentication(), password);
}

static int pap_secret(char* peer_user, char* password)
{
    (void)peer_user;
    /* Without a buffer pppd only wants to know whether there is a password. */
    return password ? give_secret(PPTP_PLUGIN_AUTH_PAP, password) : 1;
}

static void (*next_snoop)(unsigned char* packet, int length);

static void on_late_packet(const unsigned char* packet, int length)
{
    link_received(packet, length);
}

static void on_packet(unsigned char* packet, int length)
{
    static int told;
    static int told_answer;
    static int given_up;
    static int drained;
    const int answers = link_received(packet, length);

    if (!drained && link_was_terminated()) {
        drained = 1;
        unit_queue_drain(compat_unit(), on_late_packet);
    }

    if (!told || (answers && !told_answer)) {
        const struct pptp_plugin_heard heard = {PPTP_PLUGIN_HEARD, (uint32_t)answers};
        told = 1;
        told_answer = answers;
        channel_send(&heard, sizeof(heard));
    }
    if (next_snoop)
        next_snoop(packet, length);
    if (!given_up && link_is_pointless()) {
        given_up = 1;
        lcp_close(0, "IPCP was refused");
    }
}

static void watch_pppd(void)
{
    COMPAT_NOTIFY(NF_PHASE_CHANGE, phasechange, on_phase);
    COMPAT_NOTIFY(NF_IP_UP, ip_up_notifier, on_ip_up);
    COMPAT_NOTIFY(NF_IP_DOWN, ip_down_notifier, on_ip_down);
    COMPAT_NOTIFY(NF_EXIT, exitnotify, on_exit_of_pppd);
    COMPAT_NOTIFY(NF_FORK, fork_notifier, on_fork);
    next_snoop = snoop_recv_hook;
    snoop_recv_hook = on_packet;

    /* Not chained: a password comes from the daemon or not at all. */
    pap_check_hook = have_secret;
    chap_check_hook = have_secret;
    pap_passwd_hook = pap_secret;
    chap_passwd_hook = chap_secret;
}

/* -1: the text is not one. */
static int descriptor_number(const char* text)
{
    char* end = NULL;
    long number;

    errno = 0;
    number = strtol(text, &end, 10);
    if (errno || end == text || *end || number < 0 || number > INT_MAX)
        return -1;
    return (int)number;
}

/* The option's argument: the number of the inherited descriptor. */
static int start_plugin(char** arguments)
{
    struct pptp_plugin_hello hello;
    const int number = descriptor_number(arguments[0]);

    if (number < 0 || channel_open(number) != 0) {
        compat_option_error("pptp-tunnel-fd: %s is not the plugin's channel", arguments[0]);
        return 0;
    }
    memset(&hello, 0, sizeof(hello));
    hello.type = PPTP_PLUGIN_HELLO;
    hello.protocol_version = PPTP_PLUGIN_PROTOCOL_VERSION;
    strncpy(hello.pppd_version, COMPAT_VERSION, sizeof(hello.pppd_version) - 1);
    if (channel_send(&hello, sizeof(hello)) != 0) {
        compat_option_error("pptp-tunnel-fd: nobody listens");
        return 0;
    }
    watch_pppd();
    return 1;
}

/* The option's argument: the number of the inherited descriptor. */
static int use_kernel_link(char** arguments)
{
    const int number = descriptor_number(arguments[0]);

    if (number < 0 || kernel_link_use(number) != 0) {
        compat_option_error("pptp-tunnel-link: %s is not a channel of the kernel", arguments[0]);
        return 0;
    }
    return 1;
}

static compat_option options[] = {
    {.name = "pptp-tunnel-fd",
     .type = o_special,
     .addr = (void*)&start_plugin,
     .description = "Channel of pptp-tunneld",
     .flags = OPT_PRIV},
    {.name = "pptp-tunnel-scripts",
     .type = o_bool,
     .addr = &scripts_wanted,
     .description = "Run the scripts of /etc/ppp",
     .flags = OPT_PRIV | 1},
    {.name = "pptp-tunnel-link",
     .type = o_special,
     .addr = (void*)&use_kernel_link,
     .description = "PPPoX socket in the place of a terminal",
     .flags = OPT_PRIV},
    {.name = NULL},
};

void plugin_init(void)
{
    compat_add_options(options);
}
