// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/link_evidence.h"

namespace pptp {
namespace {

/// A server that hangs up sooner than that had no time to miss our answers: it has another reason.
constexpr std::chrono::seconds ShortestSilence{5};

/// What may be the consequence of packets that do not arrive.
bool isVague(const Error& error)
{
    return error.code == ErrorCode::GreBlocked || error.code == ErrorCode::LinkFailed ||
           error.code == ErrorCode::ClosedByServer;
}

Error renamed(Error error, ErrorCode code, const std::string& seen)
{
    error.code = code;
    error.detail = seen + "; " + error.detail;
    return error;
}

} // namespace

Error explained(Error error, const LinkEvidence& evidence)
{
    const bool bothWays = evidence.answered || evidence.acknowledged;
    if (bothWays || evidence.waited < ShortestSilence || !isVague(error))
        return error;
    if (evidence.heard)
        return renamed(std::move(error), ErrorCode::GreOneWay,
                       "GRE arrives, but the server answers nothing of ours");
    if (evidence.otherCalls == 0 && error.code == ErrorCode::GreBlocked)
        return error;
    if (evidence.otherCalls == 0)
        return renamed(std::move(error), ErrorCode::GreBlocked, "no GRE arrives");
    error.numbers["other-call-packets"] = static_cast<std::int64_t>(evidence.otherCalls);
    return renamed(std::move(error), ErrorCode::GreOtherCall, "GRE arrives for another call only");
}

} // namespace pptp
