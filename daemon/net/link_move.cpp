// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/link_move.h"

#include "common/unique_fd.h"
#include "daemon/net/netlink_request.h"

#include <cerrno>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace pptp {

std::string namespacePath(const std::string& name)
{
    return "/run/netns/" + name;
}

Result<void> moveLink(int interfaceIndex, const std::string& namespaceName)
{
    const std::string path = namespacePath(namespaceName);
    const UniqueFd target(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!target)
        return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, path, errno));
    ifinfomsg header{};
    header.ifi_family = AF_UNSPEC;
    header.ifi_index = interfaceIndex;
    NetlinkRequest request(RTM_NEWLINK, 0, header);
    request.put(IFLA_NET_NS_FD, static_cast<std::uint32_t>(target.get()));
    if (const int error = request.send(); error != 0)
        return tl::unexpected(
            errnoError(ErrorCode::ConfigureFailed, "moving the interface to " + namespaceName, error));
    return {};
}

} // namespace pptp
