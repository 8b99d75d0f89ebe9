// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/name_servers.h"

#include "common/host_name.h"

#include <algorithm>

namespace pptp {
namespace {

constexpr std::string_view EndLine = "end\n"; ///< Without it the text was cut.
constexpr std::size_t MaxInterfaceBytes = 15; ///< IFNAMSIZ, less the NUL.

bool isInterfaceName(std::string_view text)
{
    const auto isGood = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= MaxInterfaceBytes && text != "." && text != ".." &&
           std::ranges::all_of(text, isGood);
}

bool takeDomain(std::vector<std::string>& domains, std::string_view value)
{
    if (!isHostName(value) || domains.size() == MaxDomains)
        return false;
    domains.emplace_back(value);
    return true;
}

bool takeLine(NameServers& names, std::string_view word, std::string_view value)
{
    if (word == "interface" && names.interface.empty() && isInterfaceName(value)) {
        names.interface = value;
        return true;
    }
    if (word == "nameserver" && names.servers.size() < MaxNameServers) {
        const auto address = Ipv4Address::parse(value);
        if (address)
            names.servers.push_back(*address);
        return address.has_value();
    }
    if (word == "search")
        return takeDomain(names.searchDomains, value);
    return word == "route" && takeDomain(names.routingDomains, value);
}

} // namespace

std::string nameServersText(const NameServers& names)
{
    std::string text = "interface " + names.interface + '\n';
    for (const Ipv4Address server : names.servers)
        text += "nameserver " + server.toString() + '\n';
    for (const std::string& domain : names.searchDomains)
        text += "search " + domain + '\n';
    for (const std::string& domain : names.routingDomains)
        text += "route " + domain + '\n';
    return text + std::string(EndLine);
}

std::optional<NameServers> parseNameServersText(std::string_view text)
{
    if (!text.ends_with(EndLine))
        return std::nullopt;
    text.remove_suffix(EndLine.size());
    NameServers names;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (line.size() == text.size())
            return std::nullopt;
        text.remove_prefix(line.size() + 1);
        const std::size_t blank = line.find(' ');
        if (blank == line.npos || !takeLine(names, line.substr(0, blank), line.substr(blank + 1)))
            return std::nullopt;
    }
    if (names.interface.empty() || names.servers.empty())
        return std::nullopt;
    return names;
}

} // namespace pptp
