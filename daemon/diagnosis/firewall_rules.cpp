// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/firewall_rules.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <map>
#include <set>

namespace pptp {
namespace {

/// Chains that jump to each other in a circle are refused by the kernel; this bounds what it would allow.
constexpr int MaxDepth = 16;
constexpr int GreProtocol = 47;

struct Rule {
    int handle = 0;
    QJsonArray expressions;
};

struct Chain {
    QString hook; ///< Empty: only jumped to.
    QString policy;
    std::vector<Rule> rules{};
};

using Chains = std::map<QString, Chain>; ///< By "family table chain".

enum class Outcome { Nothing, Accepts, Drops };

QString keyOf(const QJsonObject& object, const char* name)
{
    return object["family"].toString() + ' ' + object["table"].toString() + ' ' + object[name].toString();
}

/// One value, one of a set, or of a range: what a match compares with.
bool containsGre(const QJsonValue& right)
{
    if (right.isString())
        return right.toString() == "gre" || right.toString() == "47";
    if (right.isDouble())
        return right.toInt() == GreProtocol;
    if (const QJsonValue set = right["set"]; set.isArray()) {
        for (const QJsonValue element : set.toArray()) {
            if (containsGre(element))
                return true;
        }
    }
    const QJsonArray range = right["range"].toArray();
    return range.size() == 2 && range[0].toInt() <= GreProtocol && GreProtocol <= range[1].toInt();
}

bool isAboutProtocol(const QJsonValue& left)
{
    if (left["meta"]["key"].toString() == "l4proto")
        return true;
    const QJsonValue payload = left["payload"];
    return payload["protocol"].toString() == "ip" && payload["field"].toString() == "protocol";
}

/// What the matches of a rule say about a packet of GRE.
struct Matches {
    bool never = false;       ///< It is about another protocol, or about ports.
    bool byProtocol = false;  ///< It is about GRE by name.
    bool established = false; ///< It is about connections that are known.
    bool anythingElse = false;
};

void look(const QJsonObject& match, Matches& found)
{
    const QJsonValue left = match["left"];
    const bool equal = match["op"].toString() != "!=";
    if (isAboutProtocol(left)) {
        const bool gre = containsGre(match["right"]);
        found.never = found.never || gre != equal;
        found.byProtocol = found.byProtocol || (gre && equal);
    } else if (left["ct"]["key"].toString() == "state") {
        const QString states = QString::fromUtf8(QJsonDocument(QJsonObject{{"r", match["right"]}}).toJson());
        found.established = found.established || (equal && states.contains("established"));
        found.anythingElse = true;
    } else if (left["payload"]["field"].toString() == "dport" ||
               left["payload"]["field"].toString() == "sport") {
        found.never = true;
    } else {
        found.anythingElse = true;
    }
}

class Reader {
public:
    explicit Reader(const Chains& chains) : m_chains(chains) {}

    [[nodiscard]] std::vector<FirewallFinding> findings()
    {
        for (const auto& [key, chain] : m_chains) {
            if (chain.hook != "input" && chain.hook != "output")
                continue;
            m_accepts = false;
            follow(key, chain, 0);
            if (chain.policy == "drop" && !m_accepts && !m_dropped.contains(key))
                add(key, "its policy is to drop, and no rule accepts GRE");
        }
        return m_findings;
    }

private:
    /// Notes what drops GRE on its way through, and whether something accepts it.
    void follow(const QString& key, const Chain& chain, int depth)
    {
        if (depth > MaxDepth)
            return;
        for (const Rule& rule : chain.rules) {
            const Outcome outcome = evaluate(key, rule, depth);
            m_accepts = m_accepts || outcome == Outcome::Accepts;
            if (outcome == Outcome::Drops && m_dropped.insert(key).second)
                add(key, "drops GRE (handle " + std::to_string(rule.handle) + ")");
        }
    }

    Outcome evaluate(const QString& key, const Rule& rule, int depth)
    {
        Matches matches;
        for (const QJsonValue expression : rule.expressions) {
            if (expression["match"].isObject())
                look(expression["match"].toObject(), matches);
            if (matches.never)
                return Outcome::Nothing;
            if (expression.toObject().contains("accept"))
                return matches.byProtocol || matches.established || !matches.anythingElse ? Outcome::Accepts
                                                                                          : Outcome::Nothing;
            if (expression.toObject().contains("drop") || expression.toObject().contains("reject"))
                return matches.byProtocol ? Outcome::Drops : Outcome::Nothing;
            for (const char* verdict : {"jump", "goto"}) {
                if (const QJsonValue target = expression[QLatin1String(verdict)]["target"]; target.isString())
                    jump(key, target.toString(), depth);
            }
        }
        return Outcome::Nothing;
    }

    void jump(const QString& from, const QString& target, int depth)
    {
        const QString key = from.section(' ', 0, 1) + ' ' + target;
        if (const auto chain = m_chains.find(key); chain != m_chains.end())
            follow(key, chain->second, depth + 1);
    }

    void add(const QString& key, std::string what)
    {
        m_findings.push_back({key.toStdString(), std::move(what)});
    }

    const Chains& m_chains;
    bool m_accepts = false;
    std::set<QString> m_dropped;
    std::vector<FirewallFinding> m_findings;
};

Chains readChains(const QJsonArray& objects)
{
    Chains chains;
    for (const QJsonValue object : objects) {
        if (const QJsonObject chain = object["chain"].toObject(); !chain.isEmpty())
            chains[keyOf(chain, "name")] = {chain["hook"].toString(), chain["policy"].toString()};
        else if (const QJsonObject rule = object["rule"].toObject(); !rule.isEmpty())
            chains[keyOf(rule, "chain")].rules.push_back({rule["handle"].toInt(), rule["expr"].toArray()});
    }
    return chains;
}

} // namespace

Result<std::vector<FirewallFinding>> rulesAgainstGre(std::string_view json)
{
    const auto document =
        QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size())));
    if (!document["nftables"].isArray())
        return fail(ErrorCode::ConfigureFailed, "what nftables listed cannot be read");
    return Reader(readChains(document["nftables"].toArray())).findings();
}

} // namespace pptp
