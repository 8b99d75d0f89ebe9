// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Cuts what arrives from a terminal or a pipe into passwords, one a line.
#pragma once

#include "common/error.h"
#include "common/secret.h"

#include <optional>
#include <string>
#include <string_view>

namespace pptp {

class PasswordLines {
public:
    PasswordLines();
    ~PasswordLines() { wipe(m_bytes); }
    PasswordLines(const PasswordLines&) = delete;
    PasswordLines& operator=(const PasswordLines&) = delete;

    /// What is beyond a limit far above any password is left out; the line it is in is too long anyway.
    void feed(std::string_view bytes);
    /// Nothing more will come: a last line without a newline counts too.
    void end() { m_ended = true; }
    [[nodiscard]] bool hasEnded() const { return m_ended; }

    /// The next line without its newline, once it is complete. InvalidArguments if it is empty, longer than
    /// Secret::MaxBytes or has a zero byte.
    [[nodiscard]] std::optional<Result<Secret>> take();

private:
    std::string m_bytes;
    bool m_ended = false;
};

} // namespace pptp
