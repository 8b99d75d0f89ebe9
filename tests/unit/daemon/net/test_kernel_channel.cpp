// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the kernel says where it refuses. What it does where it has PPTP is a scenario of the lab.
#include "daemon/net/kernel_channel.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <optional>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTest>

using namespace pptp;

namespace {

/// From here on this process gets that errno for each PPPoX socket.
bool refuseWith(int number)
{
    const auto statement = [](unsigned code, std::uint32_t operand) {
        return sock_filter{static_cast<std::uint16_t>(code), 0, 0, operand};
    };
    const auto skipUnless = [](std::uint32_t value, std::uint8_t skipped) {
        return sock_filter{BPF_JMP | BPF_JEQ | BPF_K, 0, skipped, value};
    };
    std::array program{statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                       skipUnless(SYS_socket, 3),
                       statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)),
                       skipUnless(AF_PPPOX, 1),
                       statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(number)),
                       statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    const sock_fprog filter{program.size(), program.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/// What bind() fails with in a process that is refused like that; nothing if it does not fail.
std::optional<ErrorCode> refusal(int number)
{
    const pid_t child = ::fork();
    if (child == 0) {
        constexpr int Succeeded = 200;
        constexpr int NotPrepared = 201;
        if (!refuseWith(number))
            ::_exit(NotPrepared);
        const auto channel = KernelChannel::bind({Ipv4Address{0x7F000002}, 1723, std::nullopt, 0}, 0xBEEF);
        const bool told = !channel && channel.error().numbers.at("errno") == number;
        ::_exit(told ? static_cast<int>(channel.error().code) : Succeeded);
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) >= 200)
        return std::nullopt;
    return static_cast<ErrorCode>(WEXITSTATUS(status));
}

} // namespace

class TestKernelChannel : public QObject {
    Q_OBJECT
private slots:
    void tellsAKernelThatCannotFromOneThatFails_data();
    void tellsAKernelThatCannotFromOneThatFails();
};

void TestKernelChannel::tellsAKernelThatCannotFromOneThatFails_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<ErrorCode>("code");
    using enum ErrorCode;
    QTest::newRow("no pppox module") << EAFNOSUPPORT << NotSupported;
    QTest::newRow("no pptp module") << EPROTONOSUPPORT << NotSupported;
    QTest::newRow("no such type of socket") << ESOCKTNOSUPPORT << NotSupported;
    QTest::newRow("no protocol") << ENOPROTOOPT << NotSupported;
    QTest::newRow("forbidden") << EACCES << NotSupported;
    QTest::newRow("not permitted") << EPERM << NotSupported;
    QTest::newRow("too many files") << EMFILE << ConfigureFailed;
    QTest::newRow("no memory") << ENOMEM << ConfigureFailed;
}

void TestKernelChannel::tellsAKernelThatCannotFromOneThatFails()
{
    QFETCH(int, number);
    QFETCH(ErrorCode, code);
    QCOMPARE(refusal(number), std::optional(code));
}

QTEST_APPLESS_MAIN(TestKernelChannel)
#include "test_kernel_channel.moc"
