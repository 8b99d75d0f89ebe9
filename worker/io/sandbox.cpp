// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/sandbox.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <grp.h>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pwd.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PPTP_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define PPTP_SANITIZED 1
#endif
#endif

namespace pptp {
namespace {

#ifdef PPTP_SANITIZED
// A sanitizer reserves terabytes of addresses and opens files under /proc for its reports.
constexpr bool Sanitized = true;
#else
constexpr bool Sanitized = false;
#endif

constexpr rlim_t MaxAddressSpace = 64U << 20U;
constexpr rlim_t MaxDescriptors = 16; ///< Standard ones, five of the tunnel, epoll; none is ever opened.

tl::unexpected<Error> systemFailure(const char* call, int error)
{
    return fail(ErrorCode::WorkerFailed, std::string(call) + ": " + std::strerror(error));
}

bool limit(__rlimit_resource resource, rlim_t value)
{
    const rlimit both{value, value};
    return ::setrlimit(resource, &both) == 0;
}

struct ReleaseFilter {
    void operator()(scmp_filter_ctx context) const { ::seccomp_release(context); }
};
using Filter = std::unique_ptr<void, ReleaseFilter>;

/// What the loop, the ports and malloc call, and what the end of a process needs, in order or not.
int allowOrdinaryCalls(scmp_filter_ctx filter)
{
    constexpr std::array allowed{SCMP_SYS(read),           SCMP_SYS(write),           SCMP_SYS(writev),
                                 SCMP_SYS(recvfrom),       SCMP_SYS(recvmsg),         SCMP_SYS(recvmmsg),
                                 SCMP_SYS(sendmmsg),       SCMP_SYS(sendto),          SCMP_SYS(sendmsg),
                                 SCMP_SYS(shutdown),       SCMP_SYS(close),           SCMP_SYS(epoll_wait),
                                 SCMP_SYS(epoll_pwait),    SCMP_SYS(epoll_ctl),       SCMP_SYS(clock_gettime),
                                 SCMP_SYS(gettimeofday),   SCMP_SYS(futex),           SCMP_SYS(brk),
                                 SCMP_SYS(munmap),         SCMP_SYS(mremap),          SCMP_SYS(madvise),
                                 SCMP_SYS(getrandom),      SCMP_SYS(rt_sigreturn),    SCMP_SYS(rt_sigaction),
                                 SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall), SCMP_SYS(getpid),
                                 SCMP_SYS(gettid),         SCMP_SYS(tgkill),          SCMP_SYS(exit),
                                 SCMP_SYS(exit_group)};
    for (const int call : allowed) {
        if (const int error = ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0); error != 0)
            return error;
    }
    return 0;
}

/// Memory, as long as nothing in it can be run.
int allowPlainMemory(scmp_filter_ctx filter)
{
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
        const auto notExecutable = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
        if (const int error = ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, notExecutable); error != 0)
            return error;
    }
    return 0;
}

/// Of all options of a socket, what TCP knows of its round trip.
int allowRoundTrip(scmp_filter_ctx filter)
{
    return ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(getsockopt), 2,
                              SCMP_A1(SCMP_CMP_EQ, IPPROTO_TCP, 0), SCMP_A2(SCMP_CMP_EQ, TCP_INFO, 0));
}

/// What only an intruder would call ends the process; all else that is not allowed fails with EPERM, so that
/// a libc with other habits costs a message and not the tunnel.
int killIntruders(scmp_filter_ctx filter)
{
    constexpr std::array deadly{SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(socket), SCMP_SYS(ptrace),
                                SCMP_SYS(clone),  SCMP_SYS(clone3),   SCMP_SYS(fork),   SCMP_SYS(vfork)};
    for (const int call : deadly) {
        if (const int error = ::seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, call, 0); error != 0)
            return error;
    }
    return 0;
}

Result<void> installFilter()
{
    const Filter filter(::seccomp_init(SCMP_ACT_ERRNO(EPERM)));
    if (!filter)
        return fail(ErrorCode::WorkerFailed, "seccomp_init failed");
    for (const auto part : {allowOrdinaryCalls, allowPlainMemory, allowRoundTrip, killIntruders}) {
        if (const int error = part(filter.get()); error != 0)
            return systemFailure("seccomp_rule_add", -error);
    }
    if (const int error = ::seccomp_load(filter.get()); error != 0)
        return systemFailure("seccomp_load", -error);
    return {};
}

} // namespace

Result<void> becomeUser(const std::string& name)
{
    errno = 0;
    const passwd* user = ::getpwnam(name.c_str());
    if (user == nullptr)
        return errno != 0 ? systemFailure("getpwnam", errno)
                          : fail(ErrorCode::InvalidArguments, "there is no user " + name);
    if (::geteuid() != 0) {
        if (user->pw_uid == ::geteuid())
            return {};
        return fail(ErrorCode::InvalidArguments, "only root can become " + name);
    }
    const gid_t group = user->pw_gid;
    const uid_t id = user->pw_uid;
    if (::setgroups(1, &group) != 0)
        return systemFailure("setgroups", errno);
    if (::setresgid(group, group, group) != 0)
        return systemFailure("setresgid", errno);
    if (::setresuid(id, id, id) != 0)
        return systemFailure("setresuid", errno);
    return {};
}

Result<void> enterSandbox()
{
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return systemFailure("prctl(PR_SET_NO_NEW_PRIVS)", errno);
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return systemFailure("prctl(PR_SET_DUMPABLE)", errno);
    if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_NOFILE, MaxDescriptors))
        return systemFailure("setrlimit", errno);
    if (!sandboxIsComplete())
        return {};
    if (!limit(RLIMIT_AS, MaxAddressSpace))
        return systemFailure("setrlimit", errno);
    return installFilter();
}

bool sandboxIsComplete()
{
    return !Sanitized;
}

} // namespace pptp
