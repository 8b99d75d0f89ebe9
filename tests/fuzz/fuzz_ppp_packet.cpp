// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The peer's packets as pppd's plugin reads them, inside pppd and as root.

#include "daemon/ppp/plugin/ppp_packet.h"
#include "tests/fuzz/fuzz_input.h"

#include <cstring>

using namespace pptp::fuzz;

namespace {

void checkWords(void (*reader)(const ppp_packet*, ppp_words*), const ppp_packet& packet)
{
    ppp_words words;
    std::memset(&words, 'x', sizeof(words));
    reader(&packet, &words);
    require(std::memchr(words.text, 0, sizeof(words.text)) != nullptr, "the words have an end");
    require(std::strlen(words.text) <= packet.length, "the words are the peer's");
    require(words.error <= 99999, "a number is a small one");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    ppp_packet packet{};
    if (ppp_packet_read(data, size, &packet) != 0)
        return 0;
    require(packet.data >= data && packet.data + packet.length <= data + size,
            "a packet is within its bytes");
    for (unsigned type = 0; type < 256; ++type) {
        std::size_t length = 0;
        const unsigned char* option = ppp_packet_option(&packet, type, &length);
        require(option == nullptr ||
                    (option >= packet.data && option + length <= packet.data + packet.length),
                "an option is within its packet");
    }
    (void)ppp_packet_mppe(&packet);
    for (const auto reader : {ppp_words_of_chap, ppp_words_of_pap, ppp_words_of_terminate})
        checkWords(reader, packet);
    return 0;
}
