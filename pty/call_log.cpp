// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/call_log.h"

#include "common/printable_text.h"

#include <syslog.h>

namespace pptp {

void CallLog::log(std::string_view text, CodePlace where) const
{
    write(LOG_NOTICE, "log", text, where);
}

void CallLog::warn(std::string_view text, CodePlace where) const
{
    write(LOG_WARNING, "warn", text, where);
}

void CallLog::fatal(std::string_view text, CodePlace where) const
{
    write(LOG_CRIT, "fatal", text, where);
}

void CallLog::plain(std::string_view text) const
{
    m_sink(LOG_NOTICE, std::string(text));
}

void CallLog::write(int priority, std::string_view kind, std::string_view text, const CodePlace& where) const
{
    const std::string_view path = where.path;
    const std::size_t slash = path.rfind('/');
    std::string line = m_name + ' ' + std::string(kind) + '[';
    line += where.function;
    line += ':';
    line += slash == path.npos ? path : path.substr(slash + 1);
    line += ':' + std::to_string(where.line) + "]: ";
    m_sink(priority, line + printableText(text));
}

} // namespace pptp
