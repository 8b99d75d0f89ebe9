// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/error.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace pptp {
namespace {

struct ErrorRow {
    ErrorCode code;
    std::string_view name;
    std::string_view busName;
    int exitCode;
};

#define BUS(name) "org.pptptunnel.Tunnels1.Error." name
#define STANDARD(name) "org.freedesktop.DBus.Error." name

constexpr int ConnectingFailed = 4;
constexpr int PasswordProblem = 12;

constexpr std::array errorRows{
    ErrorRow{ErrorCode::NameUnresolved, "name-unresolved", BUS("NameUnresolved"), ConnectingFailed},
    ErrorRow{ErrorCode::NoRoute, "no-route", BUS("NoRoute"), ConnectingFailed},
    ErrorRow{ErrorCode::NetworkDown, "network-down", BUS("NetworkDown"), ConnectingFailed},
    ErrorRow{ErrorCode::ServerUnreachable, "server-unreachable", BUS("ServerUnreachable"), ConnectingFailed},
    ErrorRow{ErrorCode::ConnectionRefused, "connection-refused", BUS("ConnectionRefused"), ConnectingFailed},
    ErrorRow{ErrorCode::ControlTimeout, "control-timeout", BUS("ControlTimeout"), ConnectingFailed},
    ErrorRow{ErrorCode::ControlRejected, "control-rejected", BUS("ControlRejected"), ConnectingFailed},
    ErrorRow{ErrorCode::CallRejected, "call-rejected", BUS("CallRejected"), ConnectingFailed},
    ErrorRow{ErrorCode::GreBlocked, "gre-blocked", BUS("GreBlocked"), ConnectingFailed},
    ErrorRow{ErrorCode::GreOneWay, "gre-one-way", BUS("GreOneWay"), ConnectingFailed},
    ErrorRow{ErrorCode::GreOtherCall, "gre-other-call", BUS("GreOtherCall"), ConnectingFailed},
    ErrorRow{ErrorCode::LinkFailed, "lcp-timeout", BUS("LinkFailed"), ConnectingFailed},
    ErrorRow{ErrorCode::AuthRefused, "auth-refused", BUS("AuthRefused"), PasswordProblem},
    ErrorRow{ErrorCode::AuthMethod, "auth-method", BUS("AuthMethod"), ConnectingFailed},
    ErrorRow{ErrorCode::PasswordExpired, "password-expired", BUS("PasswordExpired"), PasswordProblem},
    ErrorRow{ErrorCode::AccountDisabled, "account-disabled", BUS("AccountDisabled"), PasswordProblem},
    ErrorRow{ErrorCode::NoDialin, "no-dialin", BUS("NoDialin"), PasswordProblem},
    ErrorRow{ErrorCode::EncryptionRequired, "encryption-required", BUS("EncryptionRequired"),
             ConnectingFailed},
    ErrorRow{ErrorCode::EncryptionTooWeak, "encryption-too-weak", BUS("EncryptionTooWeak"), ConnectingFailed},
    ErrorRow{ErrorCode::EncryptionRefused, "encryption-refused", BUS("EncryptionRefused"), ConnectingFailed},
    ErrorRow{ErrorCode::EncryptionUnavailable, "mppe-unavailable", BUS("EncryptionUnavailable"),
             ConnectingFailed},
    ErrorRow{ErrorCode::AddressFailed, "address-conflict", BUS("AddressFailed"), ConnectingFailed},
    ErrorRow{ErrorCode::PeerUnreachable, "peer-unreachable", BUS("PeerUnreachable"), ConnectingFailed},
    ErrorRow{ErrorCode::ClosedByServer, "closed-by-server", BUS("ClosedByServer"), ConnectingFailed},
    ErrorRow{ErrorCode::NoSecrets, "no-secrets", BUS("NoSecrets"), PasswordProblem},
    ErrorRow{ErrorCode::NoAgent, "no-agent", BUS("NoAgent"), PasswordProblem},
    ErrorRow{ErrorCode::NotAuthorised, "not-authorised", STANDARD("AccessDenied"), 11},
    ErrorRow{ErrorCode::InteractionRequired, "interaction-required",
             STANDARD("InteractiveAuthorizationRequired"), 11},
    ErrorRow{ErrorCode::NotFound, "not-found", BUS("NotFound"), 10},
    ErrorRow{ErrorCode::AlreadyConnected, "already-connected", BUS("AlreadyConnected"), ConnectingFailed},
    ErrorRow{ErrorCode::NotConnected, "not-connected", BUS("NotConnected"), 5},
    ErrorRow{ErrorCode::Busy, "busy", BUS("Busy"), ConnectingFailed},
    ErrorRow{ErrorCode::InvalidSettings, "invalid-settings", BUS("InvalidSettings"), 2},
    ErrorRow{ErrorCode::InvalidArguments, "invalid-arguments", STANDARD("InvalidArgs"), 2},
    ErrorRow{ErrorCode::LimitsExceeded, "limits-exceeded", STANDARD("LimitsExceeded"), ConnectingFailed},
    ErrorRow{ErrorCode::Cancelled, "cancelled", BUS("Cancelled"), ConnectingFailed},
    ErrorRow{ErrorCode::TimedOut, "timed-out", BUS("TimedOut"), 3},
    ErrorRow{ErrorCode::ConfigureFailed, "configure-failed", BUS("ConfigureFailed"), ConnectingFailed},
    ErrorRow{ErrorCode::WorkerFailed, "worker-failed", BUS("WorkerFailed"), ConnectingFailed},
    ErrorRow{ErrorCode::PppdFailed, "pppd-failed", BUS("PppdFailed"), ConnectingFailed},
    ErrorRow{ErrorCode::NotSupported, "not-supported", BUS("NotSupported"), ConnectingFailed},
    ErrorRow{ErrorCode::ServiceMissing, "service-missing", STANDARD("ServiceUnknown"), 8},
};

#undef BUS
#undef STANDARD

constexpr bool rowsFollowTheEnum()
{
    for (std::size_t i = 0; i < errorRows.size(); ++i) {
        if (static_cast<std::size_t>(errorRows[i].code) != i)
            return false;
    }
    return errorRows.size() == static_cast<std::size_t>(ErrorCode::ServiceMissing) + 1;
}
static_assert(rowsFollowTheEnum(), "errorRows lists every ErrorCode once, in the enum's order");

const ErrorRow& row(ErrorCode code)
{
    return errorRows.at(static_cast<std::size_t>(code));
}

std::optional<ErrorCode> find(std::string_view ErrorRow::*column, std::string_view text)
{
    const auto it = std::ranges::find(errorRows, text, column);
    return it == errorRows.end() ? std::nullopt : std::optional(it->code);
}

} // namespace

Error errnoError(ErrorCode code, std::string_view what, int number)
{
    return {code, std::string(what) + ": " + std::strerror(number), {}, {{"errno", number}}};
}

std::string_view errorCodeName(ErrorCode code)
{
    return row(code).name;
}

std::string_view errorBusName(ErrorCode code)
{
    return row(code).busName;
}

int errorExitCode(ErrorCode code)
{
    return row(code).exitCode;
}

std::optional<ErrorCode> errorFromCodeName(std::string_view name)
{
    return find(&ErrorRow::name, name);
}

std::optional<ErrorCode> errorFromBusName(std::string_view name)
{
    return find(&ErrorRow::busName, name);
}

} // namespace pptp
