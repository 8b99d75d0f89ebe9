// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Takes what a library leaks by itself out of the sanitizer's report, for as long as this lives.
#pragma once

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

namespace pptp::test {

#ifdef __SANITIZE_ADDRESS__
using LibraryLeaks = __lsan::ScopedDisabler;
#else
struct LibraryLeaks {
    LibraryLeaks() {} // not trivial, so that nobody calls it unused
};
#endif

} // namespace pptp::test
