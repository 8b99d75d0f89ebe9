// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/options.h"

#include "client/state_text.h"
#include "common/names.h"
#include "pptpctl/text.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <sstream>

namespace pptp {
namespace {

constexpr int usageError = 2;
constexpr int oneDay = 24 * 60 * 60;
constexpr int maximumCount = 1'000'000;
constexpr int maximumDescriptor = 1'048'575;

const std::map<std::string, JsonStyle> jsonStyles{{"off", JsonStyle::Off},
                                                  {"pretty", JsonStyle::Pretty},
                                                  {"short", JsonStyle::Short},
                                                  {"lines", JsonStyle::Lines}};
const std::map<std::string, ColorMode> colorModes{
    {"auto", ColorMode::Auto}, {"always", ColorMode::Always}, {"never", ColorMode::Never}};

/// CLI11's strings are bytes; ours are translated.
std::string words(const QString& text)
{
    return text.toStdString();
}

/// Options whose value may be left out would swallow the next word: write their default out.
std::vector<std::string> withDefaultValues(std::vector<std::string> arguments)
{
    const auto isVerb = [](const std::string& word) {
        static const std::vector<std::string> verbs{"status", "list",     "connect",    "up",
                                                    "down",   "stats",    "disconnect", "reconnect",
                                                    "agent",  "password", "diagnose"};
        return std::ranges::find(verbs, word) != verbs.end();
    };
    const auto verb = std::ranges::find_if(arguments, isVerb);
    const bool stats = verb != arguments.end() && *verb == "stats";
    for (std::string& word : arguments) {
        if (word == "--")
            break;
        if (word == "--json")
            word = "--json=pretty";
        else if (stats && (word == "-w" || word == "--watch"))
            word = "--watch=1";
        else if (stats && word.starts_with("-w="))
            word = "--watch=" + word.substr(3);
    }
    return arguments;
}

template <class Value>
CLI::Option* addChoice(CLI::App& app, const std::string& name, Value& value,
                       const std::map<std::string, Value>& choices, const QString& description)
{
    return app
        .add_option_function<std::string>(
            name, [&value, &choices](const std::string& word) { value = choices.at(word); },
            words(description))
        ->check(CLI::IsMember(choices));
}

struct Parser {
    Options options;
    std::vector<std::string> names;
    std::string bus;
    std::string passwordFile;
    CLI::App app{words(Text::tr("Shows and controls PPTP tunnels."))};

    Parser()
    {
        app.name("pptpctl");
        app.option_defaults()->group(words(Text::tr("Options")));
        app.require_subcommand(0, 1);
        app.fallthrough();
        app.set_version_flag("--version", std::string("pptpctl ") + names::Version,
                             words(Text::tr("Show the version")));
        app.set_help_flag("-h,--help", words(Text::tr("Show this help")));
        const auto formatter = app.get_formatter();
        formatter->label("Usage", words(Text::tr("Usage")));
        formatter->label("Positionals", words(Text::tr("Arguments")));
        formatter->label("OPTIONS", words(Text::tr("OPTIONS")));
        formatter->label("SUBCOMMAND", words(Text::tr("COMMAND")));
        formatter->label("REQUIRED", words(Text::tr("(required)")));
        addGlobalOptions();
        addStatusCommands();
        addConnectionCommands();
        addPasswordCommands();
        addStatsCommand();
        addDiagnoseCommand();
        // Last, as every command would inherit it.
        app.footer(words(Text::tr("Without a command the state of all tunnels is shown.\nNote: %1")
                             .arg(StateText::notPrivate())));
    }

    void addGlobalOptions()
    {
        addChoice(app, "--json", options.json, jsonStyles,
                  Text::tr("Print JSON: pretty (the default), short, lines or off"))
            ->option_text("[=STYLE]");
        addChoice(app, "-c,--color", options.color, colorModes, Text::tr("Colours: auto, always or never"))
            ->option_text("WHEN");
        app.add_flag("-q,--quiet", options.quiet, words(Text::tr("No progress and no warnings")));
        app.add_flag("--no-legend", options.noLegend, words(Text::tr("No headings and no summary")));
        CLI::Option* noAsk =
            app.add_flag("--no-ask", options.noAsk, words(Text::tr("Never ask for anything")));
        app.add_flag("-a,--ask", options.ask,
                     words(Text::tr("Ask for passwords also if this is no terminal")))
            ->excludes(noAsk);
        app.add_option("--bus", bus)->group("");
    }

    CLI::App* addCommand(const std::string& name, Verb verb, const QString& description)
    {
        CLI::App* command = app.add_subcommand(name, words(description));
        command->group(words(Text::tr("Commands")));
        command->set_help_flag("-h,--help", words(Text::tr("Show this help")));
        command->callback([this, verb] { options.verb = verb; });
        return command;
    }

    void addStatusCommands()
    {
        addCommand("list", Verb::List, Text::tr("List the tunnels and their servers"));
        CLI::App* status =
            addCommand("status", Verb::Status, Text::tr("Show the state of all tunnels, or of some"));
        status->add_option("NAME", names, words(Text::tr("Tunnels, by name or network interface")))
            ->type_name("");
        status->add_flag("--check", options.check,
                         words(Text::tr("Print nothing; exit with 0 if connected, 4 if not, 10 if unknown")));
    }

    void addConnectionCommands()
    {
        CLI::App* connect = addCommand("connect", Verb::Connect, Text::tr("Bring a tunnel up"));
        connect->alias("up");
        addName(connect);
        addWait(connect, 90);
        addPasswordSources(connect);
        CLI::App* reconnect =
            addCommand("reconnect", Verb::Reconnect, Text::tr("Take a tunnel down and bring it up again"));
        addName(reconnect);
        addWait(reconnect, 90);
        CLI::App* disconnect = addCommand("disconnect", Verb::Disconnect, Text::tr("Take a tunnel down"));
        disconnect->alias("down");
        addName(disconnect);
        addWait(disconnect, 10);
    }

    void addPasswordCommands()
    {
        addCommand("agent", Verb::Agent, Text::tr("Ask for passwords on this terminal, until interrupted"));
        CLI::App* password =
            addCommand("password", Verb::Password, Text::tr("Store the password of a tunnel"));
        addName(password);
        CLI::Option* clear =
            password->add_flag("--clear", options.clear, words(Text::tr("Remove the stored password")));
        addPasswordSources(password)->excludes(clear);
    }

    /// Returns the group's first, which excludes the second.
    CLI::Option* addPasswordSources(CLI::App* command)
    {
        CLI::Option* file =
            command
                ->add_option("--password-file", passwordFile,
                             words(Text::tr("Take the password from FILE, or from standard input (-)")))
                ->option_text("FILE");
        command
            ->add_option("--password-fd", options.passwordFd,
                         words(Text::tr("Take the password from the open descriptor N")))
            ->option_text("N")
            ->check(CLI::Range(0, maximumDescriptor))
            ->excludes(file);
        return file;
    }

    void addStatsCommand()
    {
        CLI::App* stats = addCommand("stats", Verb::Stats, Text::tr("Show the packet counters of a tunnel"));
        addName(stats);
        stats
            ->add_option("-w,--watch", options.watchSeconds,
                         words(Text::tr("Print a line every SECONDS (1) until interrupted")))
            ->option_text("[=SECONDS]")
            ->check(CLI::Range(0.2, 60.0));
        stats->add_option("--count", options.count, words(Text::tr("End after N lines")))
            ->option_text("N")
            ->check(CLI::Range(1, maximumCount));
    }

    void addDiagnoseCommand()
    {
        CLI::App* diagnose =
            addCommand("diagnose", Verb::Diagnose, Text::tr("Find out why a tunnel does not connect"));
        diagnose
            ->add_option("NAME|HOST[:PORT]", names,
                         words(Text::tr("The tunnel, or a server that need not have one")))
            ->required()
            ->expected(1)
            ->type_name("");
        diagnose->add_flag("--quick", options.quick,
                           words(Text::tr("Look at this machine only; call nobody")));
    }

    void addName(CLI::App* command)
    {
        command->add_option("NAME", names, words(Text::tr("The tunnel, by name or network interface")))
            ->required()
            ->expected(1)
            ->type_name("");
    }

    void addWait(CLI::App* command, int standard)
    {
        command
            ->add_option("-w,--wait", options.waitSeconds,
                         words(Text::tr("Wait at most SECONDS (%1); 0 does not wait").arg(standard)))
            ->option_text("SECONDS")
            ->check(CLI::Range(0, oneDay));
    }
};

} // namespace

std::variant<Options, EarlyExit> parseOptions(const std::vector<std::string>& arguments)
{
    Parser parser;
    std::vector<std::string> reversed = withDefaultValues(arguments);
    std::ranges::reverse(reversed); // CLI11 takes them from the end.
    try {
        parser.app.parse(reversed);
    } catch (const CLI::Success& request) {
        std::ostringstream out;
        parser.app.exit(request, out, out);
        std::string text = out.str();
        while (text.ends_with('\n'))
            text.pop_back();
        return EarlyExit{.exitCode = 0, .out = text + '\n', .err = {}};
    } catch (const CLI::ParseError& problem) {
        const QString error = Text::tr("Error: %1").arg(QString::fromUtf8(problem.what()));
        const QString advice = Text::tr("Hint:  see pptpctl --help");
        return EarlyExit{.exitCode = usageError, .out = {}, .err = words(error + '\n' + advice + '\n')};
    }
    for (const std::string& name : parser.names)
        parser.options.names.append(QString::fromStdString(name));
    parser.options.bus = QString::fromStdString(parser.bus);
    parser.options.passwordFile = QString::fromLocal8Bit(parser.passwordFile);
    return std::move(parser.options);
}

} // namespace pptp
