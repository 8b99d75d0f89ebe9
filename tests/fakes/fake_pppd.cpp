// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A pppd for tests without a PPP kernel: takes the daemon's arguments, speaks the plugin's protocol, does a
/// scripted link on the terminal.
///
/// Of the arguments it uses the first (the terminal's path), `pptp-tunnel-fd` and `ipparam`; it refuses an
/// empty `user`. The name in `ipparam`, up to its first '-', selects the behaviour ("crash-2" is "crash");
/// any name that is not in this list behaves as `work`:
///
///   work        LCP, authentication, addresses; stays up until it is told to end. A password other than
///               "secret" ends with status 19, none at all with 5.
///   hang        LCP never completes.
///   hangauth    Authentication never completes.
///   nomethod    The server wants another authentication: status 10.
///   nomppe      The server refuses encryption: status 10. weakmppe: it offers a weak one.
///   noaddress   No addresses are agreed: status 10.
///   crash       Kills itself 300 ms after the addresses are up.
///   closed      The server ends the link 300 ms after that: status 0.
///   peerdead    No more echo replies 300 ms after that: status 15, and exit code 16 like the real one.
///   stubborn    As work, but SIGTERM does nothing.
///   babble      As work, and writes 5000 lines of log at once.
///   garbage     Sends a record that makes no sense, and stays.
///   noppp       Exit code 4 before anything is reported. badoption: exit code 2.
///
/// Always: the addresses are 10.99.0.2 and 10.99.0.1, the name server 10.99.0.53, the interface is "lo" (the
/// only one that exists everywhere), MS-CHAPv2, MPPE 128 stateless, MTU 1396. SIGTERM ends with status 5; a
/// hang-up of the terminal with 16. On the terminal, in HDLC framing (RFC 1662): an LCP Configure-Request at
/// the start, three IP packets of 60, 576 and 1396 bytes when the addresses are up, an answer to each LCP
/// Echo-Request, and each IP packet comes back as it came (100000 of them at most).
#include "common/plugin_protocol.h"
#include "common/unique_fd.h"
#include "tests/fakes/fake_hdlc.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <termios.h>
#include <vector>

namespace {

volatile std::sig_atomic_t toldToEnd = 0;

enum Status {
    Ok = 0,
    FatalError = 1,
    UserRequest = 5,
    OpenFailed = 7,
    Negotiation = 10,
    PeerDead = 15,
    HangUp = 16,
    Auth = 19
};

constexpr int EventMilliseconds = 300;
constexpr int SecretMilliseconds = 60000;
constexpr int FullTerminalSeconds = 2;

struct Arguments {
    std::string tty;
    std::string name;
    std::string user;
    int channel = -1;
};

Arguments readArguments(int argc, char** argv)
{
    Arguments result;
    if (argc > 1)
        result.tty = argv[1];
    for (int i = 2; i + 1 < argc; ++i) {
        const std::string_view option = argv[i];
        if (option == "ipparam")
            result.name = argv[++i];
        else if (option == "user")
            result.user = argv[++i];
        else if (option == "pptp-tunnel-fd")
            result.channel = std::atoi(argv[++i]);
    }
    return result;
}

class FakePppd {
public:
    explicit FakePppd(Arguments arguments)
        : m_channel(arguments.channel), m_behaviour(arguments.name.substr(0, arguments.name.find('-')))
    {
        m_tty.reset(open(arguments.tty.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    }

    int run()
    {
        sayHello();
        if (!m_tty) {
            std::fprintf(stderr, "Failed to open the terminal: %s\n", std::strerror(errno));
            return end(OpenFailed);
        }
        makeRaw();
        phase(PPTP_PLUGIN_PHASE_STARTING, 8);
        phase(PPTP_PLUGIN_PHASE_ESTABLISH, Negotiation);
        std::fprintf(stderr, "Connect: lo <--> terminal\n");
        writeFrame(fake::lcpConfigureRequest());
        if (is("garbage"))
            sendRecord(std::uint32_t{77});
        if (is("hang") || is("garbage"))
            return end(stayUntilEnd(std::nullopt));
        if (const int status = authenticate(); status != Ok)
            return end(status);
        if (const int status = agreeOnNetwork(); status != Ok)
            return end(status);
        return end(stayUp());
    }

private:
    [[nodiscard]] bool is(std::string_view behaviour) const { return m_behaviour == behaviour; }

    template <class Record>
    void sendRecord(const Record& record)
    {
        (void)send(m_channel.get(), &record, sizeof(record), MSG_NOSIGNAL);
    }

    void sayHello()
    {
        pptp_plugin_hello hello{};
        hello.type = PPTP_PLUGIN_HELLO;
        hello.protocol_version = PPTP_PLUGIN_PROTOCOL_VERSION;
        std::strcpy(hello.pppd_version, "2.4.9");
        sendRecord(hello);
    }

    void phase(pptp_plugin_phase now, int status)
    {
        if (now <= PPTP_PLUGIN_PHASE_RUNNING && now > m_furthest)
            m_furthest = now;
        sendRecord(pptp_plugin_phase_record{PPTP_PLUGIN_PHASE, now, status});
    }

    int end(int status)
    {
        if (m_up)
            sendRecord(pptp_plugin_ip_down{PPTP_PLUGIN_IP_DOWN, 0});
        phase(PPTP_PLUGIN_PHASE_TERMINATE, status);
        phase(PPTP_PLUGIN_PHASE_ESTABLISH, status); // backwards, as pppd does it
        phase(PPTP_PLUGIN_PHASE_DISCONNECT, status);
        phase(PPTP_PLUGIN_PHASE_DEAD, status);
        std::fprintf(stderr, "Connection terminated.\n");
        sendRecord(pptp_plugin_exit{PPTP_PLUGIN_EXIT, status, m_furthest, m_failure});
        return status == PeerDead ? HangUp : status;
    }

    int authenticate()
    {
        phase(PPTP_PLUGIN_PHASE_AUTHENTICATE, Negotiation);
        if (is("nomethod"))
            return fails(PPTP_PLUGIN_FAILURE_NOT_AUTHENTICATED);
        if (is("hangauth"))
            return stayUntilEnd(std::nullopt);
        sendRecord(pptp_plugin_secret_request{PPTP_PLUGIN_SECRET_REQUEST, PPTP_PLUGIN_AUTH_MSCHAPV2});
        pollfd answered{m_channel.get(), POLLIN, 0};
        pptp_plugin_secret answer{};
        if (poll(&answered, 1, SecretMilliseconds) != 1 ||
            recv(m_channel.get(), &answer, sizeof(answer), 0) != sizeof(answer) || answer.granted == 0)
            return UserRequest;
        const std::string_view secret(reinterpret_cast<const char*>(answer.bytes), answer.length);
        if (secret == "secret")
            return Ok;
        std::fprintf(stderr, "CHAP authentication failed\n");
        return Auth;
    }

    int agreeOnNetwork()
    {
        phase(PPTP_PLUGIN_PHASE_NETWORK, Negotiation);
        if (is("nomppe"))
            return fails(PPTP_PLUGIN_FAILURE_MPPE_REFUSED);
        if (is("weakmppe"))
            return fails(PPTP_PLUGIN_FAILURE_MPPE_WEAK);
        if (is("noaddress"))
            return Negotiation;
        phase(PPTP_PLUGIN_PHASE_RUNNING, Ok);
        pptp_plugin_ip_up up{};
        up.type = PPTP_PLUGIN_IP_UP;
        up.interface_index = 1;
        std::strcpy(up.interface_name, "lo");
        up.local_address = inet_addr("10.99.0.2");
        up.peer_address = inet_addr("10.99.0.1");
        up.dns[0] = inet_addr("10.99.0.53");
        up.dns[1] = up.dns[0];
        up.mtu = 1396;
        up.authentication = PPTP_PLUGIN_AUTH_MSCHAPV2;
        up.mppe_bits = 128;
        up.mppe_stateless = 1;
        sendRecord(up);
        m_up = true;
        for (const std::size_t size : {60U, 576U, 1396U})
            writeFrame(fake::ipPacket(size));
        return Ok;
    }

    int stayUp()
    {
        if (is("babble")) {
            for (int i = 0; i < 5000; ++i)
                std::fprintf(stderr, "line %d of too many\n", i);
        }
        const bool something = is("crash") || is("closed") || is("peerdead");
        const int status = stayUntilEnd(something ? std::optional(EventMilliseconds) : std::nullopt);
        if (status != Ok)
            return status;
        if (is("crash"))
            (void)raise(SIGKILL);
        return is("peerdead") ? PeerDead : Ok;
    }

    int fails(pptp_plugin_failure failure)
    {
        m_failure = failure;
        return Negotiation;
    }

    /// Serves the terminal. Ok when the time is over.
    int stayUntilEnd(std::optional<int> milliseconds)
    {
        timespec start{};
        clock_gettime(CLOCK_MONOTONIC, &start);
        // SIGTERM is blocked but inside ppoll, or one that comes just before it would be lost.
        sigset_t none;
        sigemptyset(&none);
        for (;;) {
            if (toldToEnd && !is("stubborn"))
                return UserRequest;
            timespec now{};
            clock_gettime(CLOCK_MONOTONIC, &now);
            const auto elapsed =
                (now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1'000'000;
            if (milliseconds && elapsed >= *milliseconds)
                return Ok;
            const auto left = milliseconds ? *milliseconds - elapsed : 0;
            const timespec wait{left / 1000, left % 1000 * 1'000'000};
            pollfd tty{m_tty.get(), POLLIN, 0};
            if (ppoll(&tty, 1, milliseconds ? &wait : nullptr, &none) == 1 && !serve())
                return HangUp;
        }
    }

    bool serve()
    {
        std::array<unsigned char, 4096> bytes{};
        const ssize_t size = read(m_tty.get(), bytes.data(), bytes.size());
        if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR))
            return false;
        for (ssize_t i = 0; i < size; ++i) {
            if (const auto frame = m_reader.next(bytes.at(static_cast<std::size_t>(i))))
                answer(*frame);
        }
        return true;
    }

    void answer(const fake::Frame& frame)
    {
        if (auto reply = fake::lcpEchoReply(frame))
            writeFrame(*reply);
        else if (fake::isIp(frame) && m_echoed++ < 100'000)
            writeFrame(frame);
    }

    void writeFrame(const fake::Frame& frame)
    {
        const fake::Frame line = fake::hdlc(frame);
        std::size_t written = 0;
        // A terminal that stays full loses the frame, like a busy line; a tunnel that only had no time yet
        // must not look as if it had lost it.
        do {
            const ssize_t count = write(m_tty.get(), line.data() + written, line.size() - written);
            written += count > 0 ? static_cast<std::size_t>(count) : 0;
        } while (written < line.size() && becomesWritable());
    }

    /// Not when it is told to end meanwhile.
    bool becomesWritable()
    {
        sigset_t none;
        sigemptyset(&none);
        const timespec wait{FullTerminalSeconds, 0};
        pollfd tty{m_tty.get(), POLLOUT, 0};
        return ppoll(&tty, 1, &wait, &none) == 1 && tty.revents == POLLOUT;
    }

    void makeRaw()
    {
        termios settings{};
        tcgetattr(m_tty.get(), &settings);
        cfmakeraw(&settings);
        tcsetattr(m_tty.get(), TCSANOW, &settings);
    }

    pptp::UniqueFd m_channel;
    pptp::UniqueFd m_tty;
    std::string m_behaviour;
    fake::HdlcReader m_reader;
    pptp_plugin_phase m_furthest = PPTP_PLUGIN_PHASE_DEAD;
    pptp_plugin_failure m_failure = PPTP_PLUGIN_FAILURE_NONE;
    bool m_up = false;
    int m_echoed = 0;
};

void blockTerm()
{
    struct sigaction action {};
    action.sa_handler = [](int) { toldToEnd = 1; };
    sigaction(SIGTERM, &action, nullptr);
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, nullptr);
}

} // namespace

int main(int argc, char** argv)
{
    const Arguments arguments = readArguments(argc, argv);
    if (arguments.name.starts_with("noppp")) {
        std::fprintf(stderr, "%s: This system lacks kernel support for PPP.\n", argv[0]);
        return 4;
    }
    if (arguments.name.starts_with("badoption") || arguments.channel < 3 || arguments.user.empty()) {
        std::fprintf(stderr, "%s: unrecognized option 'bad'\n", argv[0]);
        return 2;
    }
    blockTerm();
    return FakePppd(arguments).run();
}
