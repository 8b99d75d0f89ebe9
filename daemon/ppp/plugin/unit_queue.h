/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/** What the peer sent before it ended the link, and pppd will not read any more.
 *
 * The kernel has a queue for LCP and authentication and one for everything else. pppd empties the first one
 * first and none after a hang-up, so that a Terminate-Request overtakes the packets that explain it. */
#ifndef PPTP_PLUGIN_UNIT_QUEUE_H
#define PPTP_PLUGIN_UNIT_QUEUE_H

/* Takes what waits for this unit of PPP away and hands it over, packet by packet, from the address field on.
 */
void unit_queue_drain(int unit, void (*received)(const unsigned char* packet, int length));

#endif
