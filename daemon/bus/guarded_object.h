// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A bus object whose handlers, generated code included, cannot throw anything but an error reply.
///
/// sdbus-c++ 1.2 catches only its own exceptions. Any other one would unwind through sd-bus, which is C and
/// from then on refuses to work ("Device or resource busy"): the connection would be lost (measured).
#pragma once

#include <memory>
#include <sdbus-c++/sdbus-c++.h>

namespace pptp {

[[nodiscard]] std::unique_ptr<sdbus::IObject> guardObject(std::unique_ptr<sdbus::IObject> object);

} // namespace pptp
