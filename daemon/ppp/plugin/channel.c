/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "channel.h"

#include "pppd_compat.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SECRET_WAIT_SECONDS = 60 };

static int channel_fd = -1;

int channel_open(int descriptor)
{
    int type = 0;
    socklen_t size = sizeof(type);

    if (channel_fd >= 0 || descriptor < 3)
        return -1;
    if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_SEQPACKET)
        return -1;
    if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0)
        return -1;
    channel_fd = descriptor;
    return 0;
}

void channel_close(void)
{
    if (channel_fd >= 0)
        close(channel_fd);
    channel_fd = -1;
}

/* Without the daemon nobody looks after the link: it ends as with any other SIGTERM. */
static int channel_lost(void)
{
    if (channel_fd >= 0) {
        channel_close();
        kill(getpid(), SIGTERM);
    }
    return -1;
}

int channel_send(const void* record, size_t size)
{
    ssize_t sent;

    if (channel_fd < 0)
        return -1;
    do {
        sent = send(channel_fd, record, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)size ? 0 : channel_lost();
}

/* 1 if an answer or the end of the channel can be read. */
static int wait_for_answer(void)
{
    struct pollfd wanted = {channel_fd, POLLIN, 0};
    int seconds;

    /* In slices: a signal that comes just before poll() must not be missed for a minute. */
    for (seconds = 0; seconds < SECRET_WAIT_SECONDS && !compat_is_ending(); ++seconds) {
        const int ready = poll(&wanted, 1, 1000);
        if (ready > 0)
            return 1;
        if (ready < 0 && errno != EINTR)
            return 0;
    }
    return 0;
}

int channel_ask_secret(enum pptp_plugin_auth method, char password[PPTP_PLUGIN_SECRET_MAX + 1])
{
    const struct pptp_plugin_secret_request request = {PPTP_PLUGIN_SECRET_REQUEST, method};
    struct pptp_plugin_secret answer;
    ssize_t size;
    int result = -1;

    if (channel_send(&request, sizeof(request)) != 0 || !wait_for_answer())
        return -1;
    memset(&answer, 0, sizeof(answer));
    size = recv(channel_fd, &answer, sizeof(answer), MSG_DONTWAIT | MSG_TRUNC);
    if (size != (ssize_t)sizeof(answer) || answer.type != PPTP_PLUGIN_SECRET ||
        answer.length > PPTP_PLUGIN_SECRET_MAX || memchr(answer.bytes, 0, answer.length) != NULL) {
        channel_lost();
    } else if (answer.granted == 1) {
        memcpy(password, answer.bytes, answer.length);
        password[answer.length] = 0;
        result = 0;
    }
    explicit_bzero(&answer, sizeof(answer));
    return result;
}
