// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/probe_story.h"

#include "daemon/diagnosis/error_hints.h"

#include <algorithm>
#include <array>

namespace pptp {
namespace {

/// In the order in which they are passed.
enum class Step { Name, Tcp, Control, Call, Gre, Lcp, AuthOffer, Auth, Encryption, Addresses, Beyond };

constexpr std::array stepIds{"name", "tcp",        "control", "call",       "gre",
                             "lcp",  "auth-offer", "auth",    "encryption", "addresses"};

/// The step that a phase is busy with. The tunnel tells nothing between the call and LCP, where GRE begins.
Step stepOf(Phase phase)
{
    switch (phase) {
    case Phase::Tcp:
        return Step::Tcp;
    case Phase::Control:
        return Step::Control;
    case Phase::Call:
        return Step::Call;
    case Phase::Lcp:
        return Step::Gre;
    case Phase::Auth:
        return Step::Auth;
    case Phase::Ccp:
        return Step::Encryption;
    case Phase::Ipcp:
        return Step::Addresses;
    case Phase::Configuring:
    case Phase::Running:
        return Step::Beyond;
    default:
        return Step::Name;
    }
}

/// Some errors tell their step better than the phase does, in which they only came to light.
std::optional<Step> stepOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NameUnresolved:
        return Step::Name;
    case ErrorCode::NoRoute:
    case ErrorCode::NetworkDown:
    case ErrorCode::ServerUnreachable:
    case ErrorCode::ConnectionRefused:
        return Step::Tcp;
    case ErrorCode::ControlTimeout:
    case ErrorCode::ControlRejected:
        return Step::Control;
    case ErrorCode::CallRejected:
        return Step::Call;
    case ErrorCode::GreBlocked:
    case ErrorCode::GreOneWay:
    case ErrorCode::GreOtherCall:
        return Step::Gre;
    case ErrorCode::LinkFailed:
        return Step::Lcp;
    case ErrorCode::AuthMethod:
        return Step::AuthOffer;
    case ErrorCode::AuthRefused:
    case ErrorCode::PasswordExpired:
    case ErrorCode::AccountDisabled:
    case ErrorCode::NoDialin:
        return Step::Auth;
    case ErrorCode::EncryptionRequired:
    case ErrorCode::EncryptionTooWeak:
    case ErrorCode::EncryptionRefused:
    case ErrorCode::EncryptionUnavailable:
        return Step::Encryption;
    case ErrorCode::AddressFailed:
        return Step::Addresses;
    default:
        return std::nullopt;
    }
}

Step furthest(const ProbeStory& story)
{
    Step step = Step::Name;
    for (const auto& [phase, when] : story.begun)
        step = std::max(step, stepOf(phase));
    return step;
}

/// " in 24 ms", if the phase was seen to begin and another one to follow.
std::string duration(const ProbeStory& story, Phase phase)
{
    const auto begin = story.begun.find(phase);
    if (story.live || begin == story.begun.end())
        return {};
    auto end = story.lasted;
    for (const auto& [other, when] : story.begun) {
        if (other > phase)
            end = std::min(end, when);
    }
    return " in " + std::to_string((end - begin->second).count()) + " ms";
}

std::string nameEvidence(const ProbeStory& story, const Profile& profile)
{
    if (profile.server == story.seen.serverAddress)
        return profile.server + " is an address";
    return profile.server + " is " + story.seen.serverAddress + ", found" + duration(story, Phase::Resolving);
}

std::string controlEvidence(const ProbeStory& story)
{
    std::string who = story.seen.peerHostName;
    if (!story.seen.peerVendor.empty())
        who += (who.empty() ? "" : ", ") + ("vendor " + story.seen.peerVendor);
    return "accepted" + duration(story, Phase::Control) + (who.empty() ? "" : " by " + who);
}

std::string offerEvidence(const ProbeStory& story)
{
    return story.seen.authentication.empty() ? "the server asks for a method that is allowed"
                                             : "the server asks for " + story.seen.authentication;
}

std::string evidence(Step step, const ProbeStory& story, const Profile& profile)
{
    switch (step) {
    case Step::Name:
        return nameEvidence(story, profile);
    case Step::Tcp:
        return "port " + std::to_string(profile.port) + " answers" + duration(story, Phase::Tcp);
    case Step::Control:
        return controlEvidence(story);
    case Step::Call:
        return "accepted" + duration(story, Phase::Call);
    case Step::Gre:
        return "tunnel data (IP protocol 47) passes in both directions";
    case Step::Lcp:
        return "agreed" + duration(story, Phase::Lcp);
    case Step::AuthOffer:
        return offerEvidence(story);
    case Step::Auth:
        return "accepted as " + profile.user + duration(story, Phase::Auth);
    case Step::Encryption:
        return story.seen.encryption.empty() ? "agreed" : story.seen.encryption;
    case Step::Addresses:
        return story.seen.localAddress.empty()
                   ? "agreed"
                   : "ours " + story.seen.localAddress + ", the server's " +
                         (story.seen.peerAddress.empty() ? "none" : story.seen.peerAddress);
    case Step::Beyond:
        break;
    }
    return {};
}

Check failedStep(const char* id, const Error& error)
{
    std::string evidence = error.detail.empty() ? std::string(errorCodeName(error.code)) : error.detail;
    if (!error.peerText.empty())
        evidence += "; the server said: " + error.peerText;
    return {id, CheckResult::Fail, std::move(evidence), errorHint(error.code), error};
}

} // namespace

Checks stepsOf(const ProbeStory& story, const Profile& profile)
{
    Step end = furthest(story);
    if (story.error)
        end = stepOf(story.error->code).value_or(end);
    else if (!story.stopped)
        end = Step::Beyond;
    const std::string why = story.stopped ? "the trial ends before a password is needed" : "not reached";
    Checks checks;
    for (std::size_t i = 0; i < stepIds.size(); ++i) {
        const auto step = static_cast<Step>(i);
        if (step < end)
            checks.push_back(Check::passed(stepIds.at(i), evidence(step, story, profile)));
        else if (step == end && story.error)
            checks.push_back(failedStep(stepIds.at(i), *story.error));
        else
            checks.push_back(Check::skipped(stepIds.at(i), why));
    }
    if (end == Step::Beyond && story.error) // after all these steps: addresses is the last of them
        checks.back() = failedStep(stepIds.back(), *story.error);
    return checks;
}

Checks stepsNotTaken(const std::string& why)
{
    Checks checks;
    for (const char* id : stepIds)
        checks.push_back(Check::skipped(id, why));
    return checks;
}

} // namespace pptp
