// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the terminal can show, and texts made fit for it.
#pragma once

#include <QByteArray>
#include <QString>

namespace pptp {

struct Terminal {
    bool utf8 = true;   ///< The locale's character set.
    bool color = false; ///< On standard output.

    /// The bytes for `text`; without UTF-8 the typographic signs become plain ones.
    [[nodiscard]] QByteArray encode(const QString& text) const;
    /// `text` in an SGR colour, if there is colour.
    [[nodiscard]] QString paint(const QString& text, const char* sgr) const;
};

/// Must run before QCoreApplication: Qt works with UTF-8 only and would complain about other locales.
/// True if the user's locale is a UTF-8 one.
bool adoptLocale();

} // namespace pptp
