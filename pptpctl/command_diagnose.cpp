// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/remote_diagnosis.h"
#include "pptpctl/command.h"
#include "pptpctl/format.h"
#include "pptpctl/text.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace pptp {
namespace {

class DiagnoseCommand final : public Command {
public:
    using Command::Command;

    void run() override
    {
        const DiagnosisRequest request{
            .target = options().names.first(), .quick = options().quick, .interactive = !options().noAsk};
        if (!request.quick)
            output().progress(
                Text::tr("Looking at this machine, and calling %1 on trial ...").arg(request.target));
        diagnose(client(), request, this, [this](const auto& error, const DiagnosisChecks& checks) {
            if (error)
                refuse(*error);
            else
                print(checks);
        });
    }

private:
    void refuse(const RemoteError& error)
    {
        if (error.code() == ErrorCode::NotFound)
            output().error(
                Text::tr("There is no tunnel “%1”.").arg(options().names.first()), error.codeName,
                Text::tr("A server that no tunnel is set up for is named HOST.NAME, ADDRESS or HOST:PORT."));
        else if (error.code() == ErrorCode::Busy)
            output().error(
                Text::tr("Another diagnosis runs, or the tunnel is just being connected or disconnected."),
                error.codeName, Text::tr("Try again in a moment."));
        else
            output().error({}, error);
        emit finished(error.exitCode());
    }

    void print(const DiagnosisChecks& checks)
    {
        if (output().isJson())
            printJson(checks);
        else
            printText(checks);
        const auto problems = std::ranges::count_if(checks, &DiagnosisCheck::isFailure);
        const auto warnings = std::ranges::count_if(checks, &DiagnosisCheck::isWarning);
        if (!output().isJson() && !options().noLegend)
            output().data(summary(static_cast<int>(problems), static_cast<int>(warnings)));
        emit finished(problems > 0   ? exit_code::ProblemsFound
                      : warnings > 0 ? exit_code::WarningsFound
                                     : exit_code::Success);
    }

    void printJson(const DiagnosisChecks& checks)
    {
        QJsonArray array;
        for (const DiagnosisCheck& check : checks)
            array.append(QJsonObject{{"id", check.id},
                                     {"result", check.result},
                                     {"evidence", check.evidence},
                                     {"hint", check.hint},
                                     {"details", QJsonObject::fromVariantMap(check.details)}});
        output().list("checks", array, {{"target", options().names.first()}});
    }

    void printText(const DiagnosisChecks& checks)
    {
        QList<QStringList> rows;
        for (const DiagnosisCheck& check : checks)
            rows.append({word(check), check.id, check.evidence});
        const QStringList lines = formatTable(rows);
        for (qsizetype i = 0; i < checks.size(); ++i) {
            output().data(lines[i]);
            if (const QString hint = checks[i].hintText(); !hint.isEmpty())
                output().data("         " + Text::tr("Hint:  %1").arg(hint));
        }
    }

    static QString word(const DiagnosisCheck& check)
    {
        if (check.isFailure())
            return Text::tr("FAIL", "result of a check");
        if (check.isWarning())
            return Text::tr("warning", "result of a check");
        return check.result == "ok" ? Text::tr("ok", "result of a check")
                                    : Text::tr("skipped", "result of a check");
    }

    static QString summary(int problems, int warnings)
    {
        if (problems == 0 && warnings == 0)
            return Text::tr("Nothing is wrong.");
        const QString counted = Text::tr("%n problem(s)", nullptr, problems);
        return warnings == 0 ? counted + '.' : counted + ", " + Text::tr("%n warning(s).", nullptr, warnings);
    }
};

} // namespace

std::unique_ptr<Command> makeDiagnoseCommand(const Session& session)
{
    return std::make_unique<DiagnoseCommand>(session);
}

} // namespace pptp
