// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Whoever can ask a person for a password: the agents on the bus, or the stand-in of a test.
#pragma once

#include "common/error.h"
#include "common/secret.h"

#include <functional>
#include <memory>
#include <string>
#include <sys/types.h>

namespace pptp {

/// What is asked, and who: no other user's agents hear of it.
struct SecretQuestion {
    uid_t uid = 0; ///< Whose Connect it is.
    std::string tunnel{};
    std::string server{};
    std::string user{};
    unsigned attempt = 1;  ///< 1 is the first.
    unsigned attempts = 1; ///< How many there are at most.
    std::string reason{};  ///< The code of the error that the attempt before ended with, or empty.

    bool operator==(const SecretQuestion&) const = default;
};

class SecretAsker {
public:
    /// NoAgent if there is nobody to ask, Cancelled if the person declined, otherwise why there is none.
    using Answer = std::function<void(Result<Secret>)>;
    /// Takes the question back when it is let go.
    using Asking = std::shared_ptr<void>;

    virtual ~SecretAsker() = default;
    /// Answers once, within the asker's own deadline, and never from inside this call.
    [[nodiscard]] virtual Asking ask(const SecretQuestion& question, Answer answer) = 0;
};

} // namespace pptp
