// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/sandbox.h"

#include <QtTest>
#include <csignal>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pwd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace pptp;

namespace {

/// Runs the check in a child, which the sandbox then holds for good; gives its wait status.
int inChild(bool (*check)())
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(check() ? 0 : 1);
    int status = -1;
    ::waitpid(child, &status, 0);
    return status;
}

bool succeeded(int status)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool stillWorks()
{
    int pipe[2];
    if (::pipe(pipe) != 0 || !enterSandbox())
        return false;
    const std::string text(100'000, 'x'); // More than malloc takes from the heap it already has.
    char byte = 0;
    return ::write(pipe[1], text.data(), 1) == 1 && ::read(pipe[0], &byte, 1) == 1 && byte == 'x';
}

/// A filter that lacks these would show only as a tunnel that carries nothing.
bool passesBatches()
{
    int sockets[2];
    if (::socketpair(AF_UNIX, SOCK_DGRAM, 0, sockets) != 0 || !enterSandbox())
        return false;
    char byte = 'x';
    iovec piece{&byte, 1};
    mmsghdr message{};
    message.msg_hdr.msg_iov = &piece;
    message.msg_hdr.msg_iovlen = 1;
    return ::sendmmsg(sockets[0], &message, 1, 0) == 1 &&
           ::recvmmsg(sockets[1], &message, 1, MSG_DONTWAIT, nullptr) == 1 &&
           ::writev(sockets[0], &piece, 1) == 1;
}

bool knowsItsRoundTrip()
{
    const int tcp = ::socket(AF_INET, SOCK_STREAM, 0);
    if (tcp < 0 || !enterSandbox())
        return false;
    tcp_info info{};
    socklen_t length = sizeof info;
    return ::getsockopt(tcp, IPPROTO_TCP, TCP_INFO, &info, &length) == 0;
}

bool readsNoOtherOption()
{
    const int tcp = ::socket(AF_INET, SOCK_STREAM, 0);
    if (tcp < 0 || !enterSandbox())
        return true;
    int value = 0;
    socklen_t length = sizeof value;
    return ::getsockopt(tcp, IPPROTO_TCP, TCP_MAXSEG, &value, &length) != 0 &&
           ::getsockopt(tcp, SOL_SOCKET, SO_MARK, &value, &length) != 0;
}

bool opensNothing()
{
    return enterSandbox() && ::open("/etc/passwd", O_RDONLY) < 0;
}

bool mapsNothingExecutable()
{
    return enterSandbox() &&
           ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}

bool opensASocket()
{
    return enterSandbox() && ::socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

bool runsAProgram()
{
    if (!enterSandbox())
        return false;
    ::execl("/bin/true", "true", nullptr);
    return true;
}

bool takesNoMemoryBeyondTheLimit()
{
    return enterSandbox() && ::mmap(nullptr, std::size_t{1} << 30, PROT_READ | PROT_WRITE,
                                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}

bool becomesNobody()
{
    if (!becomeUser("nobody"))
        return false;
    const uid_t nobody = ::getpwnam("nobody")->pw_uid;
    return ::getuid() == nobody && ::geteuid() == nobody && ::getgroups(0, nullptr) == 1 && ::setuid(0) != 0;
}

} // namespace

class TestSandbox : public QObject {
    Q_OBJECT

private slots:
    void leavesWhatAWorkerNeeds() { QVERIFY(succeeded(inChild(stillWorks))); }
    void letsPacketsPassInBatches() { QVERIFY(succeeded(inChild(passesBatches))); }

    void leavesOneOptionOfASocketToRead()
    {
        QVERIFY(succeeded(inChild(knowsItsRoundTrip)));
        QCOMPARE(succeeded(inChild(readsNoOtherOption)), sandboxIsComplete());
    }

    void forbidsFilesAndExecutableMemory()
    {
        QCOMPARE(succeeded(inChild(opensNothing)), sandboxIsComplete());
        QCOMPARE(succeeded(inChild(mapsNothingExecutable)), sandboxIsComplete());
    }

    void endsAProcessThatWantsSocketsOrPrograms()
    {
        for (const auto intrusion : {opensASocket, runsAProgram}) {
            const int status = inChild(intrusion);
            QCOMPARE(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS, sandboxIsComplete());
        }
    }

    void limitsMemory() { QCOMPARE(succeeded(inChild(takesNoMemoryBeyondTheLimit)), sandboxIsComplete()); }

    void becomesAnotherUserOnlyAsRoot()
    {
        const bool root = ::geteuid() == 0;
        QCOMPARE(succeeded(inChild(becomesNobody)), root);
    }

    void refusesAUserThatDoesNotExist() { QVERIFY(!becomeUser("no-such-user-here")); }
};

QTEST_APPLESS_MAIN(TestSandbox)
#include "test_sandbox.moc"
