/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "unit_queue.h"

#include <fcntl.h>
#include <linux/ppp-ioctl.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    QUEUE_LENGTH = 32, /* the kernel keeps no more */
    ADDRESS_AND_CONTROL = 2,
    PACKET_SIZE = 1500,
};

/* A second descriptor of the unit: pppd keeps its own to itself, and they share the queue. */
static int open_unit(int unit)
{
    const int device = open("/dev/ppp", O_RDWR | O_NONBLOCK | O_CLOEXEC);

    if (device >= 0 && ioctl(device, PPPIOCATTACH, &unit) != 0) {
        close(device);
        return -1;
    }
    return device;
}

void unit_queue_drain(int unit, void (*received)(const unsigned char* packet, int length))
{
    unsigned char packet[ADDRESS_AND_CONTROL + PACKET_SIZE] = {0xFF, 0x03};
    const int device = open_unit(unit);

    if (device < 0)
        return; /* then the reason is told as far as it is known */
    for (int taken = 0; taken < QUEUE_LENGTH; ++taken) {
        const ssize_t length = read(device, packet + ADDRESS_AND_CONTROL, PACKET_SIZE);
        if (length <= 0)
            break;
        received(packet, ADDRESS_AND_CONTROL + (int)length);
    }
    close(device);
}
