// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/output.h"

#include "client/error_text.h"
#include "pptpctl/format.h"
#include "pptpctl/text.h"

#include <QJsonDocument>

#include <cstdio>

namespace pptp {
namespace {

constexpr int jsonApi = 1;

void print(std::FILE* stream, const QByteArray& bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
}

QByteArray oneLine(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

const char* colorOf(const TunnelProperties& tunnel)
{
    if (tunnel.isConnected())
        return "32";
    if (tunnel.isBusy())
        return "33";
    return tunnel.tunnelState() == TunnelState::Failed ? "31" : "2";
}

} // namespace

void Output::data(const QString& line) const
{
    print(stdout, m_terminal.encode(line + '\n'));
}

void Output::list(const QString& name, const QJsonArray& items, QJsonObject more) const
{
    if (m_options.json == JsonStyle::Lines) {
        for (const QJsonValue& item : items)
            record(item.toObject());
        return;
    }
    more["api"] = jsonApi;
    more[name] = items;
    print(stdout, m_options.json == JsonStyle::Pretty ? QJsonDocument(more).toJson(QJsonDocument::Indented)
                                                      : oneLine(more));
}

void Output::record(const QJsonObject& object) const
{
    print(stdout, oneLine(object));
}

void Output::progress(const QString& line) const
{
    if (!m_options.quiet)
        toStandardError(line);
}

void Output::notice(const QString& line) const
{
    toStandardError(line);
}

void Output::warning(const QString& text) const
{
    if (!m_options.quiet)
        toStandardError(Text::tr("Warning: %1").arg(text));
}

void Output::error(const QString& subject, const RemoteError& error, const TunnelProperties& tunnel) const
{
    const ErrorText text = ErrorText::of(error, tunnel);
    const QString sentence = subject.isEmpty() ? text.sentence : subject + ": " + text.sentence;
    this->error(sentence, error.codeName, text.hint);
}

void Output::error(const QString& sentence, const QString& code, const QString& hint) const
{
    toStandardError(Text::tr("Error: %1").arg(sentence) + QStringLiteral(" [%1]").arg(code));
    if (!hint.isEmpty())
        toStandardError(Text::tr("Hint:  %1").arg(hint));
}

QString Output::mark(const TunnelProperties& tunnel) const
{
    return m_terminal.paint(stateMark(tunnel), colorOf(tunnel));
}

void Output::toStandardError(const QString& line) const
{
    print(stderr, m_terminal.encode(line + '\n'));
}

} // namespace pptp
