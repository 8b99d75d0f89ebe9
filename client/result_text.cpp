// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/result_text.h"

namespace pptp {
namespace {

constexpr qlonglong GeneralError = 2; ///< Of each kind of answer: the error code says more.

/// Start-Control-Connection-Reply (RFC 2637, 2.2).
QString controlResult(qlonglong result)
{
    switch (result) {
    case GeneralError:
        return ResultText::tr("general error");
    case 3:
        return ResultText::tr("there is a control connection already");
    case 4:
        return ResultText::tr("this computer is not authorised");
    case 5:
        return ResultText::tr("another version of the protocol is needed");
    default:
        return {};
    }
}

/// Outgoing-Call-Reply (2.8).
QString callResult(qlonglong result)
{
    switch (result) {
    case GeneralError:
        return ResultText::tr("general error");
    case 3:
        return ResultText::tr("no carrier");
    case 4:
        return ResultText::tr("busy");
    case 5:
        return ResultText::tr("no dial tone");
    case 6:
        return ResultText::tr("the call took too long");
    case 7:
        return ResultText::tr("calls are forbidden by the administrator");
    default:
        return {};
    }
}

/// Call-Disconnect-Notify (2.13).
QString disconnectResult(qlonglong result)
{
    switch (result) {
    case 1:
        return ResultText::tr("the carrier was lost");
    case GeneralError:
        return ResultText::tr("general error");
    case 3:
        return ResultText::tr("closed by the administrator");
    case 4:
        return ResultText::tr("closed on request");
    default:
        return {};
    }
}

/// Stop-Control-Connection-Request (2.3).
QString stopReason(qlonglong reason)
{
    switch (reason) {
    case 1:
        return ResultText::tr("no particular reason");
    case 2:
        return ResultText::tr("the version of the protocol is not supported");
    case 3:
        return ResultText::tr("the server is being shut down");
    default:
        return {};
    }
}

/// General error codes (2.16).
QString generalError(qlonglong error)
{
    switch (error) {
    case 1:
        return ResultText::tr("there is no control connection");
    case 2:
        return ResultText::tr("a message was malformed");
    case 3:
        return ResultText::tr("a field had a bad value");
    case 4:
        return ResultText::tr("the server lacks resources");
    case 5:
        return ResultText::tr("the call is not known");
    case 6:
        return ResultText::tr("an error of the server itself");
    default:
        return {};
    }
}

QString resultWords(ErrorCode code, qlonglong result)
{
    if (code == ErrorCode::ControlRejected)
        return controlResult(result);
    return code == ErrorCode::CallRejected ? callResult(result) : disconnectResult(result);
}

/// The words, and the number for those who look it up.
QString withNumber(const QString& words, const QString& number)
{
    return words.isEmpty() ? number : QStringLiteral("%1 (%2)").arg(words, number);
}

} // namespace

QString ResultText::of(ErrorCode code, const QMap<QString, qlonglong>& numbers)
{
    if (const auto reason = numbers.find("stop-reason"); reason != numbers.end())
        return withNumber(stopReason(*reason), tr("reason %1").arg(*reason));
    const auto result = numbers.find("result-code");
    if (result == numbers.end())
        return {};
    const qlonglong error = numbers.value("error-code");
    if (error == 0)
        return withNumber(resultWords(code, *result), tr("result %1").arg(*result));
    QString words = *result == GeneralError ? generalError(error) : QString();
    if (words.isEmpty())
        words = resultWords(code, *result);
    return withNumber(words, tr("result %1, error %2").arg(*result).arg(error));
}

} // namespace pptp
