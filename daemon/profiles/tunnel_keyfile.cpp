// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/profiles/tunnel_keyfile.h"

#include "common/printable_text.h"

#include <glib.h>
#include <memory>
#include <set>

namespace pptp {
namespace {

constexpr const char* GroupName = "tunnel";

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* thing) const
    {
        Free(thing);
    }
};
using KeyFile = std::unique_ptr<GKeyFile, Freed<&g_key_file_free>>;
using GlibError = std::unique_ptr<GError, Freed<&g_error_free>>;
using GlibText = std::unique_ptr<char, Freed<&g_free>>;
using GlibTexts = std::unique_ptr<char*, Freed<&g_strfreev>>;

tl::unexpected<Error> invalid(std::string detail)
{
    return fail(ErrorCode::InvalidSettings, std::move(detail));
}

/// Somebody's text within a message of ours: GLib's own quote whole lines of the file.
std::string shown(std::string_view text)
{
    constexpr std::size_t MaxShownBytes = 120;
    return printableText(text.substr(0, MaxShownBytes));
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\v\f";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == text.npos)
        return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

Result<void> checkKeysAreUnique(std::string_view text)
{
    std::set<std::string_view> seen;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::size_t end = text.find('\n');
        const std::string_view content = trimmed(text.substr(0, end));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        const std::size_t equals = content.find('=');
        if (content.empty() || content.front() == '#' || content.front() == '[' || equals == content.npos)
            continue;
        const std::string_view key = trimmed(content.substr(0, equals));
        if (!seen.insert(key).second)
            return invalid(shown(key) + ": is given again in line " + std::to_string(line));
    }
    return {};
}

Result<void> checkGroups(GKeyFile* file)
{
    const GlibTexts groups(g_key_file_get_groups(file, nullptr));
    bool found = false;
    for (char** group = groups.get(); *group; ++group) {
        if (std::string_view(*group) != GroupName)
            return invalid("group [" + shown(*group) + "] is not known, only [tunnel] is");
        found = true;
    }
    if (!found)
        return invalid("has no group [tunnel]");
    return {};
}

Result<std::vector<ProfileEntry>> readEntries(GKeyFile* file)
{
    std::vector<ProfileEntry> entries;
    const GlibTexts keys(g_key_file_get_keys(file, GroupName, nullptr, nullptr));
    for (char** key = keys.get(); key && *key; ++key) {
        GError* raw = nullptr;
        const GlibText value(g_key_file_get_string(file, GroupName, *key, &raw));
        const GlibError error(raw);
        // After a bad escape GLib returns a value as well.
        if (error || !value)
            return invalid(shown(*key) + ": " + shown(error ? error->message : "has no value") +
                           " (a backslash is written \\\\)");
        entries.emplace_back(*key, value.get());
    }
    return entries;
}

} // namespace

Result<std::vector<ProfileEntry>> parseTunnelKeyfile(std::string_view text)
{
    if (text.empty())
        return invalid("is empty");
    // g_utf8_validate stops at a NUL and calls that invalid too.
    if (!g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr))
        return invalid("is not text in UTF-8");
    if (const auto unique = checkKeysAreUnique(text); !unique)
        return tl::unexpected(unique.error());
    const KeyFile file(g_key_file_new());
    GError* raw = nullptr;
    // Translations are kept so that "user[de]" shows up as the unknown key that it is.
    const bool loaded =
        g_key_file_load_from_data(file.get(), text.data(), text.size(), G_KEY_FILE_KEEP_TRANSLATIONS, &raw);
    const GlibError error(raw);
    if (!loaded)
        return invalid(shown(error->message));
    if (const auto groups = checkGroups(file.get()); !groups)
        return tl::unexpected(groups.error());
    return readEntries(file.get());
}

} // namespace pptp
