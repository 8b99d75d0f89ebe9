// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/quirks.h"

#include "common/printable_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pptp {
namespace {

constexpr std::array<std::pair<std::string_view, Quirks>, 2> known{
    {{"BEZEQ_ISRAEL", BezeqIsrael}, {"SEQUENCE_FROM_1", SequenceFromOne}}};

} // namespace

Result<std::uint8_t> parseQuirks(std::string_view names)
{
    std::uint8_t quirks = NoQuirks;
    for (;;) {
        const std::size_t comma = names.find(',');
        const std::string_view name = names.substr(0, comma);
        const auto found = std::ranges::find(known, name, &std::pair<std::string_view, Quirks>::first);
        if (found == known.end())
            return fail(ErrorCode::InvalidSettings, '"' + printableText(name.substr(0, 60)) +
                                                        "\" is not a quirk: BEZEQ_ISRAEL, SEQUENCE_FROM_1");
        quirks |= found->second;
        if (comma == names.npos)
            return quirks;
        names.remove_prefix(comma + 1);
    }
}

} // namespace pptp
