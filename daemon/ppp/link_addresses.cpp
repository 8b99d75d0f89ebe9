// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/link_addresses.h"

namespace pptp {
namespace {

bool isOfNoHost(Ipv4Address address)
{
    return !address.canBeHost() || address.value >> 24 == 127;
}

tl::unexpected<Error> unusable(const char* whose, Ipv4Address address, const char* why)
{
    return fail(ErrorCode::AddressFailed, std::string(whose) + " address " + address.toString() + " " + why);
}

} // namespace

Result<void> addressesUsable(const Profile& profile, const PppUp& up, Ipv4Address server)
{
    if (isOfNoHost(up.localAddress))
        return unusable("our", up.localAddress, "is of no host");
    if (up.localAddress == server)
        return unusable("our", up.localAddress, "is that of the server outside of the tunnel");
    if (!up.peerAddress)
        return {};
    if (isOfNoHost(*up.peerAddress))
        return unusable("the peer's", *up.peerAddress, "is of no host");
    if (*up.peerAddress == up.localAddress)
        return unusable("the peer's", *up.peerAddress, "is ours as well");
    if (*up.peerAddress == server && !profile.hostRoute && profile.routeMark == 0)
        return unusable("the peer's", *up.peerAddress, "would lead the tunnel into itself");
    return {};
}

} // namespace pptp
