// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Small files in the runtime folder that outlive a killed process: notes of what the next start must undo.
#pragma once

#include "common/error.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pptp {

class NoteFolder {
public:
    struct Note {
        std::string tunnel;
        std::string text;
    };
    static constexpr std::size_t MaxNoteBytes = 1024;

    /// For the log: what cannot be helped.
    using Warn = void (*)(const std::string& text);

    /// The folder must exist (systemd's RuntimeDirectory=). The suffix, ".routes" say, tells the files of
    /// one kind of note from those of another.
    NoteFolder(std::filesystem::path directory, std::string suffix, Warn warn);

    [[nodiscard]] std::string fileName(const std::string& tunnel) const { return tunnel + m_suffix; }
    /// Durable (written beside, then renamed) before it returns; replaces an earlier note of the tunnel.
    [[nodiscard]] Result<void> write(const std::string& tunnel, std::string_view text) const;
    void remove(const std::string& tunnel) const;
    /// Those of earlier processes. What cannot be read is logged and deleted, and so is what a killed writer
    /// left unfinished.
    [[nodiscard]] std::vector<Note> notes() const;
    /// Logs why, and deletes the note.
    void discard(const std::string& tunnel, std::string_view reason) const;

private:
    std::filesystem::path m_directory;
    std::string m_suffix;
    Warn m_warn;
};

} // namespace pptp
