/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernel_link.h"

#include "pppd_compat.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int link_fd = -1;

/* The daemon has connected it before pppd was started. */
static int link_connect(void)
{
    return link_fd;
}

/* The call's end: a second connect would have nothing to speak over, and the daemon wants none. */
static void link_close(void)
{
    if (link_fd >= 0)
        close(link_fd);
    link_fd = -1;
}

/* pppd looks through them, whatever there is. */
static compat_option no_options[] = {{.name = NULL}};

/* No send_config and recv_config: escapes, field compression and the like are for lines of bytes, which the
 * kernel's channel refuses to know; and the interface's MTU is set by pppd itself, by LCP and the option mtu.
 */
static struct channel kernel_link = {
    .options = no_options,
    .connect = link_connect,
    .disconnect = link_close,
    .establish_ppp = compat_establish,
    .disestablish_ppp = compat_disestablish,
    .close = link_close,
};

int kernel_link_use(int descriptor)
{
    int family = 0;
    socklen_t size = sizeof(family);

    if (link_fd >= 0 || descriptor < 3)
        return -1;
    if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &family, &size) != 0 || family != AF_PPPOX)
        return -1;
    if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0)
        return -1;
    link_fd = descriptor;
    the_channel = &kernel_link;
    compat_no_modem();
    compat_name_device("pptp-tunnel");
    return 0;
}
