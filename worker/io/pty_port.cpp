// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/pty_port.h"

#include "worker/io/address_control.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unistd.h>
#include <utility>

namespace pptp {
namespace {

constexpr std::size_t ProtocolBytes = 2;
constexpr std::size_t MinControlPacket = 4; ///< Code, identifier and length.

/// LCP, CCP, IPCP and the like (RFC 1661, 2). An odd byte is a whole protocol, compressed: data.
bool isControl(std::byte protocol)
{
    return (protocol & std::byte{0x81}) == std::byte{0x80};
}

/// What pppd writes at once may be read at once, and nothing marks a frame's end. A packet of a control
/// protocol tells its length: what is behind it is the next frame. With data the rest cannot be told apart.
std::size_t firstFrameBytes(std::span<const std::byte> bytes)
{
    const std::size_t protocol = hasAddressControl(bytes) ? AddressControl.size() : 0;
    const std::size_t packet = protocol + ProtocolBytes;
    if (bytes.size() < packet + MinControlPacket || !isControl(bytes[protocol]))
        return bytes.size();
    const std::size_t length = std::to_integer<std::size_t>(bytes[packet + 2]) << 8U |
                               std::to_integer<std::size_t>(bytes[packet + 3]);
    return length < MinControlPacket ? bytes.size() : std::min(packet + length, bytes.size());
}

} // namespace

PtyInput PtyPort::read()
{
    ssize_t count = 0;
    do {
        count = ::read(m_master.get(), m_buffer.data(), m_buffer.size());
    } while (count < 0 && errno == EINTR);
    if (count < 0 && errno == EAGAIN)
        return PtyInput::Nothing;
    if (count <= 0)
        return PtyInput::Closed; // EIO: the last slave was closed.
    m_unread = std::span<const std::byte>(m_buffer).first(static_cast<std::size_t>(count));
    m_hasMore = m_framing == PtyFraming::Synchronous || m_unread.size() >= LargeRead;
    release();
    return PtyInput::Data;
}

std::optional<std::span<const std::byte>> PtyPort::nextFrame()
{
    return m_framing == PtyFraming::Synchronous ? nextSynchronousFrame() : m_decoder.next(m_unread);
}

std::optional<std::span<const std::byte>> PtyPort::nextSynchronousFrame()
{
    if (m_unread.empty())
        return std::nullopt;
    const auto frame = m_unread.first(firstFrameBytes(m_unread));
    m_unread = m_unread.subspan(frame.size());
    if (frame.size() >= MinFrame && frame.size() <= MaxFrame)
        return frame;
    if (frame.size() > MaxFrame) {
        ++m_longFrames;
    } else {
        ++m_shortFrames;
        m_lastShortFrame = frame.size();
    }
    return std::nullopt;
}

std::uint64_t PtyPort::invalidFrames() const
{
    const auto& dropped = m_decoder.dropped();
    return m_shortFrames + m_longFrames + dropped.badFcs + dropped.tooShort + dropped.tooLong +
           dropped.aborted;
}

void PtyPort::deliver(std::span<const std::byte> frame, TimePoint now)
{
    const bool encodes = m_framing == PtyFraming::Asynchronous;
    const std::size_t atMost = encodes ? maxHdlcBytes(frame.size()) : frame.size();
    if (frame.size() > MaxFrame || pendingBytes() + atMost > MaxPendingBytes) {
        ++m_dropped;
        return;
    }
    const std::span<std::byte> room = roomFor(atMost);
    if (encodes) {
        // Behind a frame that still waits here its closing flag is known to come right before.
        const auto opening = pendingBytes() != 0 ? OpeningFlag::Shared : OpeningFlag::Written;
        m_end += encodeHdlc(frame, room, opening);
    } else {
        std::ranges::copy(frame, room.begin());
        m_end += frame.size();
        m_frameSizes.push_back(frame.size());
    }
    if (!m_released && !m_holdEnd)
        m_holdEnd = now + HoldLimit;
}

/// What waits is moved only when at least as much has been written, so that no byte is moved more than once
/// on average, however long the terminal stays full.
std::span<std::byte> PtyPort::roomFor(std::size_t bytes)
{
    if (m_pending.size() - m_end < bytes && m_written >= pendingBytes()) {
        std::memmove(m_pending.data(), m_pending.data() + m_written, pendingBytes());
        m_end -= std::exchange(m_written, 0);
    }
    if (m_pending.size() - m_end < bytes)
        m_pending.resize(std::max(std::min(2 * m_pending.size(), 2 * MaxPendingBytes), m_end + bytes));
    return std::span(m_pending).subspan(m_end, bytes);
}

/// Returns whether the terminal took all that it was offered.
bool PtyPort::write()
{
    const bool isSynchronous = m_framing == PtyFraming::Synchronous;
    const std::size_t size = isSynchronous ? m_frameSizes.front() : pendingBytes();
    ssize_t count = 0;
    do {
        count = ::write(m_master.get(), m_pending.data() + m_written, size);
    } while (count < 0 && errno == EINTR);
    if (count <= 0)
        return false; // EAGAIN; or an error, which read() tells as the end.
    const auto written = static_cast<std::size_t>(count);
    if (!isSynchronous) {
        m_written += written;
        return written == size;
    }
    // What is left of a frame that was cut off must not go out: it would be taken for a frame itself.
    m_written += size;
    m_frameSizes.pop_front();
    if (written < size)
        ++m_dropped;
    return true;
}

void PtyPort::flush()
{
    while (wantsWrite() && !m_isBlocked)
        m_isBlocked = !write();
    if (pendingBytes() == 0)
        m_written = m_end = 0;
}

void PtyPort::onWritable()
{
    m_isBlocked = false;
    flush();
}

void PtyPort::release()
{
    if (m_released)
        return;
    m_released = true;
    m_holdEnd.reset();
    flush();
}

void PtyPort::onTimer(TimePoint now)
{
    if (m_holdEnd && now >= *m_holdEnd)
        release();
}

std::optional<TimePoint> PtyPort::deadline() const
{
    return m_holdEnd;
}

} // namespace pptp
