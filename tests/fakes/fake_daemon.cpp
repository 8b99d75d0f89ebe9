// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The daemon's real bus side with scripted tunnels behind it, for tests of everything that is a client.
///
///     fake-daemon [--address ADDRESS] [--deny] [--ask] [--step MILLISECONDS]
///
/// Without an address it uses the bus in DBUS_SYSTEM_BUS_ADDRESS. Prints "ready" once it has its name and
/// ends on SIGTERM. There is no polkit: everything is allowed, or with --deny everything that polkit decides
/// denied. With --ask the agents of whoever connects are asked for the password, which is "secret".

#include "daemon/bus/bus_service.h"
#include "tests/fakes/scripted_tunnel.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <cstdio>

namespace {

class FixedAuthority final : public pptp::Authority {
public:
    explicit FixedAuthority(pptp::Verdict verdict) : m_verdict(verdict) {}
    void ask(std::uint64_t, const pptp::Question&, Answer answer) override { answer(m_verdict); }
    void cancel(std::uint64_t) override {}

private:
    pptp::Verdict m_verdict;
};

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption address("address", "The bus to appear on.", "address");
    const QCommandLineOption deny("deny", "Deny what polkit would be asked for.");
    const QCommandLineOption ask("ask", "Ask agents for the password.");
    const QCommandLineOption step("step", "Milliseconds that each phase takes.", "milliseconds", "5");
    parser.addOptions({address, deny, ask, step});
    parser.addHelpOption();
    parser.process(application);

    pptp::BusOptions options;
    pptp::fakes::ScriptedRegistry tunnels(std::chrono::milliseconds(parser.value(step).toInt()),
                                          parser.isSet(ask) ? options.agents.get() : nullptr);
    options.address = parser.value(address).toStdString();
    options.lost = [](const std::string&) { QCoreApplication::exit(2); };
    options.authority =
        std::make_shared<FixedAuthority>(parser.isSet(deny) ? pptp::Verdict::Denied : pptp::Verdict::Allowed);
    pptp::BusService service(tunnels, std::move(options));
    if (const auto started = service.start(); !started) {
        std::fprintf(stderr, "fake-daemon: %s\n", started.error().detail.c_str());
        return 1;
    }
    std::puts("ready");
    std::fflush(stdout);
    return QCoreApplication::exec();
}
