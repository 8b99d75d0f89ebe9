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

/// The locale for characters, by the precedence of setlocale(3).
QByteArray effectiveLocale()
{
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        if (const QByteArray value = qgetenv(name); !value.isEmpty())
            return value;
    }
    return {};
}

bool asksForUtf8(const QByteArray& locale)
{
    const QByteArray name = locale.toLower();
    return name.endsWith(".utf-8") || name.endsWith(".utf8");
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
    // Either another character set is wanted, or the system lacks the locale that was asked for.
    const bool utf8 = asksForUtf8(effectiveLocale());
    if (const char* all = std::getenv("LC_ALL"); all && *all) {
        setenv("LC_MESSAGES", all, 1);
        unsetenv("LC_ALL");
    }
    setenv("LC_CTYPE", "C.UTF-8", 1);
    return utf8;
}

} // namespace pptp
