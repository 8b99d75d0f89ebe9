// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Lets a few tunnels connect at a time and keeps the others in a line: a server that a hundred calls reach
/// in the same moment answers most of them too late.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace pptp {

class Turns {
public:
    static constexpr std::size_t AtOnce = 6;

    /// Letting go of it ends the turn, or the wait for it.
    using Turn = std::shared_ptr<void>;

    explicit Turns(std::size_t limit = AtOnce);

    /// Calls begin when it is this one's turn, in the order of the requests; before it returns, if that is
    /// now.
    [[nodiscard]] Turn request(std::function<void()> begin);

private:
    struct Line;
    struct Place;

    std::shared_ptr<Line> m_line; ///< Shared with every turn, which may be let go of later.
};

} // namespace pptp
