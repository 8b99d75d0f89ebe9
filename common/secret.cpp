// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/secret.h"

#include <cstring>

namespace pptp {

void wipe(std::string& bytes) noexcept
{
    // The whole capacity: a short string lives in the object itself, and an old tail may still be there.
    bytes.resize(bytes.capacity());
    explicit_bzero(bytes.data(), bytes.size());
    bytes.clear();
}

// Copied and wiped instead of moved: moving a short std::string leaves its bytes in the source.
Secret::Secret(std::string&& bytes) noexcept : m_bytes(bytes)
{
    wipe(bytes);
}

Secret::Secret(Secret&& other) noexcept : m_bytes(other.m_bytes)
{
    wipe(other.m_bytes);
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        wipe(m_bytes);
        m_bytes = other.m_bytes;
        wipe(other.m_bytes);
    }
    return *this;
}

Secret::~Secret()
{
    wipe(m_bytes);
}

} // namespace pptp
