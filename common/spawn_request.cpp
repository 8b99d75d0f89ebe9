// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/spawn_request.h"

#include "common/tunnel_name.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace pptp {

static_assert(std::is_trivially_copyable_v<SpawnRequest>);

SpawnRequest SpawnRequest::start(std::uint32_t number, std::string_view tunnel)
{
    SpawnRequest request{Kind::Start, number, {}};
    std::copy_n(tunnel.data(), std::min(tunnel.size(), request.tunnel.size()), request.tunnel.data());
    return request;
}

SpawnRequest SpawnRequest::kill(std::uint32_t number)
{
    return {Kind::Kill, number, {}};
}

std::string SpawnRequest::tunnelName() const
{
    return {tunnel.begin(), std::find(tunnel.begin(), tunnel.end(), '\0')};
}

std::string_view encodeSpawnRequest(const SpawnRequest& request)
{
    return {reinterpret_cast<const char*>(&request), sizeof request};
}

Result<SpawnRequest> decodeSpawnRequest(std::span<const std::byte> bytes)
{
    SpawnRequest request;
    if (bytes.size() != sizeof request)
        return fail(ErrorCode::InvalidArguments, "a request of " + std::to_string(bytes.size()) + " bytes");
    std::memcpy(&request, bytes.data(), sizeof request);
    switch (request.kind) {
    case SpawnRequest::Kind::Start:
        if (!isValidTunnelName(request.tunnelName()))
            return fail(ErrorCode::InvalidArguments, "no name of a tunnel");
        return request;
    case SpawnRequest::Kind::Kill:
        return request;
    }
    return fail(ErrorCode::InvalidArguments, "an unknown request");
}

} // namespace pptp
