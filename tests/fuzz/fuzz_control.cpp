// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A server that says anything, at any time, in any pieces, to the framer and the session behind it. The first
// byte chooses the settings, then each byte is a step: bytes of the stream, a message with a sound header,
// time, the end of the connection, a request to close, a connection that takes nothing more.

#include "tests/fuzz/fuzz_input.h"
#include "worker/control/control_session.h"

#include <array>
#include <vector>

using namespace pptp;
using namespace pptp::fuzz;

namespace {

using namespace std::chrono_literals;
constexpr TimePoint Start{1000s};
constexpr std::uint16_t OurCall = 0x1234;

WorkerConfig configOf(std::uint8_t choice)
{
    WorkerConfig config;
    config.callId = OurCall;
    config.idleWaitMs = choice & 1U ? 0 : 60'000;
    config.maxEchoWaitMs = choice & 2U ? 1'000 : 60'000;
    config.quirks = choice & 4U ? 1 : 0;
    config.phone = RecordText::from(choice & 8U ? "0123" : "");
    return config;
}

/// What a session may do with its connection and its daemon, whatever it is told.
class Witness : public ControlSink {
public:
    bool sendControl(std::span<const std::byte> message) override
    {
        require(!m_closed, "nothing is sent after the end");
        require(isKnownControl(message) && decodeControl(message).has_value(), "what is sent is PPTP");
        ++sent;
        return !full;
    }
    void report(const WorkerReport& report) override
    {
        require(!m_closed, "the end is reported once, and last");
        if (std::holds_alternative<ControlUp>(report)) {
            require(!m_controlUp, "the control connection comes up once");
            m_controlUp = true;
        } else if (std::holds_alternative<CallUp>(report)) {
            require(m_controlUp && !m_callUp, "the call comes up once, after the control connection");
            m_callUp = true;
        }
        require(++m_reports <= 16, "the daemon is not flooded");
        m_closed = std::holds_alternative<Closed>(report);
    }

    void note(LogNoteKind kind, std::uint32_t, std::uint32_t) override
    {
        require(!m_closed, "nothing is noted after the end");
        require(kind >= LogNoteKind::EchoRequested && kind <= LogNoteKind::ReservedField, "a note is ours");
        ++notes;
    }
    void wanErrors(const std::array<std::uint32_t, 6>&) override
    {
        require(!m_closed, "nothing is told after the end");
    }

    [[nodiscard]] bool closed() const { return m_closed; }

    bool full = false;
    std::size_t sent = 0;
    std::size_t notes = 0;

private:
    bool m_controlUp = false;
    bool m_callUp = false;
    bool m_closed = false;
    std::size_t m_reports = 0;
};

class Peer {
public:
    explicit Peer(std::uint8_t choice) : m_config(configOf(choice)), m_session(m_config, m_witness)
    {
        m_session.start(m_now);
    }

    void say(Bytes bytes)
    {
        m_said.insert(m_said.end(), bytes.begin(), bytes.end());
        m_session.onBytes(bytes, m_now);
        m_allowance += bytes.size() / ControlHeaderBytes + 1;
        check();
    }

    /// A message that gets past the framer: the length that its type must have, and any fields.
    void sayMessage(std::uint16_t type, Bytes fields)
    {
        const auto known = controlType(type);
        const std::size_t size = known ? controlSize(*known) : ControlHeaderBytes + fields.size();
        std::vector<std::byte> message(size);
        const std::array<std::uint16_t, 6> header{static_cast<std::uint16_t>(size),
                                                  ControlMessageKind,
                                                  ControlMagic >> 16,
                                                  ControlMagic & 0xffffU,
                                                  type,
                                                  0};
        for (std::size_t i = 0; i < header.size(); ++i) {
            message[2 * i] = static_cast<std::byte>(header[i] >> 8);
            message[2 * i + 1] = static_cast<std::byte>(header[i] & 0xffU);
        }
        std::copy_n(fields.begin(), std::min(fields.size(), size - ControlHeaderBytes),
                    message.begin() + ControlHeaderBytes);
        say(message);
    }

    /// Each timer runs when it is due.
    void wait(std::chrono::milliseconds time)
    {
        const TimePoint end = m_now + time;
        while (m_session.deadline().value_or(TimePoint::max()) <= end)
            waitForDeadline();
        runTimer(end);
    }

    void waitForDeadline()
    {
        if (const auto due = m_session.deadline())
            runTimer(std::max(*due, m_now));
    }

    void end(int error)
    {
        m_session.onConnectionEnd(error, m_now);
        ++m_allowance;
        check();
        require(m_witness.closed(), "without a connection there is nothing to wait for");
    }

    void close(CloseReason reason)
    {
        m_session.requestClose(reason, m_now);
        ++m_allowance;
        if (!m_closeAsked)
            m_closeAsked = m_now;
        check();
    }

    void takeNothing(bool full) { m_witness.full = full; }

    /// Whatever was said before: asked to end, a session ends in bounded time.
    void finish()
    {
        close(CloseReason::Requested);
        for (int i = 0; i < 4 && !m_witness.closed(); ++i)
            waitForDeadline();
        require(m_witness.closed(), "a session that is asked to end does so");
        say(m_said);
        wait(1h);
        checkFramer();
    }

    [[nodiscard]] bool closed() const { return m_witness.closed(); }

private:
    void runTimer(TimePoint now)
    {
        m_now = now;
        m_session.onTimer(m_now);
        ++m_allowance;
        check();
        require(m_session.deadline().value_or(TimePoint::max()) > m_now, "a timer that has run is not due");
    }

    void check() const
    {
        require((m_session.state() == ControlState::Closed) == m_witness.closed(), "closed is closed");
        require(m_witness.sent <= 2 * m_allowance, "a peer is not answered more than it asks");
        require(m_witness.notes <= 2 * m_allowance, "the log is not told more than happens");
        const auto due = m_session.deadline();
        require(!due || !m_witness.closed(), "after the end nothing is due");
        require(!due || *due <= m_now + 60s, "nothing is waited for longer than it was configured");
        const auto bound = 2 * std::chrono::milliseconds(m_config.clearTimeoutMs);
        if (m_closeAsked && due)
            require(*due <= *m_closeAsked + bound, "no answer makes the end come later");
    }

    using Messages = std::vector<std::vector<std::byte>>;

    /// The messages in what was said, when it comes in pieces of this size; one that is empty for an error.
    [[nodiscard]] Messages messages(std::size_t piece) const
    {
        ControlFramer framer;
        Messages found;
        for (Bytes rest = m_said; !rest.empty();) {
            Bytes input = rest.first(std::min(piece, rest.size()));
            rest = rest.subspan(input.size());
            while (!input.empty()) {
                const auto message = framer.next(input);
                if (!message) {
                    found.emplace_back();
                    return found;
                }
                if (*message)
                    found.emplace_back((*message)->begin(), (*message)->end());
            }
        }
        return found;
    }

    void checkFramer() const
    {
        const Messages whole = messages(std::max<std::size_t>(m_said.size(), 1));
        for (const std::size_t piece : {std::size_t{1}, std::size_t{13}})
            require(messages(piece) == whole, "messages do not depend on how the stream is cut");
    }

    WorkerConfig m_config;
    Witness m_witness;
    ControlSession m_session;
    TimePoint m_now = Start;
    std::optional<TimePoint> m_closeAsked;
    std::size_t m_allowance = 1; ///< How often the session was given a reason to speak.
    std::vector<std::byte> m_said;
};

void step(Peer& peer, FuzzInput& input)
{
    constexpr std::array reasons{CloseReason::Requested, CloseReason::PtyClosed, CloseReason::SystemError};
    switch (input.between(0, 7)) {
    case 0:
        return peer.say(input.take(input.take8()));
    case 1:
    case 2: {
        const std::uint8_t type = input.take8();
        return peer.sayMessage(type, input.take(input.take8()));
    }
    case 3:
        return peer.wait(std::chrono::milliseconds(input.take16()));
    case 4:
        return peer.waitForDeadline();
    case 5:
        return peer.close(reasons[input.between(0, reasons.size() - 1)]);
    case 6:
        return peer.takeNothing(input.take8() % 2 != 0);
    case 7:
        return peer.end(input.take8());
    default:
        return;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    FuzzInput input(data, size);
    Peer peer(input.take8());
    while (!input.empty() && !peer.closed())
        step(peer, input);
    peer.finish();
    return 0;
}
