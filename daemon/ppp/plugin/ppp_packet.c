/* SPDX-FileCopyrightText: The pptp-tunnel authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ppp_packet.h"

#include <string.h>

enum {
    LINK_HEADER = 4, /* address, control, protocol */
    HEADER = 4,      /* code, identifier, length */
    OPTION_HEADER = 2,
    OPTION_MPPE = 18,
    MPPE_BITS = 4,
    LARGEST_ERROR = 99999,
};

/* Behind the magic number in the Terminate-Request of Microsoft's servers; their error number follows. */
static const unsigned char error_mark[] = {0x00, 0x3C, 0xCD, 0x74};
enum { MARK_OFFSET = 4, ERROR_OFFSET = 8, MARKED_LENGTH = 12 };

static uint32_t read_32(const unsigned char* bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

int ppp_packet_read(const unsigned char* bytes, size_t size, struct ppp_packet* packet)
{
    const unsigned char* header = bytes + LINK_HEADER;
    size_t length;

    if (size < LINK_HEADER + HEADER)
        return -1;
    length = (size_t)header[2] << 8 | header[3];
    if (length < HEADER || length > size - LINK_HEADER)
        return -1;
    packet->protocol = (unsigned)bytes[2] << 8 | bytes[3];
    packet->code = header[0];
    packet->data = header + HEADER;
    packet->length = length - HEADER;
    return 0;
}

const unsigned char* ppp_packet_option(const struct ppp_packet* packet, unsigned type, size_t* length)
{
    size_t at = 0;

    while (packet->length - at >= OPTION_HEADER) {
        const unsigned char* option = packet->data + at;
        const size_t size = option[1];
        if (size < OPTION_HEADER || size > packet->length - at)
            return NULL;
        if (option[0] == type) {
            *length = size - OPTION_HEADER;
            return option + OPTION_HEADER;
        }
        at += size;
    }
    return NULL;
}

uint32_t ppp_packet_mppe(const struct ppp_packet* packet)
{
    size_t length = 0;
    const unsigned char* bits = ppp_packet_option(packet, OPTION_MPPE, &length);

    return bits && length == MPPE_BITS ? read_32(bits) : 0;
}

/* Up to the first NUL, or as much as there is room for. */
static void take_text(struct ppp_words* words, const unsigned char* text, size_t length)
{
    if (length > PPTP_PLUGIN_TEXT_MAX)
        length = PPTP_PLUGIN_TEXT_MAX;
    memcpy(words->text, text, length);
    words->text[length] = 0;
}

/* The digits at the beginning; 0 if there are none or too many. */
static uint32_t read_number(const unsigned char* text, size_t length)
{
    uint32_t number = 0;
    size_t i;

    for (i = 0; i < length && text[i] >= '0' && text[i] <= '9'; ++i) {
        number = number * 10 + (uint32_t)(text[i] - '0');
        if (number > LARGEST_ERROR)
            return 0;
    }
    return number;
}

void ppp_words_of_chap(const struct ppp_packet* packet, struct ppp_words* words)
{
    static const unsigned char message[] = {' ', 'M', '='};
    size_t i;

    memset(words, 0, sizeof(*words));
    if (packet->length < 2 || packet->data[0] != 'E' || packet->data[1] != '=') {
        take_text(words, packet->data, packet->length);
        return;
    }
    words->error = read_number(packet->data + 2, packet->length - 2);
    for (i = 2; i + sizeof(message) <= packet->length; ++i) {
        if (memcmp(packet->data + i, message, sizeof(message)) == 0) {
            i += sizeof(message);
            take_text(words, packet->data + i, packet->length - i);
            return;
        }
    }
}

void ppp_words_of_pap(const struct ppp_packet* packet, struct ppp_words* words)
{
    memset(words, 0, sizeof(*words));
    if (packet->length > 0 && packet->data[0] < packet->length)
        take_text(words, packet->data + 1, packet->data[0]);
}

void ppp_words_of_terminate(const struct ppp_packet* packet, struct ppp_words* words)
{
    size_t i;

    memset(words, 0, sizeof(*words));
    if (packet->length == MARKED_LENGTH &&
        memcmp(packet->data + MARK_OFFSET, error_mark, sizeof(error_mark)) == 0) {
        const uint32_t error = read_32(packet->data + ERROR_OFFSET);
        words->error = error <= LARGEST_ERROR ? error : 0;
        return;
    }
    /* The data may be anything (RFC 1661, 5.5); only what looks like words is taken for such. */
    for (i = 0; i < packet->length; ++i) {
        if (packet->data[i] < ' ' || packet->data[i] == 0x7F)
            return;
    }
    take_text(words, packet->data, packet->length);
}
