// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/command.h"

#include "pptpctl/text.h"

namespace pptp {

RemoteTunnel* Command::findTunnel(const QString& text)
{
    const QList<RemoteTunnel*> found = client().matching(text);
    if (found.size() == 1)
        return found.first();
    if (found.isEmpty()) {
        output().error(Text::tr("There is no tunnel “%1”.").arg(text), "not-found",
                       Text::tr("pptpctl list shows all tunnels."));
        emit finished(exit_code::NotFound);
        return nullptr;
    }
    QStringList names;
    for (const RemoteTunnel* tunnel : found)
        names.append(tunnel->name());
    output().error(Text::tr("“%1” may mean several tunnels: %2.").arg(text, names.join(", ")), "ambiguous",
                   {});
    emit finished(exit_code::Usage);
    return nullptr;
}

void Command::readCounters(const QList<RemoteTunnel*>& tunnels, std::function<void(const Readings&)> done)
{
    if (tunnels.isEmpty()) {
        done({});
        return;
    }
    struct Collection {
        Readings readings;
        qsizetype missing;
    };
    auto collection = std::make_shared<Collection>(Collection{.readings = {}, .missing = tunnels.size()});
    for (RemoteTunnel* tunnel : tunnels) {
        const auto store = [collection, done, name = tunnel->name()](const std::optional<RemoteError>&,
                                                                     const CounterReading& reading) {
            collection->readings.insert(name, reading);
            if (--collection->missing == 0)
                done(collection->readings);
        };
        tunnel->readCounters(this, store);
    }
}

} // namespace pptp
