// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/control_message.h"

#include <algorithm>
#include <string>
#include <type_traits>
#include <utility>

namespace pptp {
namespace {

constexpr std::size_t TextBytes = 64;

constexpr std::array<std::size_t, ControlTypes> sizes{156, 156, 16, 16, 16,  20, 168, 32,
                                                      220, 24,  28, 16, 148, 40, 24};

/// Puts fields behind each other, most significant byte first (RFC 2637, 1.3.1).
class FieldWriter {
public:
    explicit FieldWriter(std::span<std::byte> out) : m_out(out) {}

    template <class Unsigned>
    void field(const Unsigned& value)
    {
        for (std::size_t i = sizeof value; i-- > 0;)
            m_out[m_at++] = static_cast<std::byte>((value >> (8 * i)) & 0xff);
    }
    void field(const RecordText& text)
    {
        const auto view = text.view();
        std::transform(view.begin(), view.end(), m_out.subspan(m_at).begin(),
                       [](char c) { return static_cast<std::byte>(c); });
        m_at += TextBytes;
    }
    void reserved(std::size_t count) { skip(count); }
    void skip(std::size_t count) { m_at += count; }

private:
    std::span<std::byte> m_out;
    std::size_t m_at = 0;
};

/// The reverse of FieldWriter. The caller has checked that the span holds the whole message.
class FieldReader {
public:
    explicit FieldReader(std::span<const std::byte> in) : m_in(in) {}

    template <class Unsigned>
    void field(Unsigned& value)
    {
        std::uint32_t read = 0;
        for (std::size_t i = 0; i < sizeof value; ++i)
            read = read << 8 | std::to_integer<std::uint32_t>(m_in[m_at++]);
        value = static_cast<Unsigned>(read);
    }
    /// A text ends at its first NUL; some peers neither pad nor end theirs.
    void field(RecordText& text)
    {
        const auto raw = m_in.subspan(m_at, TextBytes);
        text = {};
        const auto end = std::find(raw.begin(), raw.end(), std::byte{0});
        text.length = static_cast<std::uint32_t>(end - raw.begin());
        std::transform(raw.begin(), end, text.bytes.begin(),
                       [](std::byte b) { return static_cast<char>(b); });
        m_at += TextBytes;
    }
    void reserved(std::size_t count)
    {
        const auto isUsed = [](std::byte b) { return b != std::byte{0}; };
        m_reservedUsed = m_reservedUsed || std::ranges::any_of(m_in.subspan(m_at, count), isUsed);
        skip(count);
    }
    void skip(std::size_t count) { m_at += count; }
    [[nodiscard]] bool reservedUsed() const { return m_reservedUsed; }

private:
    std::span<const std::byte> m_in;
    std::size_t m_at = 0;
    bool m_reservedUsed = false;
};

// One description of each body serves both directions: Message is const when writing.
template <class Message, class Expected>
concept Is = std::is_same_v<std::remove_const_t<Message>, Expected>;

void body(auto& io, Is<ControlHeader> auto& m)
{
    io.field(m.length);
    io.field(m.kind);
    io.field(m.magic);
    io.field(m.type);
    io.reserved(2);
}

void startCapabilities(auto& io, auto& m)
{
    io.field(m.framing);
    io.field(m.bearer);
    io.field(m.maxChannels);
    io.field(m.firmware);
    io.field(m.hostName);
    io.field(m.vendor);
}

void body(auto& io, Is<StartRequest> auto& m)
{
    io.field(m.version);
    io.reserved(2);
    startCapabilities(io, m);
}

void body(auto& io, Is<StartReply> auto& m)
{
    io.field(m.version);
    io.field(m.result);
    io.field(m.error);
    startCapabilities(io, m);
}

void body(auto& io, Is<StopRequest> auto& m)
{
    io.field(m.reason);
    io.reserved(3);
}

void body(auto& io, Is<StopReply> auto& m)
{
    io.field(m.result);
    io.field(m.error);
    io.reserved(2);
}

void body(auto& io, Is<EchoRequest> auto& m)
{
    io.field(m.identifier);
}

void body(auto& io, Is<EchoReply> auto& m)
{
    io.field(m.identifier);
    io.field(m.result);
    io.field(m.error);
    io.reserved(2);
}

/// The length of a phone number is a field of its own, apart from the number: written from the text, and
/// not believed when read.
void phoneLength(FieldWriter& io, const RecordText& phone)
{
    io.field(static_cast<std::uint16_t>(phone.view().size()));
}

void phoneLength(FieldReader& io, const RecordText&)
{
    io.skip(2);
}

void body(auto& io, Is<OutgoingCallRequest> auto& m)
{
    io.field(m.callId);
    io.field(m.serial);
    io.field(m.minimumBps);
    io.field(m.maximumBps);
    io.field(m.bearer);
    io.field(m.framing);
    io.field(m.window);
    io.field(m.delay);
    phoneLength(io, m.phone);
    io.reserved(2);
    io.field(m.phone);
    io.field(m.subaddress);
}

void body(auto& io, Is<OutgoingCallReply> auto& m)
{
    io.field(m.callId);
    io.field(m.peerCallId);
    io.field(m.result);
    io.field(m.error);
    io.field(m.cause);
    io.field(m.connectSpeed);
    io.field(m.window);
    io.field(m.delay);
    io.field(m.channel);
}

void body(auto& io, Is<IncomingCallRequest> auto& m)
{
    io.field(m.callId);
    io.field(m.serial);
    io.field(m.bearer);
    io.field(m.channel);
    phoneLength(io, m.dialed);
    phoneLength(io, m.dialing);
    io.field(m.dialed);
    io.field(m.dialing);
    io.field(m.subaddress);
}

void body(auto& io, Is<IncomingCallReply> auto& m)
{
    io.field(m.callId);
    io.field(m.peerCallId);
    io.field(m.result);
    io.field(m.error);
    io.field(m.window);
    io.field(m.delay);
    io.reserved(2);
}

void body(auto& io, Is<IncomingCallConnected> auto& m)
{
    io.field(m.peerCallId);
    io.reserved(2);
    io.field(m.connectSpeed);
    io.field(m.window);
    io.field(m.delay);
    io.field(m.framing);
}

void body(auto& io, Is<CallClearRequest> auto& m)
{
    io.field(m.callId);
    io.reserved(2);
}

void body(auto& io, Is<CallDisconnectNotify> auto& m)
{
    io.field(m.callId);
    io.field(m.result);
    io.field(m.error);
    io.field(m.cause);
    io.reserved(2);
    io.skip(128); // A text of vendor-specific call statistics.
}

void body(auto& io, Is<WanErrorNotify> auto& m)
{
    io.field(m.peerCallId);
    io.reserved(2);
    for (auto& counter : m.counters)
        io.field(counter);
}

void body(auto& io, Is<SetLinkInfo> auto& m)
{
    io.field(m.peerCallId);
    io.reserved(2);
    io.field(m.sendAccm);
    io.field(m.receiveAccm);
}

template <std::size_t... Index>
ControlMessage emptyMessage(std::size_t index, std::index_sequence<Index...>)
{
    ControlMessage message;
    ((index == Index ? static_cast<void>(message.emplace<Index>()) : void()), ...);
    return message;
}

tl::unexpected<Error> malformed(std::string detail)
{
    return fail(ErrorCode::ControlRejected, std::move(detail));
}

} // namespace

std::optional<ControlType> controlType(std::uint16_t wireType)
{
    if (wireType < 1 || wireType > ControlTypes)
        return std::nullopt;
    return static_cast<ControlType>(wireType);
}

std::size_t controlSize(ControlType type)
{
    return sizes[static_cast<std::size_t>(type) - 1];
}

ControlHeader decodeControlHeader(std::span<const std::byte, ControlHeaderBytes> bytes)
{
    ControlHeader header;
    FieldReader reader(bytes);
    body(reader, header);
    return header;
}

bool usesReservedFields(std::span<const std::byte> message)
{
    const auto decoded = decodeControl(message);
    if (!decoded)
        return false;
    ControlHeader header;
    FieldReader reader(message);
    body(reader, header);
    std::visit([&reader](auto m) { body(reader, m); }, *decoded);
    return reader.reservedUsed();
}

ControlBytes encodeControl(const ControlMessage& message)
{
    const auto type = static_cast<ControlType>(message.index() + 1);
    ControlBytes out;
    out.size = controlSize(type);
    FieldWriter writer(out.bytes);
    const ControlHeader header{static_cast<std::uint16_t>(out.size), ControlMessageKind, ControlMagic,
                               static_cast<std::uint16_t>(type)};
    body(writer, header);
    std::visit([&writer](const auto& m) { body(writer, m); }, message);
    return out;
}

Result<ControlMessage> decodeControl(std::span<const std::byte> message)
{
    if (message.size() < ControlHeaderBytes)
        return malformed("control message shorter than its header");
    const ControlHeader header = decodeControlHeader(message.first<ControlHeaderBytes>());
    if (header.magic != ControlMagic || header.kind != ControlMessageKind)
        return malformed("not a PPTP control message");
    const auto type = controlType(header.type);
    if (!type)
        return malformed("control message of unknown type " + std::to_string(header.type));
    if (header.length != message.size() || message.size() != controlSize(*type))
        return malformed("control message of type " + std::to_string(header.type) + " with length " +
                         std::to_string(header.length));
    auto decoded = emptyMessage(std::size_t{header.type} - 1u, std::make_index_sequence<ControlTypes>{});
    FieldReader reader(message.subspan(ControlHeaderBytes));
    std::visit([&reader](auto& m) { body(reader, m); }, decoded);
    return decoded;
}

} // namespace pptp
