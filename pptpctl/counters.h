// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The counters of a call as rows for people: the fifteen of pptp(8), then the others in groups.
#pragma once

#include "client/bus_types.h"

#include <QStringList>

namespace pptp {

/// Rows of label and value; what is not known is "-". The rows of a group follow its heading, a row of one
/// cell with an empty row before it, and are indented. A group of which nothing is known is left out, and
/// so are line errors while there are none.
[[nodiscard]] QList<QStringList> counterRows(const Counters& counters);

} // namespace pptp
