// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A running pptp-worker with everything round it in the test's hands: daemon, server, network and pppd.
#pragma once

#include "tests/unit/worker/io/descriptors.h"
#include "worker/control/control_framer.h"
#include "worker/gre/hdlc.h"

#include <cstdio>
#include <fstream>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>

namespace pptp {

inline constexpr std::uint16_t OurCall = 0x1234;
inline constexpr std::uint16_t PeerCall = 0x0077;

class WorkerBench {
public:
    explicit WorkerBench(std::vector<std::string> arguments = {}, FdPair gre = socketPair(SOCK_DGRAM))
        : m_gre(std::move(gre))
    {
        connectTcp();
        start(std::move(arguments));
    }
    WorkerBench(const WorkerBench&) = delete;
    WorkerBench& operator=(const WorkerBench&) = delete;
    ~WorkerBench()
    {
        if (m_pid > 0) {
            ::kill(m_pid, SIGKILL);
            ::waitpid(m_pid, nullptr, 0);
        }
        ::munmap(const_cast<StatisticsPage*>(m_statistics), StatisticsPageBytes);
        ::munmap(const_cast<LinkHistory*>(m_history), LinkHistoryBytes);
    }

    [[nodiscard]] bool configure()
    {
        std::vector<int> descriptors{m_client.get(), m_gre.theirs.get(), m_pty.theirs.get(), m_page.get(),
                                     m_memory.get()};
        if (config.controlOnly != 0)
            descriptors.erase(descriptors.begin() + (config.observed != 0 ? 2 : 1), descriptors.begin() + 3);
        const bool sent = sendWithDescriptors(daemon.get(), encodeRecord(WorkerCommand(config)), descriptors);
        m_client.reset(); // As the daemon does: the worker's copy is the only one.
        m_pty.theirs.reset();
        return sent;
    }

    /// From the configuration to the established call, as a server that agrees to everything.
    [[nodiscard]] bool establish()
    {
        return configure() && holds<StartRequest>(control()) && answer(StartReply{.result = 1}) &&
               holds<ControlUp>(report()) && holds<OutgoingCallRequest>(control()) &&
               answer(OutgoingCallReply{
                   .callId = PeerCall, .peerCallId = OurCall, .result = 1, .window = peerWindow}) &&
               holds<CallUp>(report());
    }

    /// The next message at the server; nothing at the end of the stream, or when none comes.
    [[nodiscard]] std::optional<ControlMessage> control()
    {
        for (;;) {
            const auto message = m_framer.next(m_unread);
            if (!message)
                return std::nullopt;
            if (*message) {
                const auto decoded = decodeControl(**message);
                return decoded ? std::optional(*decoded) : std::nullopt;
            }
            m_received = readSome(server.get());
            if (m_received.empty())
                return std::nullopt;
            m_unread = m_received;
        }
    }
    [[nodiscard]] bool answer(const ControlMessage& message)
    {
        return writeAll(server.get(), encodeControl(message).view());
    }
    /// The next report at the daemon; nothing at the end of file, or when none comes.
    [[nodiscard]] std::optional<WorkerReport> report()
    {
        const auto decoded = decodeReport(readSome(daemon.get()));
        return decoded ? std::optional(*decoded) : std::nullopt;
    }

    template <class T, class Variant>
    [[nodiscard]] static bool holds(const std::optional<Variant>& value)
    {
        return value && std::holds_alternative<T>(*value);
    }

    /// A frame from pppd.
    [[nodiscard]] bool sayPpp(const Bytes& frame)
    {
        Bytes encoded(maxHdlcBytes(frame.size()));
        return writeAll(m_pty.ours.get(), std::span(encoded).first(encodeHdlc(frame, encoded)));
    }
    /// The next frame at pppd.
    [[nodiscard]] Bytes hearPpp()
    {
        for (;;) {
            if (const auto frame = m_decoder.next(m_pppUnread))
                return {frame->begin(), frame->end()};
            m_pppReceived = readSome(m_pty.ours.get());
            if (m_pppReceived.empty())
                return {};
            m_pppUnread = m_pppReceived;
        }
    }

    /// A GRE packet of the server with data, as a raw socket gives it: behind an IPv4 header.
    [[nodiscard]] bool sendGre(std::uint32_t sequence, const Bytes& frame)
    {
        Bytes gre;
        const auto size = static_cast<unsigned>(frame.size());
        put(gre, {0x30, 0x01, 0x88, 0x0b, size >> 8, size, OurCall >> 8, OurCall});
        put(gre, {sequence >> 24, sequence >> 16, sequence >> 8, sequence});
        gre.insert(gre.end(), frame.begin(), frame.end());
        return sendDatagram(gre);
    }
    /// A pure acknowledgement of the server, in the same way.
    [[nodiscard]] bool acknowledge(std::uint32_t number)
    {
        Bytes gre;
        put(gre, {0x20, 0x81, 0x88, 0x0b, 0, 0, OurCall >> 8, OurCall});
        put(gre, {number >> 24, number >> 16, number >> 8, number});
        return sendDatagram(gre);
    }
    [[nodiscard]] Bytes receiveGre() { return readSome(m_gre.ours.get()); }

    /// From now on the server's host answers with ICMP, if the sockets are UDP's.
    void closeGre() { m_gre.ours.reset(); }
    void closePpp() { m_pty.ours.reset(); }
    [[nodiscard]] std::optional<GreStats> statistics() const { return m_statistics->read(); }

    /// The exit status, -1 if a signal ended it.
    [[nodiscard]] int exitStatus()
    {
        int status = 0;
        if (::waitpid(std::exchange(m_pid, -1), &status, 0) < 0)
            return -2;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    /// A line of /proc/PID/status, without its name.
    [[nodiscard]] std::string processStatus(const std::string& name) const
    {
        std::ifstream file("/proc/" + std::to_string(m_pid) + "/status");
        for (std::string line; std::getline(file, line);) {
            if (line.starts_with(name + ":\t"))
                return line.substr(name.size() + 2);
        }
        return {};
    }

    /// In the other framing, the frame itself is what passes the terminal.
    /// In the terminal's place, before the call.
    void useLoopback()
    {
        config.loopback = 1;
        m_pty = udpPair();
    }
    [[nodiscard]] int terminal() const { return m_pty.ours.get(); }
    /// What the worker has recorded so far.
    [[nodiscard]] std::vector<LinkSample> history() const { return m_history->read(0, 0xffffffff); }

    UniqueFd daemon;
    UniqueFd server;
    WorkerConfig config{.callId = OurCall, .controlTimeoutMs = 5'000, .clearTimeoutMs = 300};
    std::uint16_t peerWindow = 64;

private:
    static void put(Bytes& out, std::initializer_list<unsigned> bytes)
    {
        for (const unsigned byte : bytes)
            out.push_back(static_cast<std::byte>(byte & 0xff));
    }

    [[nodiscard]] bool sendDatagram(const Bytes& gre)
    {
        const auto total = static_cast<unsigned>(20 + gre.size());
        Bytes datagram;
        put(datagram, {0x45, 0, total >> 8, total, 0, 0, 0, 0, 64, 47});
        put(datagram, {0, 0, 10, 0, 0, 1, 10, 0, 0, 2});
        datagram.insert(datagram.end(), gre.begin(), gre.end());
        return writeAll(m_gre.ours.get(), datagram);
    }

    void connectTcp()
    {
        const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        m_client.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const int on = 1;
        if (::bind(listener.get(), generic, length) != 0 || ::listen(listener.get(), 1) != 0 ||
            ::getsockname(listener.get(), generic, &length) != 0 ||
            ::connect(m_client.get(), generic, length) != 0 ||
            ::setsockopt(m_client.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
            std::abort();
        server.reset(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    }

    void start(std::vector<std::string> arguments)
    {
        FdPair channel = socketPair(SOCK_SEQPACKET);
        ::fcntl(channel.theirs.get(), F_SETFL, 0);
        daemon = std::move(channel.ours);
        m_statistics = static_cast<const StatisticsPage*>(
            ::mmap(nullptr, StatisticsPageBytes, PROT_READ, MAP_SHARED, m_page.get(), 0));
        m_history = static_cast<const LinkHistory*>(
            ::mmap(nullptr, LinkHistoryBytes, PROT_READ, MAP_SHARED, m_memory.get(), 0));
        arguments.insert(arguments.begin(), "pptp-worker");
        std::vector<char*> argv;
        for (auto& argument : arguments)
            argv.push_back(argument.data());
        argv.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, channel.theirs.get(), STDIN_FILENO);
        if (::posix_spawn(&m_pid, PPTP_WORKER_PROGRAM, &actions, nullptr, argv.data(), environ) != 0)
            std::abort();
        ::posix_spawn_file_actions_destroy(&actions);
    }

    pid_t m_pid = -1;
    UniqueFd m_client;
    FdPair m_gre;
    FdPair m_pty = rawPty();
    UniqueFd m_page = memoryPage();
    const StatisticsPage* m_statistics = nullptr;
    UniqueFd m_memory = memoryPage(LinkHistoryBytes);
    const LinkHistory* m_history = nullptr;
    ControlFramer m_framer;
    Bytes m_received;
    std::span<const std::byte> m_unread;
    HdlcDecoder m_decoder;
    Bytes m_pppReceived;
    std::span<const std::byte> m_pppUnread;
};

} // namespace pptp
