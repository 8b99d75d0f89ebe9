// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/loopback_port.h"

#include "worker/io/address_control.h"
#include "worker/io/queue_overflow.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace pptp {
namespace {

// A data message (RFC 2661, 3.1): the flags, of which only the version 2 is set, tunnel and session.
constexpr std::size_t HeaderBytes = 6;
constexpr std::uint16_t DataMessage = 0x0002;
/// Of the pieces that are given to the system as one datagram of UDP.
constexpr std::size_t MaxRunBytes = 65'000;
constexpr int MaxReadTries = 8;

void put16(std::byte* place, std::uint16_t value)
{
    place[0] = static_cast<std::byte>(value >> 8U);
    place[1] = static_cast<std::byte>(value);
}

std::array<std::byte, HeaderBytes> headerOf(LoopbackIds ids)
{
    std::array<std::byte, HeaderBytes> header{};
    put16(header.data(), DataMessage);
    put16(header.data() + 2, ids.tunnel);
    put16(header.data() + 4, ids.session);
    return header;
}

/// Has the system cut the message into datagrams of this size.
void setSegments(msghdr& message, std::span<std::byte> control, std::size_t size)
{
    const auto segment = static_cast<std::uint16_t>(size);
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = IPPROTO_UDP;
    header->cmsg_type = UDP_SEGMENT;
    header->cmsg_len = CMSG_LEN(sizeof segment);
    std::memcpy(CMSG_DATA(header), &segment, sizeof segment);
}

} // namespace

/// Set up once. The buffers lie side by side at a distance that is no power of two, so that their beginnings
/// do not compete for the same cache lines.
struct LoopbackPort::Receiver {
    static constexpr std::size_t SlotBytes = HeaderBytes + MaxFrame + 66;

    Receiver()
    {
        for (std::size_t i = 0; i < MaxBatch; ++i) {
            vectors[i] = {slots[i].data(), slots[i].size()};
            messages[i].msg_hdr.msg_iov = &vectors[i];
            messages[i].msg_hdr.msg_iovlen = 1;
            messages[i].msg_hdr.msg_control = controls[i].bytes.data();
            messages[i].msg_hdr.msg_controllen = controls[i].bytes.size();
        }
    }

    /// How many the kernel has dropped before the last one of these, and after what was read before.
    [[nodiscard]] std::uint32_t takeDropped(std::size_t count);

    struct Control {
        alignas(cmsghdr) std::array<std::byte, QueueOverflowBytes> bytes{};
    };

    std::uint32_t dropped = 0; ///< As the kernel counts.
    std::array<Control, MaxBatch> controls{};
    std::array<std::array<std::byte, SlotBytes>, MaxBatch> slots;
    std::array<iovec, MaxBatch> vectors{};
    std::array<mmsghdr, MaxBatch> messages{};
};

std::uint32_t LoopbackPort::Receiver::takeDropped(std::size_t count)
{
    const std::uint32_t before = dropped;
    for (std::size_t i = 0; i < count; ++i) {
        msghdr& header = messages[i].msg_hdr;
        dropped = droppedUntil(header).value_or(dropped);
        header.msg_controllen = controls[i].bytes.size();
    }
    return dropped - before;
}

/// The datagrams lie one behind the other, so that a run of them is one piece of memory.
struct LoopbackPort::Sender {
    struct Control {
        alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(sizeof(std::uint16_t))> bytes{};
    };

    void makeRuns(std::size_t first, bool segmenting);
    [[nodiscard]] std::size_t endOfRun(std::size_t first) const;

    std::array<std::byte, MaxBatch*(HeaderBytes + AddressControl.size() + MaxFrame)> bytes;
    std::size_t used = 0;
    std::array<std::span<std::byte>, MaxBatch> datagrams{};
    std::size_t count = 0;

    std::array<mmsghdr, MaxBatch> messages{};
    std::array<iovec, MaxBatch> vectors{};
    std::array<Control, MaxBatch> controls{};
    std::array<std::size_t, MaxBatch> lengths{}; ///< Of the runs, in datagrams.
    std::size_t runs = 0;
};

/// All of one size, and then one that may be shorter.
std::size_t LoopbackPort::Sender::endOfRun(std::size_t first) const
{
    const std::size_t size = datagrams[first].size();
    std::size_t total = size;
    std::size_t end = first + 1;
    while (end < count && datagrams[end - 1].size() == size && datagrams[end].size() <= size &&
           total + datagrams[end].size() <= MaxRunBytes)
        total += datagrams[end++].size();
    return end;
}

void LoopbackPort::Sender::makeRuns(std::size_t first, bool segmenting)
{
    for (runs = 0; first < count; ++runs) {
        const std::size_t end = segmenting ? endOfRun(first) : first + 1;
        std::byte* const begin = datagrams[first].data();
        const std::byte* const last = datagrams[end - 1].data() + datagrams[end - 1].size();
        vectors[runs] = {begin, static_cast<std::size_t>(last - begin)};
        msghdr& message = messages[runs].msg_hdr;
        message = {};
        message.msg_iov = &vectors[runs];
        message.msg_iovlen = 1;
        if (end != first + 1)
            setSegments(message, controls[runs].bytes, datagrams[first].size());
        lengths[runs] = end - first;
        first = end;
    }
}

LoopbackPort::LoopbackPort(UniqueFd socket, LoopbackIds ids)
    : m_socket(std::move(socket)), m_ids(ids), m_receiver(std::make_unique<Receiver>()),
      m_sender(std::make_unique<Sender>())
{
    countQueueOverflow(m_socket.get());
}

LoopbackPort::~LoopbackPort() = default;

PppInput LoopbackPort::read()
{
    int count = -1;
    for (int tries = 0; tries < MaxReadTries && count < 0; ++tries) {
        count = ::recvmmsg(m_socket.get(), m_receiver->messages.data(), MaxBatch, MSG_DONTWAIT, nullptr);
        // Refused is what was sent before: the kernel's end is gone, which the daemon learns from pppd.
        if (count < 0 && errno != ECONNREFUSED)
            break;
    }
    m_next = 0;
    m_count = static_cast<std::size_t>(std::max(count, 0));
    m_kernelDropped += m_receiver->takeDropped(m_count);
    return m_count != 0 ? PppInput::Data : PppInput::Nothing;
}

std::optional<std::span<const std::byte>> LoopbackPort::nextFrame()
{
    while (m_next < m_count) {
        if (const auto frame = frameOf(m_next++))
            return frame;
        ++m_invalid;
    }
    return std::nullopt;
}

std::optional<std::span<const std::byte>> LoopbackPort::frameOf(std::size_t index)
{
    const auto datagram =
        std::span<const std::byte>(m_receiver->slots[index]).first(m_receiver->messages[index].msg_len);
    const auto header = headerOf(m_ids);
    if (datagram.size() < header.size() || !std::ranges::equal(datagram.first(header.size()), header))
        return std::nullopt;
    const auto frame = datagram.subspan(header.size());
    if (frame.size() < MinFrame) {
        ++m_short;
        m_lastShort = frame.size();
    }
    if (frame.size() < MinFrame || frame.size() > MaxFrame)
        return std::nullopt;
    return frame;
}

void LoopbackPort::deliver(std::span<const std::byte> frame, TimePoint /*now*/)
{
    if (frame.empty() || frame.size() > MaxFrame) {
        ++m_dropped;
        return;
    }
    if (m_sender->count == MaxBatch)
        flush();
    std::byte* const begin = m_sender->bytes.data() + m_sender->used;
    std::byte* end = std::ranges::copy(headerOf(m_ids), begin).out;
    // The kernel takes nothing shorter for a message, although its header may be shorter. This field, which
    // it skips, makes up for what the shortest of frames lack.
    if (!hasAddressControl(frame))
        end = std::ranges::copy(AddressControl, end).out;
    end = std::ranges::copy(frame, end).out;
    m_sender->datagrams[m_sender->count++] = {begin, end};
    m_sender->used += static_cast<std::size_t>(end - begin);
}

void LoopbackPort::flush()
{
    if (m_sender->count != 0)
        sendRuns();
    m_sender->count = m_sender->used = 0;
}

/// What is refused is lost, as on any network. Only a refusal to cut a run is no fault of its frames.
void LoopbackPort::sendRuns()
{
    std::size_t sentDatagrams = 0;
    m_sender->makeRuns(0, m_segmenting);
    for (std::size_t run = 0; run < m_sender->runs;) {
        const int sent = ::sendmmsg(m_socket.get(), m_sender->messages.data() + run,
                                    static_cast<unsigned>(m_sender->runs - run), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent > 0) {
            for (int i = 0; i < sent; ++i)
                sentDatagrams += m_sender->lengths[run++];
        } else if (m_sender->lengths[run] > 1 && (errno == EINVAL || errno == EIO || errno == ENOPROTOOPT)) {
            m_segmenting = false;
            m_sender->makeRuns(sentDatagrams, m_segmenting);
            run = 0;
        } else {
            m_dropped += m_sender->lengths[run];
            sentDatagrams += m_sender->lengths[run++];
        }
    }
}

} // namespace pptp
