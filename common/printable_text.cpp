// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/printable_text.h"

#include <array>
#include <cstdint>

namespace pptp {
namespace {

constexpr std::string_view Replacement = "\xEF\xBF\xBD";

struct Lead {
    unsigned char mask, bits;
    std::size_t length;
    std::uint32_t smallest; ///< A longer form of a smaller code point is not valid.
};
constexpr std::array<Lead, 4> leads{{
    {0x80, 0x00, 1, 0x0},
    {0xE0, 0xC0, 2, 0x80},
    {0xF0, 0xE0, 3, 0x800},
    {0xF8, 0xF0, 4, 0x10000},
}};

bool isPrintable(std::uint32_t point)
{
    const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    return !control && !surrogate && point <= 0x10FFFF;
}

/// The bytes of the character that text begins with; 0 if they are not a printable one.
std::size_t printableLength(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (const Lead& lead : leads) {
        if ((byte(0) & lead.mask) != lead.bits)
            continue;
        std::uint32_t point = byte(0) & static_cast<unsigned char>(~lead.mask);
        if (lead.length > text.size())
            return 0;
        for (std::size_t i = 1; i < lead.length; ++i) {
            if ((byte(i) & 0xC0) != 0x80)
                return 0;
            point = point << 6 | (byte(i) & 0x3F);
        }
        return point >= lead.smallest && isPrintable(point) ? lead.length : 0;
    }
    return 0;
}

} // namespace

std::string printableText(std::string_view bytes)
{
    bytes = bytes.substr(0, bytes.find('\0'));
    std::string text;
    while (!bytes.empty()) {
        const std::size_t length = printableLength(bytes);
        text += length > 0 ? bytes.substr(0, length) : Replacement;
        bytes.remove_prefix(length > 0 ? length : 1);
    }
    return text;
}

std::string joinedText(std::span<const std::string> words)
{
    std::string all;
    for (const std::string& word : words)
        all += (all.empty() ? "" : ", ") + word;
    return all;
}

} // namespace pptp
