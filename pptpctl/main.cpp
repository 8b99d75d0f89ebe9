// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// pptpctl: finds the command, the service and the terminal, and brings them together.

#include "client/translation.h"
#include "pptpctl/command.h"
#include "pptpctl/interrupt.h"
#include "pptpctl/password_input.h"
#include "pptpctl/polkit_agent.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cstdio>
#include <sys/prctl.h>
#include <unistd.h>

namespace pptp {
namespace {

struct CommandRow {
    Verb verb;
    std::unique_ptr<Command> (*make)(const Session&);
    bool needsAuthorisation; ///< polkit may have to ask the user.
};

constexpr std::array commands{
    CommandRow{Verb::Status, makeStatusCommand, false},
    CommandRow{Verb::List, makeListCommand, false},
    CommandRow{Verb::Connect, makeConnectCommand, true},
    CommandRow{Verb::Reconnect, makeReconnectCommand, true},
    CommandRow{Verb::Disconnect, makeDisconnectCommand, true},
    CommandRow{Verb::Stats, makeStatsCommand, false},
    CommandRow{Verb::Agent, makeAgentCommand, false},
    CommandRow{Verb::Password, makePasswordCommand, true},
    CommandRow{Verb::Diagnose, makeDiagnoseCommand, true},
};

bool wantsColor(ColorMode mode)
{
    if (mode != ColorMode::Auto)
        return mode == ColorMode::Always;
    if (!qEnvironmentVariableIsEmpty("NO_COLOR"))
        return false;
    if (!qEnvironmentVariableIsEmpty("CLICOLOR_FORCE"))
        return true;
    return isatty(STDOUT_FILENO) && qgetenv("TERM") != "dumb";
}

/// root is never asked, and another bus has another polkit.
bool wantsAgent(const Options& options, const CommandRow& row)
{
    return row.needsAuthorisation && !options.noAsk && options.bus.isEmpty() && geteuid() != 0 &&
           isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

QDBusConnection openBus(const Options& options)
{
    return options.bus.isEmpty() ? QDBusConnection::systemBus()
                                 : QDBusConnection::connectToBus(options.bus, "pptpctl");
}

int run(const Options& options, const Terminal& terminal)
{
    const Output output(options, terminal);
    const Result<Secret> password = readPassword(options);
    if (!password) {
        output.error(QString::fromStdString(password.error().detail), "invalid-arguments", {});
        return exit_code::Usage;
    }
    Interrupt interrupt;
    TunnelsClient client(openBus(options));
    const CommandRow& row = *std::ranges::find(commands, options.verb, &CommandRow::verb);
    const auto command = row.make({client, options, output, *password});
    PolkitAgent agent;
    bool running = false;

    QObject::connect(command.get(), &Command::finished, command.get(),
                     [](int code) { QCoreApplication::exit(code); });
    interrupt.setHandler([&] {
        if (running)
            command->interrupted();
        QCoreApplication::exit(exit_code::Interrupted);
    });
    QObject::connect(&client, &TunnelsClient::serviceChanged, command.get(), [&] {
        if (running)
            return; // Whatever the command waits for will answer with an error.
        if (client.service() == TunnelsClient::Service::Missing) {
            output.error({}, client.error());
            QCoreApplication::exit(exit_code::ServiceMissing);
        } else if (client.service() == TunnelsClient::Service::Ready) {
            running = true;
            if (wantsAgent(options, row))
                agent.start([&command] { command->run(); });
            else
                command->run();
        }
    });
    // From within the event loop, so that an exit code is never lost.
    QMetaObject::invokeMethod(&client, &TunnelsClient::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

} // namespace
} // namespace pptp

int main(int argc, char** argv)
{
    using namespace pptp;
    prctl(PR_SET_DUMPABLE, 0); // passwords pass through this memory
    Terminal terminal;
    terminal.utf8 = adoptLocale();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName("pptpctl");
    QTranslator translator;
    if (loadTranslation(translator, QLocale::system().uiLanguages()))
        QCoreApplication::installTranslator(&translator);

    const auto parsed = parseOptions({argv + 1, argv + argc});
    if (const auto* early = std::get_if<EarlyExit>(&parsed)) {
        std::fputs(terminal.encode(QString::fromStdString(early->out)).constData(), stdout);
        std::fputs(terminal.encode(QString::fromStdString(early->err)).constData(), stderr);
        return early->exitCode;
    }
    const auto& options = std::get<Options>(parsed);
    terminal.color = wantsColor(options.color);
    return run(options, terminal);
}
