// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// pptp-resolvconf: run by pptp-tunnel-names@TUNNEL.service, outside of the daemon's sandbox, on systems
// without systemd-resolved. It reads the daemon's notes and tells resolvconf(8), or writes resolv.conf
// itself.

#include "common/name_servers.h"
#include "common/names.h"
#include "common/tunnel_name.h"
#include "daemon/net/note_folder.h"
#include "resolvconf/resolv_conf_file.h"
#include "resolvconf/resolvconf_program.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using namespace pptp;

namespace {

void warn(const std::string& text)
{
    std::fprintf(stderr, "pptp-resolvconf: %s\n", text.c_str());
}

int failed(const std::string& reason)
{
    warn(reason);
    return EXIT_FAILURE;
}

struct TunnelNames {
    std::string tunnel;
    NameServers names;
};

std::vector<TunnelNames> readNotes(const NoteFolder& folder)
{
    std::vector<TunnelNames> all;
    for (const NoteFolder::Note& note : folder.notes()) {
        if (auto names = parseNameServersText(note.text))
            all.push_back({note.tunnel, std::move(*names)});
        else
            folder.discard(note.tunnel, "not a list of name servers");
    }
    return all;
}

Result<void> writeFile(const std::vector<TunnelNames>& tunnels)
{
    std::vector<NameServers> names;
    for (const TunnelNames& each : tunnels)
        names.push_back(each.names);
    return ResolvConfFile("/etc/resolv.conf").update(names);
}

int run(std::string_view verb, const std::string& tunnel)
{
    const NoteFolder folder(names::RuntimeDirectory, std::string(NameServersSuffix), warn);
    std::vector<TunnelNames> tunnels = readNotes(folder);
    const auto own = std::ranges::find(tunnels, tunnel, &TunnelNames::tunnel);
    if (own == tunnels.end())
        return verb == "remove" ? EXIT_SUCCESS : failed("there is no note of " + tunnel);
    const NameServers names = own->names;
    Result<void> done;
    if (verb == "add") {
        done = ResolvconfProgram::find() ? ResolvconfProgram::add(names) : writeFile(tunnels);
    } else {
        tunnels.erase(own);
        done = ResolvconfProgram::find() ? ResolvconfProgram::remove(names) : writeFile(tunnels);
        folder.remove(tunnel);
    }
    return done ? EXIT_SUCCESS : failed(done.error().detail);
}

} // namespace

int main(int argc, char** argv)
{
    const std::string_view verb = argc == 3 ? argv[1] : "";
    if ((verb != "add" && verb != "remove") || !isValidTunnelName(argv[2])) {
        std::fputs("usage: pptp-resolvconf add|remove TUNNEL\n", stderr);
        return 2;
    }
    return run(verb, argv[2]);
}
