// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "benchmarks/pty_link.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace pptp::bench {
namespace {

/// What the kernel's ppp_async writes to a terminal at most at once.
constexpr std::size_t WriteBytes = 4096;
constexpr std::size_t StreamBytes = 4 * WriteBytes;
constexpr std::size_t InputBytes = 65536;
constexpr int MaxReads = 16;

} // namespace

PtyLink::PtyLink(int descriptor) : m_descriptor(descriptor), m_input(InputBytes)
{
    prepare(Pattern::MinBytes);
    const auto flag = HdlcFlag;
    if (::write(m_descriptor, &flag, 1) != 1)
        ++m_counters.sendErrors;
}

void PtyLink::onPrepared()
{
    m_stream.clear();
    m_ends.clear();
    m_next = m_offset = 0;
    m_encoded.prepare(m_pattern);
    for (std::size_t i = 0; m_stream.size() < StreamBytes || i % Pattern::Variants != 0; ++i) {
        const auto& frame = m_encoded.variant(i);
        m_stream.insert(m_stream.end(), frame.begin(), frame.end());
        m_ends.push_back(m_stream.size());
    }
}

std::size_t PtyLink::send(std::size_t count)
{
    std::size_t done = 0;
    while (done < count) {
        const std::size_t start = (m_next == 0 ? 0 : m_ends[m_next - 1]) + m_offset;
        const std::size_t last = std::min(m_next + (count - done), m_ends.size()) - 1;
        const std::size_t bytes = std::min(m_ends[last] - start, WriteBytes);
        const ssize_t written = ::write(m_descriptor, &m_stream[start], bytes);
        if (written <= 0)
            break;
        done += advance(static_cast<std::size_t>(written));
        if (static_cast<std::size_t>(written) < bytes)
            break;
    }
    m_counters.sent += done;
    return done;
}

/// Returns how many frames these bytes have brought to their ends.
std::size_t PtyLink::advance(std::size_t bytes)
{
    const std::size_t position = (m_next == 0 ? 0 : m_ends[m_next - 1]) + m_offset + bytes;
    std::size_t ended = 0;
    while (m_next < m_ends.size() && m_ends[m_next] <= position) {
        ++m_next;
        ++ended;
    }
    m_offset = position - (m_next == 0 ? 0 : m_ends[m_next - 1]);
    if (m_next == m_ends.size())
        m_next = 0;
    return ended;
}

void PtyLink::sendFrame(std::span<const std::byte> frame)
{
    const auto encoded = encodeHdlcFrame(frame);
    if (::write(m_descriptor, encoded.data(), encoded.size()) != static_cast<ssize_t>(encoded.size()))
        ++m_counters.sendErrors;
}

void PtyLink::receive()
{
    for (int reads = 0; reads < MaxReads; ++reads) {
        if (m_kept == m_input.size()) { // no frame is so long
            m_kept = 0;
            ++m_counters.damaged;
        }
        const ssize_t count = ::read(m_descriptor, &m_input[m_kept], m_input.size() - m_kept);
        if (count <= 0) {
            if (count == 0 || errno == EIO)
                m_descriptor = -1; // The other end is closed: there is nothing to wait for any more.
            return;
        }
        const std::size_t end = m_kept + static_cast<std::size_t>(count);
        std::size_t start = 0;
        std::size_t searched = m_kept;
        while (searched < end) {
            const auto* flag = static_cast<const std::byte*>(
                std::memchr(&m_input[searched], std::to_integer<int>(HdlcFlag), end - searched));
            if (flag == nullptr)
                break;
            const auto at = static_cast<std::size_t>(flag - m_input.data());
            if (at != start)
                takeEncoded(m_encoded, std::span(m_input).subspan(start, at - start));
            start = searched = at + 1;
        }
        m_kept = end - start;
        if (start > 0 && m_kept > 0)
            std::memmove(m_input.data(), &m_input[start], m_kept);
        m_counters.lastReceived = monotonicNow();
    }
}

} // namespace pptp::bench
