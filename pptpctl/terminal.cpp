// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/terminal.h"

#include <clocale>
#include <cstdlib>
#include <langinfo.h>
#include <string_view>

namespace pptp {
namespace {

const char* plain(char16_t sign)
{
    switch (sign) {
    case u'●':
        return "*";
    case u'◐':
        return "~";
    case u'○':
        return "-";
    case u'✗':
        return "x";
    case u'→':
        return "->";
    case u'…':
        return "...";
    case u'—':
    case u'–':
        return "-";
    case u'“':
    case u'”':
    case u'„':
        return "\"";
    case u'ä':
        return "ae";
    case u'ö':
        return "oe";
    case u'ü':
        return "ue";
    case u'Ä':
        return "Ae";
    case u'Ö':
        return "Oe";
    case u'Ü':
        return "Ue";
    case u'ß':
        return "ss";
    default:
        return "?";
    }
}

} // namespace

QByteArray Terminal::encode(const QString& text) const
{
    if (utf8)
        return text.toUtf8();
    QByteArray bytes;
    for (const QChar sign : text) {
        if (sign.unicode() < 0x80)
            bytes += sign.toLatin1();
        else if (!sign.isLowSurrogate())
            bytes += plain(sign.unicode());
    }
    return bytes;
}

QString Terminal::paint(const QString& text, const char* sgr) const
{
    return color ? QStringLiteral("\x1b[%1m%2\x1b[0m").arg(QLatin1String(sgr), text) : text;
}

bool adoptLocale()
{
    std::setlocale(LC_ALL, "");
    if (std::string_view(nl_langinfo(CODESET)) == "UTF-8")
        return true;
    const char* all = std::getenv("LC_ALL");
    setenv(all && *all ? "LC_ALL" : "LC_CTYPE", "C.UTF-8", 1);
    return false;
}

} // namespace pptp
