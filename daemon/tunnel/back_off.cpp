// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/back_off.h"

#include <algorithm>

namespace pptp {
namespace {

constexpr std::chrono::milliseconds Longest{60'000};
constexpr std::chrono::milliseconds First{1'000};
/// Beyond so many doublings every pause is the longest one.
constexpr unsigned MaxDoublings = 6;

} // namespace

bool isRetryable(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NameUnresolved:
    case ErrorCode::NoRoute:
    case ErrorCode::NetworkDown:
    case ErrorCode::ServerUnreachable:
    case ErrorCode::ConnectionRefused:
    case ErrorCode::ControlTimeout:
    case ErrorCode::ControlRejected:
    case ErrorCode::CallRejected:
    case ErrorCode::GreBlocked:
    case ErrorCode::GreOneWay:
    case ErrorCode::GreOtherCall:
    case ErrorCode::LinkFailed:
    case ErrorCode::AddressFailed:
    case ErrorCode::PeerUnreachable:
    case ErrorCode::ClosedByServer:
    case ErrorCode::TimedOut:
    case ErrorCode::ConfigureFailed:
    case ErrorCode::WorkerFailed:
    case ErrorCode::PppdFailed:
        return true;
    case ErrorCode::AuthRefused:
    case ErrorCode::AuthMethod:
    case ErrorCode::PasswordExpired:
    case ErrorCode::AccountDisabled:
    case ErrorCode::NoDialin:
    case ErrorCode::EncryptionRequired:
    case ErrorCode::EncryptionTooWeak:
    case ErrorCode::EncryptionRefused:
    case ErrorCode::EncryptionUnavailable:
    case ErrorCode::NoSecrets:
    case ErrorCode::NoAgent:
    case ErrorCode::NotAuthorised:
    case ErrorCode::InteractionRequired:
    case ErrorCode::NotFound:
    case ErrorCode::AlreadyConnected:
    case ErrorCode::NotConnected:
    case ErrorCode::Busy:
    case ErrorCode::InvalidSettings:
    case ErrorCode::InvalidArguments:
    case ErrorCode::LimitsExceeded:
    case ErrorCode::Cancelled:
    case ErrorCode::NotSupported:
    case ErrorCode::ServiceMissing:
        return false;
    }
    return false;
}

std::chrono::milliseconds backOff(unsigned attempt, std::uint32_t random)
{
    const unsigned doublings = std::min(attempt == 0 ? 0 : attempt - 1, MaxDoublings);
    const auto full = std::min(Longest, First * (1U << doublings));
    const auto least = std::max(First, full / 2);
    const auto spread = static_cast<std::uint64_t>((full - least).count());
    return full - std::chrono::milliseconds(static_cast<std::int64_t>((spread * random) >> 32));
}

} // namespace pptp
