// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the bus may ask of a diagnosis. The real one is Diagnosis; tests bring their own.
#pragma once

#include "daemon/diagnosis/check.h"

#include <functional>
#include <string>

namespace pptp {

struct DiagnosisOrder {
    std::string target; ///< A tunnel, by its name or its network interface, or HOST or HOST:PORT.
    bool quick = false; ///< Only this machine is looked at; nobody is called.
};

class Diagnostics {
public:
    using Done = std::function<void(Result<Checks>)>;

    virtual ~Diagnostics() = default;
    /// Calls back once. NotFound or InvalidArguments for the target; Busy if another diagnosis runs, or if
    /// the tunnel is just being connected or disconnected.
    virtual void diagnose(const DiagnosisOrder& order, Done done) = 0;
};

} // namespace pptp
