// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/error_hints.h"

#include "daemon/diagnosis/check.h"

#include <QtGlobal>

namespace pptp {
namespace {

std::string wayHint(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NameUnresolved:
        return QT_TRANSLATE_NOOP(
            "Hint", "Check the spelling, and the name server: resolvectl query NAME, or getent hosts NAME.");
    case ErrorCode::NoRoute:
    case ErrorCode::NetworkDown:
        return QT_TRANSLATE_NOOP("Hint", "Connect to a network first; ip route get ADDRESS shows the way.");
    case ErrorCode::ServerUnreachable:
        return QT_TRANSLATE_NOOP(
            "Hint", "The server may be switched off, or a firewall drops TCP port 1723 silently.");
    case ErrorCode::ConnectionRefused:
        return QT_TRANSLATE_NOOP(
            "Hint", "Nothing listens on that port: check the server's name and port, and that its PPTP "
                    "service runs.");
    case ErrorCode::ControlTimeout:
        return QT_TRANSLATE_NOOP("Hint",
                                 "Something else may be listening there, or the server is overloaded.");
    case ErrorCode::ControlRejected:
        return QT_TRANSLATE_NOOP("Hint",
                                 "The server may allow only one connection from here, or not this address.");
    case ErrorCode::CallRejected:
        return QT_TRANSLATE_NOOP(
            "Hint", "The server may have no free line; some call an account with phone= or quirks=.");
    case ErrorCode::ClosedByServer:
    case ErrorCode::PeerUnreachable:
        return QT_TRANSLATE_NOOP("Hint", "The server's log says why it hung up, if it did.");
    default:
        return {};
    }
}

std::string dataHint(ErrorCode code)
{
    switch (code) {
    case ErrorCode::GreBlocked:
        return QT_TRANSLATE_NOOP(
            "Hint", "A router or firewall on the way drops IP protocol 47: switch on its \"PPTP "
                    "passthrough\" (nf_conntrack_pptp), and see the check \"firewall\" for this machine.");
    case ErrorCode::GreOneWay:
        return QT_TRANSLATE_NOOP(
            "Hint", "What we send is lost: look for a firewall on the way out, at the router, or at the "
                    "server.");
    case ErrorCode::GreOtherCall:
        return QT_TRANSLATE_NOOP(
            "Hint", "Another computer behind the same router may use the same server; the router's \"PPTP "
                    "passthrough\" (nf_conntrack_pptp) tells the two apart.");
    case ErrorCode::LinkFailed:
        return QT_TRANSLATE_NOOP("Hint", "The server's PPP log tells what it did not agree to.");
    case ErrorCode::EncryptionRequired:
    case ErrorCode::EncryptionTooWeak:
        return QT_TRANSLATE_NOOP(
            "Hint", "The server should offer MPPE with 128 bits, stateless; require-mppe-128= and "
                    "mppe-stateful= allow less.");
    case ErrorCode::EncryptionRefused:
        return QT_TRANSLATE_NOOP("Hint", "The server wants encryption: set require-mppe=yes.");
    case ErrorCode::EncryptionUnavailable:
        return QT_TRANSLATE_NOOP("Hint",
                                 "Load MPPE with: modprobe ppp_mppe. A kernel in FIPS mode has none.");
    case ErrorCode::AddressFailed:
        return QT_TRANSLATE_NOOP(
            "Hint", "The server may have no address left for us, or gives one that is in use here.");
    default:
        return {};
    }
}

std::string accountHint(ErrorCode code)
{
    switch (code) {
    case ErrorCode::AuthMethod:
        return QT_TRANSLATE_NOOP(
            "Hint", "The server should offer MS-CHAPv2; refuse-mschap=no and the like allow less.");
    case ErrorCode::AuthRefused:
        return QT_TRANSLATE_NOOP("Hint",
                                 "Check the user name, the domain (DOMAIN\\user) and the stored password.");
    case ErrorCode::PasswordExpired:
    case ErrorCode::AccountDisabled:
    case ErrorCode::NoDialin:
        return QT_TRANSLATE_NOOP("Hint", "Ask the server's administrator.");
    case ErrorCode::WorkerFailed:
    case ErrorCode::PppdFailed:
    case ErrorCode::ConfigureFailed:
        return QT_TRANSLATE_NOOP("Hint", "The log says more: journalctl -u pptp-tunneld");
    default:
        return {};
    }
}

} // namespace

std::string errorHint(ErrorCode code)
{
    for (const auto hint : {wayHint, dataHint, accountHint}) {
        if (std::string found = hint(code); !found.empty())
            return found;
    }
    return {};
}

} // namespace pptp
