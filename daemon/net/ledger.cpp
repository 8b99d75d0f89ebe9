// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/ledger.h"

#include "daemon/net/log_warning.h"
#include "daemon/net/note_fields.h"

namespace pptp {
namespace {

constexpr std::string_view Suffix = ".routes";
constexpr std::string_view RouteWord = "host-route";

} // namespace

std::string ledgerText(const HostRoute& route)
{
    std::string text = std::string(RouteWord) + " destination=" + route.destination.toString() +
                       " interface=" + std::to_string(route.interfaceIndex);
    if (route.gateway)
        text += " gateway=" + route.gateway->toString();
    if (route.preferredSource)
        text += " source=" + route.preferredSource->toString();
    return text + '\n';
}

std::optional<HostRoute> parseLedgerText(std::string_view text)
{
    // The newline is the last byte written: without it the file was cut.
    if (text.size() > NoteFolder::MaxNoteBytes || !text.ends_with('\n') || !text.starts_with(RouteWord))
        return std::nullopt;
    text.remove_prefix(RouteWord.size());
    text.remove_suffix(1);
    NoteFields fields(text);
    std::optional<Ipv4Address> destination;
    std::optional<int> interface;
    HostRoute route;
    if (!fields.take("destination", destination) || !fields.take("interface", interface) ||
        !fields.take("gateway", route.gateway) || !fields.take("source", route.preferredSource) ||
        !fields.atEnd() || !destination || interface.value_or(0) <= 0)
        return std::nullopt;
    route.destination = *destination;
    route.interfaceIndex = *interface;
    return route;
}

Ledger::Ledger(std::filesystem::path directory)
    : m_folder(std::move(directory), std::string(Suffix), logWarning)
{
}

std::string Ledger::fileName(const std::string& tunnel)
{
    return tunnel + std::string(Suffix);
}

Result<void> Ledger::noteHostRoute(const std::string& tunnel, const HostRoute& route)
{
    return m_folder.write(tunnel, ledgerText(route));
}

std::vector<Ledger::Entry> Ledger::entries() const
{
    std::vector<Entry> entries;
    for (const NoteFolder::Note& note : m_folder.notes()) {
        if (const auto route = parseLedgerText(note.text))
            entries.push_back({note.tunnel, *route});
        else
            m_folder.discard(note.tunnel, "not a line of the ledger");
    }
    return entries;
}

} // namespace pptp
