// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/note_folder.h"

#include "common/durable_write.h"
#include "common/printable_text.h"
#include "common/trusted_file.h"
#include "common/tunnel_name.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace pptp {
namespace {

constexpr std::string_view UnfinishedSuffix = ".new";

tl::unexpected<Error> noteError(const std::string& what)
{
    return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, what, errno));
}

Result<void> writeNew(int directory, const std::string& name, std::string_view text)
{
    const UniqueFd file(::openat(directory, name.c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file)
        return noteError(name);
    if (const int error = writeDurably(file.get(), text); error != 0)
        return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, name, error));
    return {};
}

} // namespace

NoteFolder::NoteFolder(std::filesystem::path directory, std::string suffix, Warn warn)
    : m_directory(std::move(directory)), m_suffix(std::move(suffix)), m_warn(warn)
{
}

Result<void> NoteFolder::write(const std::string& tunnel, std::string_view text) const
{
    const auto inFolder = [this](const Error& error) {
        return fail(ErrorCode::ConfigureFailed, m_directory.string() + ": " + error.detail);
    };
    const auto directory = openTrustedDirectory(m_directory, WritableByOthers);
    if (!directory)
        return inFolder(directory.error());
    const int folder = directory->get();
    const std::string name = fileName(tunnel);
    const std::string unfinished = name + std::string(UnfinishedSuffix);
    (void)::unlinkat(folder, unfinished.c_str(), 0); // of a process that was killed here
    auto written = writeNew(folder, unfinished, text);
    if (written && ::renameat(folder, unfinished.c_str(), folder, name.c_str()) != 0)
        written = noteError(name);
    if (!written) {
        (void)::unlinkat(folder, unfinished.c_str(), 0);
        return inFolder(written.error());
    }
    if (::fsync(folder) != 0)
        return inFolder(noteError(name).value());
    return {};
}

void NoteFolder::remove(const std::string& tunnel) const
{
    const std::string path = (m_directory / fileName(tunnel)).string();
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
        m_warn(path + ": cannot be removed: " + std::strerror(errno));
}

void NoteFolder::discard(const std::string& tunnel, std::string_view reason) const
{
    m_warn((m_directory / printableText(fileName(tunnel))).string() +
           ": removed, it makes no sense: " + std::string(reason));
    remove(tunnel);
}

std::vector<NoteFolder::Note> NoteFolder::notes() const
{
    std::vector<Note> notes;
    const auto directory = openTrustedDirectory(m_directory, WritableByOthers);
    if (!directory) {
        if (directory.error().code != ErrorCode::NotFound)
            m_warn(m_directory.string() + ": " + directory.error().detail);
        return notes;
    }
    for (const std::string& file : fileNames(directory->get())) {
        if (file.ends_with(m_suffix + std::string(UnfinishedSuffix)))
            (void)::unlinkat(directory->get(), file.c_str(), 0);
        if (!file.ends_with(m_suffix))
            continue;
        const std::string tunnel = file.substr(0, file.size() - m_suffix.size());
        auto text = readTrustedFile(directory->get(), file, WritableByOthers, MaxNoteBytes);
        if (!text)
            discard(tunnel, text.error().detail);
        else if (!isValidTunnelName(tunnel))
            discard(tunnel, "not the name of a tunnel");
        else
            notes.push_back({tunnel, std::string(text->begin(), text->end())});
    }
    return notes;
}

} // namespace pptp
