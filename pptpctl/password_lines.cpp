// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/password_lines.h"

#include <algorithm>

namespace pptp {
namespace {

/// As much as a terminal has in one line (N_TTY), and room for lines that were typed ahead.
constexpr std::size_t maximumBytes = 8192;

} // namespace

PasswordLines::PasswordLines()
{
    m_bytes.reserve(maximumBytes); // so that growing never leaves a copy behind
}

void PasswordLines::feed(std::string_view bytes)
{
    m_bytes.append(bytes.substr(0, maximumBytes - std::min(maximumBytes, m_bytes.size())));
}

std::optional<Result<Secret>> PasswordLines::take()
{
    const std::size_t newline = m_bytes.find('\n');
    const bool complete = newline != std::string::npos;
    if (!complete && (!m_ended || m_bytes.empty()) && m_bytes.size() < maximumBytes)
        return std::nullopt;
    Secret line(m_bytes.substr(0, newline));
    std::string rest = complete ? m_bytes.substr(newline + 1) : std::string();
    wipe(m_bytes);
    m_bytes.append(rest);
    wipe(rest);
    if (line.empty())
        return fail(ErrorCode::InvalidArguments, "the password is empty");
    if (line.reveal().size() > Secret::MaxBytes)
        return fail(ErrorCode::InvalidArguments, "the password is longer than 255 bytes");
    if (line.reveal().find('\0') != std::string_view::npos)
        return fail(ErrorCode::InvalidArguments, "the password has a zero byte");
    return line;
}

} // namespace pptp
