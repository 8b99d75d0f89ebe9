// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/translation.h"

#include <QLocale>

namespace pptp {

bool loadTranslation(QTranslator& translator, const QStringList& languages)
{
    for (const QString& name : languages) {
        const QLocale locale(name);
        if (locale.language() == QLocale::C)
            break;
        if (translator.load(locale, "pptp-tunnel", "_", ":/i18n"))
            return true;
    }
    return translator.load("pptp-tunnel_en", ":/i18n");
}

} // namespace pptp
