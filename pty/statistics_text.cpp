// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/statistics_text.h"

#include <array>

namespace pptp {
namespace {

/// In the order of greStatsFields.
constexpr std::array<std::string_view, greStatsFields.size()> labels{
    "rx accepted ", "rx lost     ", "rx under win", "rx over  win", "rx buffered ",
    "rx OS errors", "rx truncated", "rx invalid  ", "rx acks     ", "tx sent     ",
    "tx failed   ", "tx short    ", "tx acks     ", "tx oversize ", "round trip  "};

} // namespace

std::vector<std::string> statisticsLines(const GreStats& stats)
{
    std::vector<std::string> lines{"GRE statistics:"};
    for (std::size_t i = 0; i < labels.size(); ++i)
        lines.push_back(std::string(labels[i]) + " = " + std::to_string(stats.*greStatsFields[i].value));
    lines.back() += " usecs";
    return lines;
}

} // namespace pptp
