// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/error_text.h"

#include "client/result_text.h"
#include "client/state_text.h"
#include "common/names.h"

#include <array>

namespace pptp {
namespace {

constexpr qlonglong RestrictedHours = 646; ///< RFC 2759, 6.

/// What the sentences may mention, found once.
struct Facts {
    const RemoteError& error;
    QString tunnel;
    QString server;

    /// What the server said, else the result code of its answer, else nothing.
    [[nodiscard]] QString reason() const
    {
        if (!error.peerText.isEmpty())
            return ErrorText::tr("“%1”").arg(error.peerText);
        const QString result = ResultText::of(*error.code(), error.numbers);
        return result.isEmpty() ? ErrorText::tr("it gave no reason") : result;
    }

    /// The method of authentication that the server demanded, as the bus numbers them; empty if it is not
    /// known.
    [[nodiscard]] QString wantedAuthentication() const
    {
        constexpr std::array names{"pap", "chap-md5", "mschap", "mschapv2", "eap"};
        const auto number = error.numbers.value("wanted-authentication");
        if (number < 1 || number > static_cast<qlonglong>(names.size()))
            return {};
        return StateText::authentication(names.at(static_cast<std::size_t>(number) - 1));
    }
};

ErrorText connectionText(ErrorCode code, const Facts& facts)
{
    switch (code) {
    case ErrorCode::NameUnresolved:
        return {ErrorText::tr("The server name “%1” could not be found.").arg(facts.server),
                ErrorText::tr("Check the network, the name server (DNS) and the spelling.")};
    case ErrorCode::NoRoute:
    case ErrorCode::NetworkDown:
        return {ErrorText::tr("This computer is not connected to a network that leads to “%1”.")
                    .arg(facts.server),
                ErrorText::tr("Connect to a network first.")};
    case ErrorCode::ServerUnreachable:
        return {ErrorText::tr("“%1” does not answer.").arg(facts.server),
                ErrorText::tr("The server may be switched off, or a firewall is in the way.")};
    case ErrorCode::ConnectionRefused:
        return {ErrorText::tr("“%1” refuses the connection; no PPTP server there?").arg(facts.server),
                ErrorText::tr("Check the server's name and port.")};
    case ErrorCode::ControlTimeout:
        return {ErrorText::tr("“%1” accepts connections, but does not answer as a PPTP server.")
                    .arg(facts.server),
                ErrorText::tr("Something else may be listening there, or the server is overloaded.")};
    case ErrorCode::ControlRejected:
        return {ErrorText::tr("The server refused the tunnel: %1.").arg(facts.reason()), {}};
    case ErrorCode::CallRejected:
        return {ErrorText::tr("The server refused the call: %1.").arg(facts.reason()),
                ErrorText::tr("The server may have too many calls already.")};
    case ErrorCode::PeerUnreachable:
        return {ErrorText::tr("The server stopped answering."), ErrorText::tr("Check the network.")};
    case ErrorCode::ClosedByServer:
        return {ErrorText::tr("The server closed the tunnel: %1.").arg(facts.reason()), {}};
    default:
        return {};
    }
}

ErrorText dataText(ErrorCode code, const Facts& facts)
{
    switch (code) {
    case ErrorCode::GreBlocked:
        return {ErrorText::tr("The server answers, but tunnel data (GRE, IP protocol 47) does not arrive."),
                ErrorText::tr("Often a router or firewall without “PPTP passthrough”.")};
    case ErrorCode::GreOneWay:
        return {ErrorText::tr("Tunnel data (GRE) arrives from the server, but ours does not reach it."),
                ErrorText::tr("Check the firewalls and the router's “PPTP passthrough”.")};
    case ErrorCode::GreOtherCall:
        return {ErrorText::tr("Tunnel data (GRE) arrives, but for another call."),
                ErrorText::tr("Another computer behind the same router may be using the same server.")};
    case ErrorCode::LinkFailed:
        return {ErrorText::tr("The server did not agree on link settings in time."),
                ErrorText::tr("Tunnel data (GRE) may pass in one direction only.")};
    case ErrorCode::AddressFailed:
        return {ErrorText::tr("No usable addresses were agreed with the server."),
                ErrorText::tr("The server may have run out of addresses.")};
    case ErrorCode::EncryptionRequired:
        return {ErrorText::tr("This tunnel requires encryption but the server offers none."),
                ErrorText::tr("The server's administrator should switch on MPPE with 128 bits.")};
    case ErrorCode::EncryptionTooWeak:
        return {ErrorText::tr("The server offers only weaker encryption than this tunnel requires."),
                ErrorText::tr("The server's administrator should switch on MPPE with 128 bits.")};
    case ErrorCode::EncryptionRefused:
        return {ErrorText::tr("The server requires encryption (MPPE), which is switched off here."),
                ErrorText::tr("Allow encryption in the settings of “%1”.").arg(facts.tunnel)};
    case ErrorCode::EncryptionUnavailable:
        return {ErrorText::tr("This kernel lacks MPPE (module ppp_mppe)."),
                ErrorText::tr("Load it with: modprobe ppp_mppe")};
    default:
        return {};
    }
}

ErrorText accountText(ErrorCode code, const Facts& facts)
{
    const QString askAdministrator = ErrorText::tr("Ask the server's administrator.");
    switch (code) {
    case ErrorCode::AuthRefused:
        return {ErrorText::tr("The server refused this user name or password."),
                ErrorText::tr("Check the user name, the domain (DOMAIN\\user) and the stored password.")};
    case ErrorCode::AuthMethod: {
        const QString wanted = facts.wantedAuthentication();
        return {
            wanted.isEmpty()
                ? ErrorText::tr("The server wants a way of authentication that this tunnel does not allow.")
                : ErrorText::tr("The server wants %1, which this tunnel does not allow.").arg(wanted),
            ErrorText::tr("The server's administrator should switch on MS-CHAPv2.")};
    }
    case ErrorCode::PasswordExpired:
        return {ErrorText::tr("The password has expired."), askAdministrator};
    case ErrorCode::AccountDisabled:
        if (facts.error.numbers.value("mschap-error", facts.error.numbers.value("ras-error")) ==
            RestrictedHours)
            return {ErrorText::tr("The account may not be used at this time of the day or week."),
                    askAdministrator};
        return {ErrorText::tr("The account is disabled on the server."), askAdministrator};
    case ErrorCode::NoDialin:
        return {ErrorText::tr("The account is not allowed to dial in."), askAdministrator};
    case ErrorCode::NoSecrets:
        return {ErrorText::tr("A password is needed and none is stored."),
                ErrorText::tr("Store it with: pptpctl password %1").arg(facts.tunnel)};
    case ErrorCode::NoAgent:
        return {ErrorText::tr("Nothing could ask for the password."),
                ErrorText::tr("Connect from a terminal or with the tray applet, or use --password-file.")};
    case ErrorCode::NotAuthorised:
        return {ErrorText::tr("You are not allowed to do this."),
                ErrorText::tr("An administrator can allow it in polkit.")};
    case ErrorCode::InteractionRequired:
        return {ErrorText::tr("This needs a confirmation, and asking was not allowed."), {}};
    default:
        return {};
    }
}

ErrorText requestText(ErrorCode code, const Facts& facts)
{
    switch (code) {
    case ErrorCode::NotFound:
        return {ErrorText::tr("There is no such tunnel."), {}};
    case ErrorCode::AlreadyConnected:
        return {ErrorText::tr("The tunnel is connected already."), {}};
    case ErrorCode::NotConnected:
        return {ErrorText::tr("The tunnel is not connected."), {}};
    case ErrorCode::Busy:
        return {ErrorText::tr("The tunnel is just being taken down."),
                ErrorText::tr("Try again in a moment.")};
    case ErrorCode::InvalidSettings:
        return {ErrorText::tr("The settings of “%1” are not valid.").arg(facts.tunnel), facts.error.detail};
    case ErrorCode::InvalidArguments:
        return {ErrorText::tr("The service did not understand the request."), facts.error.detail};
    case ErrorCode::LimitsExceeded:
        return {ErrorText::tr("A limit of the service is reached."), {}};
    case ErrorCode::Cancelled:
        return {ErrorText::tr("The attempt was cancelled."), {}};
    default:
        return {};
    }
}

ErrorText systemText(ErrorCode code)
{
    const QString seeLog = ErrorText::tr("The log says more: journalctl -u pptp-tunneld");
    switch (code) {
    case ErrorCode::TimedOut:
        return {ErrorText::tr("It took too long."), {}};
    case ErrorCode::ConfigureFailed:
        return {ErrorText::tr("The system refused to set the tunnel up."), seeLog};
    case ErrorCode::WorkerFailed:
        return {ErrorText::tr("The program that carries the packets (pptp-worker) ended unexpectedly."),
                seeLog};
    case ErrorCode::PppdFailed:
        return {ErrorText::tr("The PPP daemon (pppd) failed or ended unexpectedly."), seeLog};
    case ErrorCode::NotSupported:
        return {ErrorText::tr("This system or version cannot do that."), {}};
    case ErrorCode::ServiceMissing:
        return {ErrorText::tr("The PPTP service is not running."),
                ErrorText::tr("Start it with: systemctl start pptp-tunneld")};
    default:
        return {};
    }
}

ErrorText textOf(const RemoteError& error, const TunnelProperties& tunnel)
{
    const Facts facts{.error = error, .tunnel = tunnel.name, .server = tunnel.server};
    if (const auto code = error.code()) {
        for (const auto text : {connectionText, dataText, accountText, requestText}) {
            if (ErrorText found = text(*code, facts); !found.sentence.isEmpty())
                return found;
        }
        if (ErrorText found = systemText(*code); !found.sentence.isEmpty())
            return found;
    }
    return {ErrorText::tr("Something unexpected went wrong."), error.detail};
}

} // namespace

ErrorText ErrorText::of(const RemoteError& error, const TunnelProperties& tunnel)
{
    ErrorText text = textOf(error, tunnel);
    if (!error.peerText.isEmpty() && !text.sentence.contains(error.peerText))
        text.sentence += ' ' + tr("The server said: “%1”.").arg(error.peerText);
    return text;
}

} // namespace pptp
