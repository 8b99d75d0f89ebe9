// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The counters of one tunnel on the bus: org.pptptunnel.Tunnels1.Statistics.
#pragma once

#include "common/rate_limiter.h"
#include "daemon/bus/bus_context.h"
#include "daemon/tunnel/tunnel_control.h"
#include "dbus/statistics_adaptor.h"

#include <QTimer>
#include <chrono>

namespace pptp {

class StatisticsObject final : private org::pptptunnel::Tunnels1::Statistics_adaptor {
public:
    static constexpr std::uint32_t MinIntervalMs = 200;
    static constexpr std::uint32_t MaxIntervalMs = 60'000;
    static constexpr std::size_t MaxPerConnection = 8;
    static constexpr std::size_t MaxPerTunnel = 64;
    static constexpr std::uint32_t MaxHistoriesPerSecond = 20; ///< The largest takes some 20 ms.

    StatisticsObject(sdbus::IObject& object, TunnelControl& tunnel, BusContext& bus);
    ~StatisticsObject();

    /// The tunnel's status may have changed: samples are sent while it is connected only.
    void update();

private:
    using Clock = std::chrono::steady_clock;
    struct Subscriber {
        std::chrono::milliseconds interval;
        Clock::time_point due;
        Callers::Watch watch;
    };

    using HistoryEntry =
        sdbus::Struct<std::uint64_t, std::map<std::string, std::uint64_t>, std::map<std::string, double>>;
    std::vector<HistoryEntry> GetHistory(const std::uint64_t& since_monotonic,
                                         const std::uint32_t& resolution_ms) override;
    std::uint32_t Subscribe(const std::uint32_t& interval_ms) override;
    void Unsubscribe() override;

    std::uint64_t RxAccepted() override { return counter(&GreStats::rxAccepted); }
    std::uint64_t RxLost() override { return counter(&GreStats::rxLost); }
    std::uint64_t RxUnderWindow() override { return counter(&GreStats::rxUnderWindow); }
    std::uint64_t RxOverWindow() override { return counter(&GreStats::rxOverWindow); }
    std::uint64_t RxBuffered() override { return counter(&GreStats::rxBuffered); }
    std::uint64_t RxOsErrors() override { return counter(&GreStats::rxOsErrors); }
    std::uint64_t RxTruncated() override { return counter(&GreStats::rxTruncated); }
    std::uint64_t RxInvalid() override { return counter(&GreStats::rxInvalid); }
    std::uint64_t RxAcks() override { return counter(&GreStats::rxAcks); }
    std::uint64_t TxSent() override { return counter(&GreStats::txSent); }
    std::uint64_t TxFailed() override { return counter(&GreStats::txFailed); }
    std::uint64_t TxShort() override { return counter(&GreStats::txShort); }
    std::uint64_t TxAcks() override { return counter(&GreStats::txAcks); }
    std::uint64_t TxOversize() override { return counter(&GreStats::txOversize); }
    std::uint64_t RoundTripMicroseconds() override { return counter(&GreStats::roundTripMicroseconds); }

    std::uint64_t RxDatagrams() override { return counter(&GreStats::rxDatagrams); }
    std::uint64_t RxHeld() override { return counter(&GreStats::rxHeld); }
    std::uint64_t RxFromQueue() override { return counter(&GreStats::rxFromQueue); }
    std::uint64_t RxDuplicates() override { return counter(&GreStats::rxDuplicates); }
    std::uint64_t RxOtherCall() override { return counter(&GreStats::rxOtherCall); }
    std::uint64_t RxBadAcks() override { return counter(&GreStats::rxBadAcks); }
    std::uint64_t RxIcmpErrors() override { return counter(&GreStats::rxIcmpErrors); }
    std::uint64_t RxOctets() override { return counter(&GreStats::rxOctets); }
    std::uint64_t RxPppDropped() override { return counter(&GreStats::rxPppDropped); }
    std::uint64_t TxOctets() override { return counter(&GreStats::txOctets); }
    std::uint64_t TxPppInvalid() override { return counter(&GreStats::txPppInvalid); }
    std::uint64_t TxWindowWaits() override { return counter(&GreStats::txWindowWaits); }
    std::uint64_t RoundTripMinimumMicroseconds() override
    {
        return counter(&GreStats::roundTripMinimumMicroseconds);
    }
    std::uint64_t RoundTripMeanMicroseconds() override
    {
        return counter(&GreStats::roundTripMeanMicroseconds);
    }
    std::uint64_t RoundTripDeviationMicroseconds() override
    {
        return counter(&GreStats::roundTripDeviationMicroseconds);
    }
    std::uint64_t WanCrcErrors() override { return counter(&GreStats::wanCrcErrors); }
    std::uint64_t WanFramingErrors() override { return counter(&GreStats::wanFramingErrors); }
    std::uint64_t WanHardwareOverruns() override { return counter(&GreStats::wanHardwareOverruns); }
    std::uint64_t WanBufferOverruns() override { return counter(&GreStats::wanBufferOverruns); }
    std::uint64_t WanTimeouts() override { return counter(&GreStats::wanTimeouts); }
    std::uint64_t WanAlignmentErrors() override { return counter(&GreStats::wanAlignmentErrors); }
    std::uint64_t RxKernelDropped() override { return counter(&GreStats::rxKernelDropped); }

    std::vector<std::string> Unavailable() override;

    [[nodiscard]] std::uint64_t counter(std::uint64_t GreStats::*field) const;
    void add(const std::string& sender, std::chrono::milliseconds interval);
    void remove(std::string sender);
    void sendDue();
    void sendSample(const std::string& receiver, const std::optional<GreStats>& stats);

    sdbus::IObject& m_object;
    TunnelControl& m_tunnel;
    BusContext& m_bus;
    std::map<std::string, Subscriber> m_subscribers;
    RateLimiter m_histories{MaxHistoriesPerSecond};
    QTimer m_timer;
};

} // namespace pptp
