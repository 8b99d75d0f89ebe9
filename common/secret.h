// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A password: it cannot be printed or copied by accident, and it wipes itself.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace pptp {

class Secret {
public:
    /// What pppd's MAXSECRETLEN leaves for a password; a longer one is refused, never cut.
    static constexpr std::size_t MaxBytes = 255;

    Secret() = default;
    /// Takes the bytes and wipes the source.
    explicit Secret(std::string&& bytes) noexcept;
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    /// A second one on purpose.
    [[nodiscard]] Secret copy() const { return Secret(std::string(m_bytes)); }
    [[nodiscard]] bool empty() const { return m_bytes.empty(); }
    [[nodiscard]] std::string_view reveal() const { return m_bytes; }

private:
    std::string m_bytes;
};

/// Overwrites memory in a way that the compiler may not leave out.
void wipe(std::string& bytes) noexcept;

} // namespace pptp
