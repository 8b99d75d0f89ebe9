// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Cuts the TCP stream of a control connection into whole messages, however TCP has joined or split them.
#pragma once

#include "worker/control/control_message.h"

namespace pptp {

class ControlFramer {
public:
    /// Of a type that we do not know. The known types have their own, exact sizes.
    static constexpr std::size_t MaxUnknownBytes = 1024;

    /// Consumes input up to the end of the next message and returns that message; nothing when the input is
    /// used up. The message is valid until the next call. Fails for good when the stream is no PPTP: wrong
    /// magic, a length that no message can have, or one that the type cannot have. A message of an unknown
    /// type or kind is returned like any other, for the caller to skip.
    [[nodiscard]] Result<std::optional<std::span<const std::byte>>> next(std::span<const std::byte>& input);

private:
    /// How far to fill the buffer before something can be decided.
    [[nodiscard]] std::size_t target() const;
    [[nodiscard]] bool magicPossible() const;
    [[nodiscard]] Result<void> checkHeader() const;

    std::array<std::byte, MaxUnknownBytes> m_buffer{};
    std::size_t m_filled = 0;
    bool m_returned = false; ///< The buffer holds the message of the previous call.
};

/// Whether a message from the framer is one of the fifteen that decodeControl() knows.
[[nodiscard]] bool isKnownControl(std::span<const std::byte> message);

} // namespace pptp
