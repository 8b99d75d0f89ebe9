// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/bus_text.h"

#include <QString>

namespace pptp {
namespace {

/// Also what only pretends to be text: a right-to-left override can make a line read as another one.
bool isControl(QChar character)
{
    switch (character.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

} // namespace

std::string busText(std::string_view text)
{
    // Four bytes are the most that one character can take.
    text = text.substr(0, MaxBusTextCharacters * 4);
    QString result = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    for (QChar& character : result) {
        if (isControl(character))
            character = u' ';
    }
    result.truncate(static_cast<qsizetype>(MaxBusTextCharacters));
    if (!result.isEmpty() && result.back().isHighSurrogate())
        result.chop(1);
    return result.toStdString();
}

} // namespace pptp
