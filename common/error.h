// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The closed set of reasons why something did not work, and the Result that carries them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace pptp {

enum class ErrorCode {
    NameUnresolved,        ///< The server's name has no IPv4 address, or no name server answered.
    NoRoute,               ///< The kernel has no route to the server.
    NetworkDown,           ///< The network that leads to the server is down.
    ServerUnreachable,     ///< No answer to the TCP connection within its deadline.
    ConnectionRefused,     ///< The server's host refused the TCP connection.
    ControlTimeout,        ///< TCP was accepted, but no PPTP control message came in time.
    ControlRejected,       ///< SCCRP with a result other than success, or no PPTP at all.
    CallRejected,          ///< OCRP with a result other than connected (RFC 2637, 2.8).
    GreBlocked,            ///< The call is up, but not one GRE packet arrived.
    GreOneWay,             ///< GRE arrives, but the peer behaves as if none of ours did.
    GreOtherCall,          ///< GRE arrives for other calls only.
    LinkFailed,            ///< LCP was not agreed in time.
    AuthRefused,           ///< The server refused the user name or the password.
    AuthMethod,            ///< The server wants an authentication method that the profile does not allow.
    PasswordExpired,       ///< MS-CHAP error 648.
    AccountDisabled,       ///< MS-CHAP error 647.
    NoDialin,              ///< MS-CHAP error 649.
    EncryptionRequired,    ///< The profile requires encryption and the server offers none.
    EncryptionTooWeak,     ///< The server offers only weaker encryption than the profile requires.
    EncryptionRefused,     ///< The server requires encryption, which the profile forbids.
    EncryptionUnavailable, ///< The kernel cannot do MPPE.
    AddressFailed,         ///< No usable addresses were agreed (IPCP).
    PeerUnreachable,       ///< Echo requests stayed without an answer.
    ClosedByServer,        ///< The server ended the call or the control connection.
    NoSecrets,             ///< A password is needed and none is stored.
    NoAgent,               ///< Nothing could ask for the password.
    NotAuthorised,         ///< polkit said no.
    InteractionRequired,   ///< polkit would have to ask, and the caller forbade it.
    NotFound,              ///< There is no such tunnel.
    AlreadyConnected,      ///< Connect on a tunnel that is connected.
    NotConnected,          ///< The operation needs a connected tunnel.
    Busy,                  ///< The tunnel is being taken down, or another attempt is under way.
    InvalidSettings,       ///< The profile is not valid.
    InvalidArguments,      ///< An argument of the call is not valid.
    LimitsExceeded,        ///< A limit of the service was reached.
    Cancelled,             ///< Disconnect was asked for while connecting.
    TimedOut,              ///< A deadline that has no better name passed.
    ConfigureFailed,       ///< The system refused an address, a route or a socket.
    WorkerFailed,          ///< pptp-worker ended or broke the protocol between it and the daemon.
    PppdFailed,            ///< pppd could not be started, was killed, or failed without a known reason.
    NotSupported,          ///< The system or this version cannot do it.
    ServiceMissing,        ///< Client side only: pptp-tunneld is not running and could not be activated.
};

/// Numbers that belong to an error, by their names on the bus ("result-code", "status", ...).
using ErrorNumbers = std::map<std::string, std::int64_t>;

struct Error {
    ErrorCode code{};
    std::string detail{};   ///< For log and "Details": never parsed, never translated, never a secret.
    std::string peerText{}; ///< What the server said, if it said something.
    ErrorNumbers numbers{};

    bool operator==(const Error&) const = default;
};

template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string detail = {})
{
    return tl::unexpected<Error>(Error{code, std::move(detail)});
}

/// A system call that failed: "WHAT: No such file or directory", and the number as "errno".
[[nodiscard]] Error errnoError(ErrorCode code, std::string_view what, int number);

/// "auth-refused": what the Error property and the clients' output show.
[[nodiscard]] std::string_view errorCodeName(ErrorCode code);
/// "org.pptptunnel.Tunnels1.Error.AuthRefused", or the standard name where the bus has one.
[[nodiscard]] std::string_view errorBusName(ErrorCode code);
/// The exit code of pptpctl for this error.
[[nodiscard]] int errorExitCode(ErrorCode code);

[[nodiscard]] std::optional<ErrorCode> errorFromCodeName(std::string_view name);
[[nodiscard]] std::optional<ErrorCode> errorFromBusName(std::string_view name);

} // namespace pptp
