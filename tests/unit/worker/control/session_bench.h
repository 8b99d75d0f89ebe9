// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A control session with its peer, its daemon and a clock that only moves when told.
#pragma once

#include "worker/control/control_session.h"

#include <utility>
#include <vector>

namespace pptp {

inline constexpr std::uint16_t OurCall = 0x1234;
inline constexpr std::uint16_t PeerCall = 0x0077;

inline WorkerConfig testConfig()
{
    WorkerConfig config;
    config.callId = OurCall;
    config.callSerial = 9;
    config.controlTimeoutMs = 10'000;
    config.clearTimeoutMs = 2'000;
    config.idleWaitMs = 60'000;
    config.maxEchoWaitMs = 30'000;
    config.receiveWindow = 64;
    config.phone = RecordText::from("0123");
    return config;
}

struct Note {
    LogNoteKind kind{};
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    bool operator==(const Note&) const = default;
};

struct Bench : ControlSink {
    explicit Bench(const WorkerConfig& config = testConfig()) : session(config, *this) {}

    bool sendControl(std::span<const std::byte> message) override
    {
        if (full)
            return false;
        const auto decoded = decodeControl(message);
        sent.push_back(decoded.value());
        return true;
    }
    void report(const WorkerReport& record) override { reports.push_back(record); }
    void note(LogNoteKind kind, std::uint32_t first, std::uint32_t second) override
    {
        notes.push_back({kind, first, second});
    }
    void wanErrors(const std::array<std::uint32_t, 6>& counters) override { errors.push_back(counters); }

    void receive(const ControlMessage& message) { session.onBytes(encodeControl(message).view(), now); }
    /// With one byte of the message changed.
    void receive(const ControlMessage& message, std::size_t at, std::uint8_t value)
    {
        auto bytes = encodeControl(message);
        bytes.bytes[at] = std::byte{value};
        session.onBytes(bytes.view(), now);
    }
    void advance(std::chrono::milliseconds time)
    {
        now += time;
        session.onTimer(now);
    }
    void toAwaitingCall()
    {
        session.start(now);
        receive(StartReply{.result = 1});
    }
    void toEstablished()
    {
        toAwaitingCall();
        receive(OutgoingCallReply{.callId = PeerCall, .peerCallId = OurCall, .result = 1});
        forget();
    }
    void forget()
    {
        sent.clear();
        reports.clear();
    }
    [[nodiscard]] std::vector<ControlMessage> takeSent() { return std::exchange(sent, {}); }
    [[nodiscard]] std::vector<WorkerReport> takeReports() { return std::exchange(reports, {}); }

    TimePoint now{std::chrono::seconds(1000)};
    bool full = false;
    std::vector<ControlMessage> sent;
    std::vector<WorkerReport> reports;
    std::vector<Note> notes;
    std::vector<std::array<std::uint32_t, 6>> errors;
    ControlSession session;
};

using Messages = std::vector<ControlMessage>;
using Reports = std::vector<WorkerReport>;

inline const ControlMessage callReply =
    OutgoingCallReply{.callId = PeerCall, .peerCallId = OurCall, .result = 1};

/// A message of each of the fifteen types, with nothing but zeros in it.
inline ControlMessage emptyControl(int type)
{
    static const std::array<ControlMessage, ControlTypes> messages{StartRequest{},
                                                                   StartReply{},
                                                                   StopRequest{},
                                                                   StopReply{},
                                                                   EchoRequest{},
                                                                   EchoReply{},
                                                                   OutgoingCallRequest{},
                                                                   OutgoingCallReply{},
                                                                   IncomingCallRequest{},
                                                                   IncomingCallReply{},
                                                                   IncomingCallConnected{},
                                                                   CallClearRequest{},
                                                                   CallDisconnectNotify{},
                                                                   WanErrorNotify{},
                                                                   SetLinkInfo{}};
    return messages.at(static_cast<std::size_t>(type) - 1);
}

/// Messages as TCP may carry them: all in one piece.
inline std::vector<std::byte> streamOf(const Messages& messages)
{
    std::vector<std::byte> stream;
    for (const auto& message : messages) {
        const auto bytes = encodeControl(message);
        stream.insert(stream.end(), bytes.view().begin(), bytes.view().end());
    }
    return stream;
}

} // namespace pptp
