// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/target.h"

#include "common/host_name.h"
#include "common/ipv4_address.h"
#include "common/printable_text.h"
#include "common/tunnel_name.h"

#include <charconv>

namespace pptp {
namespace {

constexpr std::size_t MaxShown = 80;

bool parsePort(std::string_view text, std::uint16_t& port)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && port != 0;
}

} // namespace

Result<BareServer> parseBareServer(std::string_view text)
{
    const std::size_t colon = text.find(':');
    const std::string_view host = text.substr(0, colon);
    const std::string shown = printableText(text.substr(0, MaxShown));
    if (colon == std::string_view::npos && host.find('.') == std::string_view::npos &&
        isValidTunnelName(host))
        return fail(ErrorCode::NotFound, "there is no tunnel \"" + shown + "\"");
    BareServer server{std::string(host)};
    if (!Ipv4Address::parse(host) && !isHostName(host))
        return fail(ErrorCode::InvalidArguments,
                    "\"" + shown +
                        "\" is neither a tunnel nor HOST or HOST:PORT (an IPv4 address or a host name)");
    if (colon != std::string_view::npos && !parsePort(text.substr(colon + 1), server.port))
        return fail(ErrorCode::InvalidArguments, "\"" + shown + "\": the port is not between 1 and 65535");
    return server;
}

} // namespace pptp
