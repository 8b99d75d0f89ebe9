// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/json.h"

#include "common/gre_stats.h"
#include "pptpctl/format.h"

#include <QJsonArray>

namespace pptp {
namespace {

constexpr qulonglong microsecondsPerSecond = 1'000'000;

QJsonValue orNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonValue orNull(qulonglong number)
{
    return number == 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(static_cast<qint64>(number));
}

QJsonObject countersToJson(const Counters& counters)
{
    QJsonObject object;
    for (const GreStatsField& field : allStatsFields) {
        const QString name =
            QString::fromLatin1(field.name.data(), static_cast<qsizetype>(field.name.size()));
        const auto it = counters.find(name);
        object[snakeCase(name)] =
            it == counters.end() ? QJsonValue(QJsonValue::Null) : QJsonValue(static_cast<qint64>(*it));
    }
    return object;
}

QJsonObject gaugesToJson(const Counters& counters)
{
    const bool isMeasured = counters.value("RoundTripMicroseconds") != 0;
    const auto milliseconds = [&](const char* property) {
        const auto it = counters.find(property);
        return isMeasured && it != counters.end() ? QJsonValue(static_cast<double>(*it) / 1000)
                                                  : QJsonValue();
    };
    const auto loss = lossRatio(counters);
    return {
        {"rtt_ms", milliseconds("RoundTripMicroseconds")},
        {"rtt_min_ms", milliseconds("RoundTripMinimumMicroseconds")},
        {"rtt_mean_ms", milliseconds("RoundTripMeanMicroseconds")},
        {"rtt_deviation_ms", milliseconds("RoundTripDeviationMicroseconds")},
        {"loss_ratio", loss ? QJsonValue(*loss) : QJsonValue()},
    };
}

} // namespace

QJsonObject tunnelToJson(const TunnelProperties& tunnel, const CounterReading* reading)
{
    QJsonObject object{
        {"name", tunnel.name},
        {"owner", tunnel.owner},
        {"state", tunnel.state},
        {"phase", orNull(tunnel.phase)},
        {"error", orNull(tunnel.error)},
        {"error_peer_text", orNull(tunnel.errorPeerText)},
        {"last_error", orNull(tunnel.lastError)},
        {"last_error_time", orNull(tunnel.lastErrorTime / microsecondsPerSecond)},
        {"autoconnect", orNull(tunnel.autoconnect)},
        {"reconnects", static_cast<qint64>(tunnel.reconnects)},
        {"attempt", orNull(qulonglong{tunnel.attempt})},
        {"next_attempt", orNull(tunnel.nextAttempt / microsecondsPerSecond)},
        {"server", QJsonObject{{"host", orNull(tunnel.server)}, {"address", orNull(tunnel.serverAddress)}}},
        {"user", orNull(tunnel.user)},
        {"interface", orNull(tunnel.interface)},
        {"mtu", orNull(qulonglong{tunnel.mtu})},
        {"address", orNull(tunnel.localAddress)},
        {"peer", orNull(tunnel.peerAddress)},
        {"routes", QJsonArray::fromStringList(tunnel.routes)},
        {"dns_servers", QJsonArray::fromStringList(tunnel.dnsServers)},
        {"dns_domains", QJsonArray::fromStringList(tunnel.dnsDomains)},
        {"dns_keeper", tunnel.dnsKeeper},
        {"connected_since", orNull(tunnel.connectedSince / microsecondsPerSecond)},
        {"authentication", orNull(tunnel.authentication)},
        {"encryption", orNull(tunnel.encryption)},
        {"weaknesses", QJsonArray::fromStringList(tunnel.weaknesses)},
        {"private", tunnel.isPrivate},
        {"data_path", orNull(tunnel.dataPath)},
    };
    if (reading) {
        object["counters"] = countersToJson(reading->counters);
        object["gauges"] = gaugesToJson(reading->counters);
    }
    return object;
}

QJsonObject statisticsToJson(const TunnelProperties& tunnel, const Counters& counters)
{
    return {
        {"name", tunnel.name},
        {"state", tunnel.state},
        {"interface", orNull(tunnel.interface)},
        {"counters", countersToJson(counters)},
        {"gauges", gaugesToJson(counters)},
    };
}

QJsonObject sampleToJson(const QString& tunnel, double seconds, const Counters& counters)
{
    return {
        {"t", seconds},
        {"tunnel", tunnel},
        {"counters", countersToJson(counters)},
        {"gauges", gaugesToJson(counters)},
    };
}

QString snakeCase(const QString& propertyName)
{
    QString result;
    for (const QChar letter : propertyName) {
        if (letter.isUpper() && !result.isEmpty())
            result += '_';
        result += letter.toLower();
    }
    return result;
}

} // namespace pptp
