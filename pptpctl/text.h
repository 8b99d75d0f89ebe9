// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The context of pptpctl's own translated texts.
#pragma once

#include <QCoreApplication>

namespace pptp {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Text)
};

} // namespace pptp
