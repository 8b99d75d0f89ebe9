// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/ledger.h"

#include "common/printable_text.h"
#include "common/trusted_file.h"
#include "common/tunnel_name.h"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <QtDebug>

namespace pptp {
namespace {

constexpr std::string_view Suffix = ".routes";
constexpr std::string_view UnfinishedSuffix = ".routes.new";
constexpr std::string_view RouteWord = "host-route";
constexpr std::size_t MaxFileBytes = 1024;

/// Takes "NAME=VALUE" from the front of the line, and the blank before it.
std::optional<std::string_view> takeField(std::string_view& line, std::string_view name)
{
    const std::string prefix = ' ' + std::string(name) + '=';
    if (!line.starts_with(prefix))
        return std::nullopt;
    line.remove_prefix(prefix.size());
    const std::string_view value = line.substr(0, line.find(' '));
    line.remove_prefix(value.size());
    return value;
}

/// False if the field is there and is no address.
bool takeAddress(std::string_view& line, std::string_view name, std::optional<Ipv4Address>& address)
{
    const auto value = takeField(line, name);
    if (!value)
        return true;
    address = Ipv4Address::parse(*value);
    return address.has_value();
}

tl::unexpected<Error> ledgerError(const std::string& what)
{
    return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, what, errno));
}

Result<void> writeDurably(int directory, const std::string& name, std::string_view text)
{
    const UniqueFd file(::openat(directory, name.c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file)
        return ledgerError(name);
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0 || static_cast<std::size_t>(written) != text.size()) {
        if (written >= 0)
            errno = ENOSPC;
        return ledgerError(name);
    }
    if (::fsync(file.get()) != 0)
        return ledgerError(name);
    return {};
}

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
    if (text.size() > MaxFileBytes || !text.ends_with('\n') || !text.starts_with(RouteWord))
        return std::nullopt;
    text.remove_prefix(RouteWord.size());
    text.remove_suffix(1);
    const auto destination = Ipv4Address::parse(takeField(text, "destination").value_or(""));
    const std::string_view interface = takeField(text, "interface").value_or("");
    HostRoute route;
    const char* end = interface.data() + interface.size();
    const auto [stop, error] = std::from_chars(interface.data(), end, route.interfaceIndex);
    if (!destination || error != std::errc() || stop != end || route.interfaceIndex <= 0)
        return std::nullopt;
    route.destination = *destination;
    if (!takeAddress(text, "gateway", route.gateway) || !takeAddress(text, "source", route.preferredSource) ||
        !text.empty())
        return std::nullopt;
    return route;
}

Ledger::Ledger(std::filesystem::path directory) : m_directory(std::move(directory)) {}

std::string Ledger::fileName(const std::string& tunnel)
{
    return tunnel + std::string(Suffix);
}

Result<void> Ledger::noteHostRoute(const std::string& tunnel, const HostRoute& route)
{
    const auto inFolder = [this](const Error& error) {
        return fail(ErrorCode::ConfigureFailed, m_directory.string() + ": " + error.detail);
    };
    const auto directory = openTrustedDirectory(m_directory, WritableByOthers);
    if (!directory)
        return inFolder(directory.error());
    const int folder = directory->get();
    const std::string name = fileName(tunnel);
    const std::string unfinished = tunnel + std::string(UnfinishedSuffix);
    (void)::unlinkat(folder, unfinished.c_str(), 0); // of a process that was killed here
    auto written = writeDurably(folder, unfinished, ledgerText(route));
    if (written && ::renameat(folder, unfinished.c_str(), folder, name.c_str()) != 0)
        written = ledgerError(name);
    if (!written) {
        (void)::unlinkat(folder, unfinished.c_str(), 0);
        return inFolder(written.error());
    }
    if (::fsync(folder) != 0)
        return inFolder(ledgerError(name).value());
    return {};
}

void Ledger::forget(const std::string& tunnel)
{
    const std::string path = (m_directory / fileName(tunnel)).string();
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
        qWarning("%s: cannot be removed: %s", path.c_str(), std::strerror(errno));
}

std::vector<Ledger::Entry> Ledger::entries() const
{
    std::vector<Entry> entries;
    const auto directory = openTrustedDirectory(m_directory, WritableByOthers);
    if (!directory) {
        if (directory.error().code != ErrorCode::NotFound)
            qWarning("%s: %s", m_directory.c_str(), directory.error().detail.c_str());
        return entries;
    }
    for (const std::string& file : fileNames(directory->get())) {
        if (!file.ends_with(Suffix)) {
            if (file.ends_with(UnfinishedSuffix))
                (void)::unlinkat(directory->get(), file.c_str(), 0);
            continue;
        }
        const std::string tunnel = file.substr(0, file.size() - Suffix.size());
        const auto text = readTrustedFile(directory->get(), file, WritableByOthers, MaxFileBytes);
        const auto route = text ? parseLedgerText(*text) : std::nullopt;
        if (route && isValidTunnelName(tunnel)) {
            entries.push_back({tunnel, *route});
            continue;
        }
        qWarning("%s/%s: removed, it makes no sense: %s", m_directory.c_str(), printableText(file).c_str(),
                 text ? "not a line of the ledger" : text.error().detail.c_str());
        (void)::unlinkat(directory->get(), file.c_str(), 0);
    }
    return entries;
}

} // namespace pptp
