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
    for (const GreStatsField& field : greStatsFields) {
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
    const qulonglong roundTrip = counters.value("RoundTripMicroseconds");
    const auto loss = lossRatio(counters);
    return {
        {"rtt_ms", roundTrip == 0 ? QJsonValue() : QJsonValue(static_cast<double>(roundTrip) / 1000)},
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
        {"server", QJsonObject{{"host", orNull(tunnel.server)}, {"address", orNull(tunnel.serverAddress)}}},
        {"user", orNull(tunnel.user)},
        {"interface", orNull(tunnel.interface)},
        {"mtu", orNull(qulonglong{tunnel.mtu})},
        {"address", orNull(tunnel.localAddress)},
        {"peer", orNull(tunnel.peerAddress)},
        {"dns_servers", QJsonArray::fromStringList(tunnel.dnsServers)},
        {"connected_since", orNull(tunnel.connectedSince / microsecondsPerSecond)},
        {"authentication", orNull(tunnel.authentication)},
        {"encryption", orNull(tunnel.encryption)},
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
