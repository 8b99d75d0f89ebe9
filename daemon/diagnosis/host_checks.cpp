// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/host_checks.h"

#include "common/printable_text.h"

#include <QtGlobal>

namespace pptp {

Check serviceCheck(std::string_view version, const std::vector<std::string>& problems,
                   const Result<void>& workers)
{
    if (!problems.empty())
        return Check::failed(
            "service", joinedText(problems),
            QT_TRANSLATE_NOOP("Hint", "Install what is missing: the packages pptp-tunnel and ppp."));
    if (!workers)
        return Check::failed(
            "service", workers.error().detail,
            QT_TRANSLATE_NOOP("Hint", "Start what starts the workers: systemctl start pptp-spawner.socket"));
    return Check::passed("service", "pptp-tunneld " + std::string(version) +
                                        " runs; pppd and its plugin are there, and workers can be started");
}

Check kernelCheck(const KernelFacts& facts, const Profile& profile)
{
    if (!facts.device)
        return Check::failed(
            "kernel", facts.device.error().detail,
            QT_TRANSLATE_NOOP(
                "Hint", "Load PPP with: modprobe ppp_generic. A container needs /dev/ppp from its host."));
    if (facts.mppe == ModuleState::Missing && profile.requireMppe)
        return Check::failed(
            "kernel", "/dev/ppp can be opened; ppp_mppe is missing",
            QT_TRANSLATE_NOOP("Hint",
                              "Install a kernel with the module ppp_mppe, which the encryption needs."));
    if (facts.async == ModuleState::Missing && profile.dataPath == DataPathWish::Userspace)
        return Check::failed(
            "kernel", "/dev/ppp can be opened; ppp_async is missing",
            QT_TRANSLATE_NOOP("Hint",
                              "Install a kernel with the module ppp_async, or set data-path=kernel."));
    return Check::passed("kernel",
                         "/dev/ppp can be opened; ppp_mppe " +
                             std::string(facts.mppe == ModuleState::Loaded      ? "is loaded"
                                         : facts.mppe == ModuleState::Available ? "can be loaded"
                                         : facts.mppe == ModuleState::Missing   ? "is missing"
                                                                                : "was not looked for"));
}

Check privilegesCheck(const std::vector<std::string>& missing)
{
    if (!missing.empty())
        return Check::failed(
            "privileges", "the service lacks " + joinedText(missing),
            QT_TRANSLATE_NOOP("Hint", "Start it by its unit: systemctl restart pptp-tunneld"));
    return Check::passed("privileges", "the service has CAP_NET_ADMIN and CAP_NET_RAW");
}

Check profileCheck(const std::vector<std::string>& weaknesses)
{
    if (!weaknesses.empty())
        return Check::warned(
            "profile", "allows less protection than usual: " + joinedText(weaknesses),
            QT_TRANSLATE_NOOP("Hint", "Remove these settings if the server can do without them."));
    return Check::passed("profile", "its settings are valid");
}

Check secretsCheck(const Profile& profile, const Result<void>& stored)
{
    if (stored)
        return Check::passed("secrets", "a password is stored");
    if (stored.error().code != ErrorCode::NoSecrets)
        return Check::failed("secrets", stored.error().detail,
                             QT_TRANSLATE_NOOP("Hint", "Store it anew with: pptpctl password NAME"));
    if (profile.secretStorage == SecretStorage::System)
        return Check::warned(
            "secrets", "no password is stored: it will be asked for, and the trial ends before it is needed",
            QT_TRANSLATE_NOOP("Hint", "Store it with: pptpctl password NAME"));
    return Check::passed("secrets", "the password is asked for; the trial ends before it is needed");
}

Check conntrackCheck(const KernelFacts& facts, bool dataPassed)
{
    if (facts.conntrack == ModuleState::Unknown || facts.conntrack == ModuleState::Missing ||
        facts.conntrack == ModuleState::Available)
        return Check::passed("conntrack", "this machine does not track connections");
    if (facts.helper == ModuleState::Loaded)
        return Check::passed("conntrack", "connections are tracked, with the helper for PPTP");
    if (dataPassed)
        return Check::passed(
            "conntrack", "connections are tracked, without the helper for PPTP, which is not needed here");
    return Check::warned(
        "conntrack", "connections are tracked, without the helper for PPTP",
        QT_TRANSLATE_NOOP(
            "Hint", "A packet filter may not know our tunnel data: modprobe nf_conntrack_pptp, and let it "
                    "track TCP port 1723."));
}

} // namespace pptp
