// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// bench-stream: what goes through a tunnel while it is measured: TCP as fast as it goes, or UDP at a rate. A
// line on standard output says what was sent or what arrived, and in how many seconds.

#include "common/unique_fd.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace pptp;

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr std::size_t DatagramBytes = 1340; // with IP and UDP just below the tunnel's MTU
constexpr std::size_t BatchSize = 32;
constexpr std::size_t ChunkBytes = 256 * 1024;
constexpr std::uint64_t EndMark = ~std::uint64_t{0};
constexpr int EndMarks = 20; // some of them will arrive
constexpr int SilenceSeconds = 3;

std::array<char, ChunkBytes> buffer;

int complain(const char* what)
{
    std::perror(what);
    return 1;
}

void tell(double amount, Clock::duration time)
{
    std::printf("%.0f %.6f\n", amount, Seconds(time).count());
    std::fflush(stdout);
}

int sendTcp(int socket, double seconds)
{
    const auto start = Clock::now();
    const auto end = start + std::chrono::duration_cast<Clock::duration>(Seconds(seconds));
    double sent = 0;
    while (Clock::now() < end) {
        const ssize_t count = ::send(socket, buffer.data(), buffer.size(), MSG_NOSIGNAL);
        if (count < 0)
            return complain("send");
        sent += static_cast<double>(count);
    }
    tell(sent, Clock::now() - start);
    return 0;
}

int receiveTcp(int listener)
{
    const UniqueFd socket(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
    const auto start = Clock::now();
    auto last = start;
    double received = 0;
    for (;;) {
        const ssize_t count = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
        if (count <= 0)
            break;
        received += static_cast<double>(count);
        last = Clock::now();
    }
    tell(received, last - start);
    return 0;
}

/// A batch of datagrams, all from the one buffer: random bytes, told apart by nothing but the end's mark.
class Batch {
public:
    Batch()
    {
        for (std::size_t i = 0; i < BatchSize; ++i) {
            m_parts[i] = {buffer.data() + i * DatagramBytes, DatagramBytes};
            m_headers[i].msg_hdr.msg_iov = &m_parts[i];
            m_headers[i].msg_hdr.msg_iovlen = 1;
        }
    }
    int send(int socket, std::size_t count)
    {
        return ::sendmmsg(socket, m_headers.data(), static_cast<unsigned>(std::min(count, BatchSize)), 0);
    }
    int receive(int socket)
    {
        return ::recvmmsg(socket, m_headers.data(), BatchSize, MSG_WAITFORONE, nullptr);
    }
    [[nodiscard]] static bool isEnd(std::size_t i)
    {
        std::uint64_t mark = 0;
        std::copy_n(buffer.data() + i * DatagramBytes, sizeof mark, reinterpret_cast<char*>(&mark));
        return mark == EndMark;
    }

private:
    std::array<iovec, BatchSize> m_parts{};
    std::array<mmsghdr, BatchSize> m_headers{};
};

/// Rate 0: as many as go.
int sendUdp(int socket, double seconds, double rate)
{
    Batch batch;
    const auto start = Clock::now();
    std::size_t sent = 0;
    for (;;) {
        const double passed = Seconds(Clock::now() - start).count();
        if (passed >= seconds)
            break;
        const std::size_t due = rate > 0 ? static_cast<std::size_t>(rate * passed) : sent + BatchSize;
        if (due <= sent) {
            const timespec pause{0, 1'000'000};
            ::nanosleep(&pause, nullptr);
        } else if (const int count = batch.send(socket, due - sent); count > 0) {
            sent += static_cast<std::size_t>(count);
        }
    }
    tell(static_cast<double>(sent), Clock::now() - start);
    for (int i = 0; i < EndMarks; ++i) {
        ::send(socket, &EndMark, sizeof EndMark, 0);
        const timespec pause{0, 20'000'000};
        ::nanosleep(&pause, nullptr);
    }
    return 0;
}

int receiveUdp(int socket)
{
    const timeval silence{SilenceSeconds, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence);
    const int room = 4 * 1024 * 1024;
    ::setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    Batch batch;
    Clock::time_point first{};
    Clock::time_point last{};
    std::size_t received = 0;
    for (bool more = true; more;) {
        const int count = batch.receive(socket);
        if (count <= 0)
            break;
        for (int i = 0; i < count && more; ++i) {
            more = !Batch::isEnd(static_cast<std::size_t>(i));
            received += more ? 1 : 0;
        }
        last = Clock::now();
        if (first == Clock::time_point{})
            first = last;
    }
    tell(static_cast<double>(received), last - first);
    return 0;
}

int listenAt(const sockaddr_in& address, bool isTcp)
{
    const UniqueFd socket(::socket(AF_INET, (isTcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0));
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        (isTcp && ::listen(socket.get(), 1) != 0))
        return complain("bind");
    std::puts("listening");
    std::fflush(stdout);
    return isTcp ? receiveTcp(socket.get()) : receiveUdp(socket.get());
}

int sendTo(const sockaddr_in& address, bool isTcp, double seconds, double rate)
{
    const UniqueFd socket(::socket(AF_INET, (isTcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0));
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return complain("connect");
    for (std::size_t filled = 0; filled < buffer.size();) {
        const ssize_t count = ::getrandom(buffer.data() + filled, buffer.size() - filled, 0);
        if (count <= 0)
            return complain("getrandom");
        filled += static_cast<std::size_t>(count);
    }
    return isTcp ? sendTcp(socket.get(), seconds) : sendUdp(socket.get(), seconds, rate);
}

} // namespace

int main(int argc, char** argv)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    ::alarm(30); // whatever happens to the tunnel
    if (argc >= 5 && ::inet_pton(AF_INET, argv[3], &address.sin_addr) == 1) {
        address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[4])));
        const bool isTcp = std::string_view(argv[2]) == "tcp";
        if (std::string_view(argv[1]) == "receive")
            return listenAt(address, isTcp);
        if (argc == 7)
            return sendTo(address, isTcp, std::atof(argv[5]), std::atof(argv[6]));
    }
    std::fputs("Usage: bench-stream receive tcp|udp ADDRESS PORT\n"
               "   or: bench-stream send tcp|udp ADDRESS PORT SECONDS PACKETS-PER-SECOND\n",
               stderr);
    return 2;
}
