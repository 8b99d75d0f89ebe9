// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/resolver.h"

#include "common/printable_text.h"

#include <algorithm>

#include <QHostInfo>
#include <QTimer>

namespace pptp {
namespace {

/// One connection attempt each: more would only make a failure longer.
constexpr std::size_t MaxAddresses = 16;

Result<std::vector<Ipv4Address>> usableAddresses(const std::string& host, const QHostInfo& info)
{
    std::vector<Ipv4Address> addresses;
    // Blocklists answer 0.0.0.0, which connect(2) would take for this machine.
    for (const QHostAddress& found : info.addresses()) {
        const Ipv4Address address{found.toIPv4Address()};
        if (found.protocol() == QAbstractSocket::IPv4Protocol && address.canBeHost() &&
            addresses.size() < MaxAddresses && std::ranges::find(addresses, address) == addresses.end())
            addresses.push_back(address);
    }
    if (!addresses.empty())
        return addresses;
    const std::string reason = info.error() == QHostInfo::NoError
                                   ? "has no IPv4 address that a server can have"
                                   : info.errorString().toStdString();
    return fail(ErrorCode::NameUnresolved, host + ": " + printableText(reason));
}

} // namespace

void Resolver::resolve(const std::string& host, Done done)
{
    cancel();
    const unsigned generation = m_generation;
    if (const auto literal = Ipv4Address::parse(host)) {
        QTimer::singleShot(0, this, [this, generation, literal, done = std::move(done)] {
            if (generation == m_generation)
                done(std::vector{*literal});
        });
        return;
    }
    m_lookupId =
        QHostInfo::lookupHost(QString::fromStdString(host), this,
                              [this, generation, host, done = std::move(done)](const QHostInfo& info) {
                                  if (generation != m_generation)
                                      return;
                                  m_lookupId = -1;
                                  done(usableAddresses(host, info)); // may destroy this object
                              });
}

void Resolver::cancel()
{
    ++m_generation;
    if (m_lookupId != -1)
        QHostInfo::abortHostLookup(m_lookupId);
    m_lookupId = -1;
}

} // namespace pptp
