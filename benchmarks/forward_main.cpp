// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// bench-forward: what is left of a client without its work. Frames come and go in the framing of the terminal
// on both sides, so that nothing is encoded, checked, ordered or acknowledged: only moved, by the batch.

#include "common/unique_fd.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

using namespace pptp;

namespace {

constexpr std::size_t Batch = 64;
constexpr std::size_t DatagramBytes = 4096;
constexpr std::size_t HeaderBytes = 12;
constexpr std::size_t ReadBytes = 4096;
constexpr std::size_t InputBytes = 65536;
constexpr std::size_t LargeRead = 2048; ///< Less than that was all there is.
constexpr int SocketBytes = 1 << 20;
constexpr std::byte Flag{0x7e};
constexpr std::byte HasSequence{0x10};
constexpr std::byte HasAcknowledgement{0x80};

class Forwarder {
public:
    Forwarder(int terminal, int gre, std::uint16_t callId) : m_terminal(terminal), m_gre(gre)
    {
        for (std::size_t i = 0; i < Batch; ++i) {
            m_inParts[i] = {m_datagrams[i].data(), DatagramBytes};
            m_in[i].msg_hdr.msg_iov = &m_inParts[i];
            m_in[i].msg_hdr.msg_iovlen = 1;
            m_headers[i] = {std::byte{0x30},
                            std::byte{0x01},
                            std::byte{0x88},
                            std::byte{0x0b},
                            {},
                            {},
                            static_cast<std::byte>(callId >> 8U),
                            static_cast<std::byte>(callId)};
            m_out[i].msg_hdr.msg_iov = m_outParts[i].data();
            m_out[i].msg_hdr.msg_iovlen = 2;
        }
    }

    /// Returns at the end of standard input.
    void run()
    {
        for (;;) {
            const bool isBlocked = m_first != m_last;
            std::array<pollfd, 3> watched{{
                {STDIN_FILENO, POLLIN, 0},
                {isBlocked ? -1 : m_gre, POLLIN, 0},
                {m_terminal, static_cast<short>(isBlocked ? POLLIN | POLLOUT : POLLIN), 0},
            }};
            if (::poll(watched.data(), watched.size(), -1) < 0)
                continue;
            if (watched[0].revents != 0)
                return;
            if ((watched[1].revents & POLLIN) != 0)
                receive();
            if (m_first != m_last)
                write();
            if ((watched[2].revents & POLLIN) != 0)
                read();
        }
    }

private:
    void receive()
    {
        const int count = ::recvmmsg(m_gre, m_in.data(), Batch, MSG_DONTWAIT, nullptr);
        m_first = m_last = 0;
        for (int i = 0; i < count; ++i) {
            auto& datagram = m_datagrams[static_cast<std::size_t>(i)];
            const std::size_t length = m_in[static_cast<std::size_t>(i)].msg_len;
            const std::size_t ip = (std::to_integer<std::size_t>(datagram[0]) & 0x0fU) * 4;
            if (length < ip + HeaderBytes || (datagram[ip] & HasSequence) == std::byte{0})
                continue;
            const bool acknowledges = (datagram[ip + 1] & HasAcknowledgement) != std::byte{0};
            const std::size_t start = ip + HeaderBytes + (acknowledges ? 4 : 0);
            if (start < length)
                m_waiting[m_last++] = {&datagram[start], length - start};
        }
    }

    void write()
    {
        const ssize_t count = ::writev(m_terminal, &m_waiting[m_first], static_cast<int>(m_last - m_first));
        auto left = static_cast<std::size_t>(std::max<ssize_t>(count, 0));
        for (; m_first != m_last && left >= m_waiting[m_first].iov_len; ++m_first)
            left -= m_waiting[m_first].iov_len;
        if (left != 0) {
            auto& part = m_waiting[m_first];
            part = {static_cast<std::byte*>(part.iov_base) + left, part.iov_len - left};
        }
    }

    void read()
    {
        std::size_t end = m_kept;
        ssize_t count = 0;
        do {
            count = ::read(m_terminal, &m_input[end], ReadBytes);
            end += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
        } while (count >= static_cast<ssize_t>(LargeRead) && end + ReadBytes <= InputBytes);
        if (count == 0)
            std::exit(0);
        std::size_t start = 0;
        while (const auto* flag = static_cast<const std::byte*>(
                   std::memchr(&m_input[start], std::to_integer<int>(Flag), end - start))) {
            const auto at = static_cast<std::size_t>(flag - m_input.data());
            if (at != start)
                add({&m_input[start], at - start});
            start = at + 1;
        }
        send();
        m_kept = end - start < InputBytes / 2 ? end - start : 0; // No frame is so long.
        std::memmove(m_input.data(), &m_input[start], m_kept);
    }

    void add(iovec frame)
    {
        auto& header = m_headers[m_count];
        header[4] = static_cast<std::byte>(frame.iov_len >> 8U);
        header[5] = static_cast<std::byte>(frame.iov_len);
        const std::uint32_t sequence = htonl(m_sequence++);
        std::memcpy(&header[8], &sequence, sizeof sequence);
        m_outParts[m_count] = {iovec{header.data(), HeaderBytes}, frame};
        if (++m_count == Batch)
            send();
    }

    void send()
    {
        if (m_count != 0)
            (void)::sendmmsg(m_gre, m_out.data(), static_cast<unsigned>(m_count), MSG_DONTWAIT);
        m_count = 0;
    }

    int m_terminal;
    int m_gre;
    std::array<std::array<std::byte, DatagramBytes + 64>, Batch> m_datagrams{};
    std::array<iovec, Batch> m_inParts{};
    std::array<mmsghdr, Batch> m_in{};
    std::array<iovec, Batch> m_waiting{}; ///< For the terminal, from m_first to m_last.
    std::size_t m_first = 0;
    std::size_t m_last = 0;

    std::array<std::byte, InputBytes> m_input{};
    std::size_t m_kept = 0; ///< Bytes at the start of the input: a frame whose end has not come.
    std::array<std::array<std::byte, HeaderBytes>, Batch> m_headers{};
    std::array<std::array<iovec, 2>, Batch> m_outParts{};
    std::array<mmsghdr, Batch> m_out{};
    std::size_t m_count = 0;
    std::uint32_t m_sequence = 0;
};

UniqueFd connectedSocket(const char* ours, const char* theirs)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    UniqueFd socket(::socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_GRE));
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (!socket || ::inet_pton(AF_INET, ours, &address.sin_addr) != 1 ||
        ::bind(socket.get(), generic, sizeof address) != 0 ||
        ::inet_pton(AF_INET, theirs, &address.sin_addr) != 1 ||
        ::connect(socket.get(), generic, sizeof address) != 0)
        return {};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUFFORCE, &SocketBytes, sizeof SocketBytes);
    return socket;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 5) {
        std::fputs("Usage: bench-forward TERMINAL CALL-ID ADDRESS PEER-ADDRESS\n", stderr);
        return 2;
    }
    const int terminal = std::atoi(argv[1]);
    const auto gre = connectedSocket(argv[3], argv[4]);
    if (!gre || ::fcntl(terminal, F_SETFL, O_RDWR | O_NONBLOCK) != 0) {
        std::perror("bench-forward");
        return 1;
    }
    std::make_unique<Forwarder>(terminal, gre.get(), static_cast<std::uint16_t>(std::atoi(argv[2])))->run();
    return 0;
}
