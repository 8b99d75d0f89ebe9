// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Puts the translation that is built into the program to use.
#pragma once

#include <QStringList>
#include <QTranslator>

namespace pptp {

/// Loads the first of `languages` (as QLocale::uiLanguages() gives them) that there is a translation for,
/// else English, whose "translation" has the plurals. False if even that is not there.
bool loadTranslation(QTranslator& translator, const QStringList& languages);

} // namespace pptp
