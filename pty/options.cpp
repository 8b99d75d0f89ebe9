// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/options.h"

#include <algorithm>
#include <array>
#include <getopt.h>

namespace pptp {
namespace {

struct Option {
    const char* name;
    bool hasValue;
    bool isSetting; ///< The key of a profile with the same name decides what the value may be.
};

constexpr std::array options{
    Option{"phone", true, true},         Option{"nolaunchpppd", false, false},
    Option{"quirks", true, true},        Option{"debug", false, false},
    Option{"sync", false, true},         Option{"timeout", true, true},
    Option{"nobuffer", false, true},     Option{"idle-wait", true, true},
    Option{"max-echo-wait", true, true}, Option{"logstring", true, true},
    Option{"localbind", true, true},     Option{"loglevel", true, true},
    Option{"version", false, false},     Option{"test-type", true, true},
    Option{"test-rate", true, true},     Option{"rtmark", true, true},
    Option{"nohostroute", false, true},  Option{"missing-window", true, true},
    Option{"help", false, false},        Option{"port", true, true},
    Option{"worker", true, false},       Option{"worker-user", true, false},
    Option{"with-pppd", true, false},
};

/// What getopt_long() returns for the first of the table: no character, so that no short option is meant.
constexpr int FirstCode = 0x100;
constexpr std::uint8_t DebugLogLevel = 2;

using Entries = std::vector<ProfileEntry>;

std::vector<option> longOptions()
{
    std::vector<option> table;
    int code = FirstCode;
    for (const Option& known : options)
        table.push_back({known.name, known.hasValue ? required_argument : no_argument, nullptr, code++});
    table.push_back({});
    return table;
}

tl::unexpected<Error> refused(const std::string& what)
{
    return fail(ErrorCode::InvalidArguments, what);
}

/// getopt_long() says only that it understood nothing; this finds out what to say about that.
tl::unexpected<Error> notUnderstood(std::string_view word)
{
    if (optopt >= FirstCode)
        return refused("--" + std::string(options.at(static_cast<std::size_t>(optopt - FirstCode)).name) +
                       " takes no value");
    if (optopt != 0)
        return refused(
            std::string("-") + static_cast<char>(optopt) +
            " is not an option; what is meant for pppd and begins with a hyphen belongs behind --");
    const std::string_view name = word.substr(0, word.find('='));
    std::string candidates;
    for (const Option& known : options) {
        if (std::string_view(known.name).starts_with(name.substr(std::min<std::size_t>(2, name.size()))))
            candidates += std::string(candidates.empty() ? "--" : ", --") + known.name;
    }
    if (!candidates.empty())
        return refused(std::string(name) + " can mean " + candidates);
    return refused(std::string(name) + " is not an option");
}

/// The last of several equal options is the one that counts, as usual on a command line.
void setEntry(Entries& entries, const std::string& name, const std::string& value)
{
    std::erase_if(entries, [&name](const ProfileEntry& entry) { return entry.first == name; });
    entries.emplace_back(name, value);
}

void setOption(PtyOptions& result, std::string_view name, const std::string& value)
{
    if (name == "nolaunchpppd")
        result.launchPppd = false;
    else if (name == "debug")
        result.debug = true;
    else if (name == "version")
        result.action = PtyOptions::Action::ShowVersion;
    else if (name == "help")
        result.action = PtyOptions::Action::ShowHelp;
    else if (name == "worker")
        result.worker = value;
    else if (name == "worker-user")
        result.workerUser = value;
    else if (name == "with-pppd")
        result.pppd = value;
}

/// Profiles say "timeout: ..."; on a command line that is --timeout.
std::string asOption(const std::string& detail)
{
    return detail.starts_with("server:") ? detail : "--" + detail;
}

Result<void> readOptions(std::vector<char*>& words, PtyOptions& result, Entries& entries)
{
    const auto table = longOptions();
    const auto count = static_cast<int>(words.size()) - 1;
    optind = 0; // GNU: begin anew, whatever was parsed before
    opterr = 0;
    while (true) {
        const int code = getopt_long(count, words.data(), ":", table.data(), nullptr);
        if (code == -1)
            return {};
        const char* word = words.at(static_cast<std::size_t>(std::max(optind - 1, 0)));
        if (code == ':')
            return refused(std::string(word) + " needs a value");
        if (code == '?')
            return notUnderstood(word);
        const Option& known = options.at(static_cast<std::size_t>(code - FirstCode));
        const std::string value = known.hasValue ? optarg : "yes";
        if (known.isSetting)
            setEntry(entries, known.name, value);
        else
            setOption(result, known.name, value);
        if (result.action != PtyOptions::Action::Run)
            return {};
    }
}

} // namespace

Result<PtyOptions> parsePtyOptions(std::span<const std::string> arguments)
{
    std::vector<std::string> copies{"pptp-pty"};
    copies.insert(copies.end(), arguments.begin(), arguments.end());
    std::vector<char*> words; // in the order that getopt gives them: options first
    for (std::string& copy : copies)
        words.push_back(copy.data());
    words.push_back(nullptr);

    PtyOptions result;
    Entries entries;
    if (const auto read = readOptions(words, result, entries); !read)
        return tl::unexpected(read.error());
    if (result.action != PtyOptions::Action::Run)
        return result;
    for (auto i = static_cast<std::size_t>(optind); i + 1 < words.size(); ++i)
        result.pppdWords.emplace_back(words[i]);
    if (result.pppdWords.empty())
        return refused("there is no server on the command line");
    setEntry(entries, "server", result.pppdWords.front());
    result.pppdWords.erase(result.pppdWords.begin());
    const auto profile = parseCallSettings(entries);
    if (!profile)
        return refused(asOption(profile.error().detail));
    result.profile = *profile;
    if (result.debug)
        result.profile.logLevel = std::max(result.profile.logLevel, DebugLogLevel);
    return result;
}

} // namespace pptp
