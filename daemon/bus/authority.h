// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Whoever decides what a caller may do: polkit, or the stand-in of a test.
#pragma once

#include "common/error.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace pptp {

/// One question about one caller.
struct Question {
    std::string sender; ///< The caller's unique bus name: a process id could be somebody else's by now.
    std::string action; ///< One of the actions in names.h.
    std::map<std::string, std::string> details; ///< Shown by the prompt: tunnel, server, user.
    bool interactive = true;                    ///< Whether the user may be asked.
};

enum class Verdict {
    Allowed,
    Denied,
    Challenge, ///< The user would have to be asked, and was not.
};

class Authority {
public:
    using Answer = std::function<void(Result<Verdict>)>;

    virtual ~Authority() = default;
    /// Answers at most once, possibly at once.
    virtual void ask(std::uint64_t id, const Question& question, Answer answer) = 0;
    /// The question needs no answer any more; called for open questions only.
    virtual void cancel(std::uint64_t id) = 0;
};

} // namespace pptp
