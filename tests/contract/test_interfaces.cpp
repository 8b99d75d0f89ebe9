// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the XML of the bus interface promises is what the tables of the code have.

#include "common/error.h"
#include "common/gre_stats.h"
#include "common/tunnel_state.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QXmlStreamReader>

using namespace pptp;

namespace {

const QStringList interfaces{"Manager", "Tunnel", "Statistics", "Agent"};

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

QByteArray xmlOf(const QString& interface)
{
    QFile file(QString(PPTP_SOURCE_DIR "/dbus/org.pptptunnel.Tunnels1.%1.xml").arg(interface));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct Member {
    QString kind;
    QString name;
    QString type;
    QString comment; ///< The one that stands before it.
    QStringList annotations;
    bool takesOptions = false;
};

/// The methods, properties and signals of one interface in their order.
std::vector<Member> membersOf(const QString& interface)
{
    std::vector<Member> members;
    QString comment;
    QXmlStreamReader xml(xmlOf(interface));
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        if (token == QXmlStreamReader::Comment)
            comment = xml.text().toString();
        if (token != QXmlStreamReader::StartElement)
            continue;
        const auto attribute = [&](const char* name) { return xml.attributes().value(name).toString(); };
        if (xml.name() == u"method" || xml.name() == u"property" || xml.name() == u"signal")
            members.push_back({xml.name().toString(), attribute("name"), attribute("type"), comment, {}});
        else if (xml.name() == u"annotation" && !members.empty())
            members.back().annotations.append(attribute("name") + "=" + attribute("value"));
        else if (xml.name() == u"arg" && attribute("name") == "options")
            members.back().takesOptions = true;
    }
    return members;
}

Member member(const QString& interface, const QString& name)
{
    for (const Member& candidate : membersOf(interface)) {
        if (candidate.name == name)
            return candidate;
    }
    return {};
}

QSet<QString> quoted(const QString& comment)
{
    QSet<QString> words;
    static const QRegularExpression word("\"([^\"]*)\"");
    for (const auto& match : word.globalMatch(comment))
        words.insert(match.captured(1));
    return words;
}

/// The error names in a comment, where ".Busy" continues the list of the name before it.
QStringList errorsIn(const QString& comment)
{
    static const QRegularExpression error(R"((org\.[A-Za-z0-9.]+\.Error)?\.([A-Z][A-Za-z]+))");
    const qsizetype start = comment.indexOf("Errors:");
    QStringList names;
    QString prefix;
    for (const auto& match : error.globalMatch(start < 0 ? QString() : comment.mid(start))) {
        if (!match.captured(1).isEmpty())
            prefix = match.captured(1);
        names.append(prefix + "." + match.captured(2));
    }
    return names;
}

} // namespace

class TestInterfaces : public QObject {
    Q_OBJECT
private slots:
    void statisticsHaveTheFifteenCountersAndThenTheOthers()
    {
        QStringList declared;
        for (const Member& candidate : membersOf("Statistics")) {
            if (candidate.kind == "property" && candidate.type == "t")
                declared.append(candidate.name);
        }
        QStringList expected;
        for (const GreStatsField& field : greStatsFields)
            expected.append(text(field.name));
        for (const GreStatsField& field : moreStatsFields)
            expected.append(text(field.name));
        QCOMPARE(declared, expected);
    }

    void statisticsNeverEmitAndSayTheirUnit()
    {
        for (const Member& candidate : membersOf("Statistics")) {
            if (candidate.kind != "property")
                continue;
            QVERIFY2(candidate.annotations.contains("org.freedesktop.DBus.Property.EmitsChangedSignal=false"),
                     qPrintable(candidate.name));
        }
        static const QRegularExpression unit(R"(\. Unit: (packets|messages|octets|frames|waits|microseconds|)"
                                             R"(overruns|time-outs|errors)\.)");
        for (const GreStatsField& field : moreStatsFields) {
            const Member property = member("Statistics", text(field.name));
            QVERIFY2(unit.match(property.comment.simplified()).hasMatch(), qPrintable(property.comment));
        }
    }

    void statesAndPhasesAreThoseOfTheCode()
    {
        QSet<QString> states;
        for (int i = 0; i <= static_cast<int>(TunnelState::Failed); ++i)
            states.insert(text(stateName(static_cast<TunnelState>(i))));
        QCOMPARE(quoted(member("Tunnel", "State").comment), states);
        QSet<QString> phases{"disconnected", "failed"}; // named where Phase says when it is empty
        for (int i = 1; i <= static_cast<int>(Phase::Waiting); ++i)
            phases.insert(text(phaseName(static_cast<Phase>(i))));
        QCOMPARE(quoted(member("Tunnel", "Phase").comment), phases);
    }

    void errorsAreInTheTable()
    {
        int count = 0;
        for (const QString& interface : interfaces) {
            for (const Member& candidate : membersOf(interface)) {
                if (candidate.kind != "method")
                    continue;
                for (const QString& name : errorsIn(candidate.comment)) {
                    ++count;
                    QVERIFY2(errorFromBusName(name.toStdString()).has_value(), qPrintable(name));
                }
            }
        }
        QVERIFY(count >= 10);
    }

    void errorsOfTheTableAreWellFormedNames()
    {
        static const QRegularExpression valid(
            R"(^org\.(pptptunnel\.Tunnels1|freedesktop\.DBus)\.Error\.[A-Z][A-Za-z]+$)");
        for (int i = 0; i <= static_cast<int>(ErrorCode::ServiceMissing); ++i) {
            const auto code = static_cast<ErrorCode>(i);
            const QString name = text(errorBusName(code));
            QVERIFY2(valid.match(name).hasMatch(), qPrintable(name));
            QCOMPARE(errorFromBusName(errorBusName(code)), std::optional(code));
        }
    }

    void methodsThatAskPolkitCannotReplyBefore()
    {
        int guarded = 0;
        for (const QString& interface : interfaces) {
            for (const Member& candidate : membersOf(interface)) {
                const bool asks = candidate.kind == "method" && candidate.comment.contains("Authorisation:");
                QCOMPARE(candidate.annotations.contains("org.freedesktop.DBus.Method.Async=server"), asks);
                QCOMPARE(candidate.takesOptions, asks);
                guarded += asks;
            }
        }
        QCOMPARE(guarded, 9);
    }

    void everyMemberIsExplained()
    {
        for (const QString& interface : interfaces) {
            const auto members = membersOf(interface);
            QVERIFY(!members.empty());
            for (const Member& candidate : members) {
                const QRegularExpression name("\\b" + candidate.name + "\\b");
                QVERIFY2(candidate.comment.contains(name), qPrintable(candidate.name));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestInterfaces)
#include "test_interfaces.moc"
