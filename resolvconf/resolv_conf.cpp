// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "resolvconf/resolv_conf.h"

#include <algorithm>
#include <vector>

namespace pptp {
namespace {

constexpr std::string_view Mark = "# Written by pptp-tunnel, and put back when its last tunnel is down: "
                                  "resolv.conf.pptp-tunnel is the original.\n";

void addOnce(std::vector<std::string>& list, std::string_view item)
{
    if (std::ranges::find(list, item) == list.end())
        list.emplace_back(item);
}

/// The words of a line; blanks and tabs stand between them.
std::vector<std::string_view> wordsOf(std::string_view line)
{
    constexpr std::string_view Blanks = " \t\r";
    std::vector<std::string_view> words;
    for (std::size_t begin = line.find_first_not_of(Blanks); begin != line.npos;
         begin = line.find_first_not_of(Blanks, begin)) {
        const std::size_t end = std::min(line.find_first_of(Blanks, begin), line.size());
        words.push_back(line.substr(begin, end - begin));
        begin = end;
    }
    return words;
}

struct Settings {
    std::vector<std::string> servers;
    std::vector<std::string> domains;
    std::string rest; ///< Lines about neither.
};

void addOriginal(Settings& settings, std::string_view text)
{
    std::vector<std::string> domains; // the last such line counts
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto words = wordsOf(line);
        if (words.empty())
            continue;
        if (words.front() == "nameserver" && words.size() > 1)
            addOnce(settings.servers, words[1]);
        else if (words.front() == "search" || words.front() == "domain")
            domains.assign(words.begin() + 1, words.end());
        else
            settings.rest += std::string(line) + '\n';
    }
    for (const std::string& domain : domains)
        addOnce(settings.domains, domain);
}

} // namespace

std::string managedResolvConf(std::string_view original, std::span<const NameServers> tunnels)
{
    Settings settings;
    for (const NameServers& tunnel : tunnels) {
        for (const Ipv4Address server : tunnel.servers)
            addOnce(settings.servers, server.toString());
        for (const std::string& domain : tunnel.searchDomains)
            addOnce(settings.domains, domain);
    }
    addOriginal(settings, original);
    if (settings.servers.size() > MaxNameServers)
        settings.servers.resize(MaxNameServers);

    std::string text(Mark);
    for (const std::string& server : settings.servers)
        text += "nameserver " + server + '\n';
    if (!settings.domains.empty()) {
        text += "search";
        for (const std::string& domain : settings.domains)
            text += ' ' + domain;
        text += '\n';
    }
    return text + settings.rest;
}

bool isManagedResolvConf(std::string_view text)
{
    return text.starts_with(Mark);
}

} // namespace pptp
