// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/password_input.h"

#include "common/unique_fd.h"
#include "pptpctl/text.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace pptp {
namespace {

/// With its newline, and one byte more to see that it is too long.
constexpr std::size_t maximumRead = Secret::MaxBytes + 2;

tl::unexpected<Error> bad(const QString& sentence)
{
    return fail(ErrorCode::InvalidArguments, sentence.toStdString());
}

Result<Secret> readAll(int fd, const QString& name)
{
    std::string bytes(maximumRead, '\0');
    std::size_t length = 0;
    while (length < bytes.size()) {
        const ssize_t got = read(fd, bytes.data() + length, bytes.size() - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            const QString reason = QString::fromLocal8Bit(std::strerror(errno));
            wipe(bytes);
            return bad(Text::tr("%1 cannot be read: %2").arg(name, reason));
        }
        if (got == 0)
            break;
        length += static_cast<std::size_t>(got);
    }
    bytes.resize(length);
    if (bytes.ends_with('\n'))
        bytes.pop_back();
    Secret secret(std::move(bytes));
    if (secret.empty())
        return bad(Text::tr("%1: there is no password").arg(name));
    if (secret.reveal().size() > Secret::MaxBytes)
        return bad(Text::tr("%1: the password is longer than 255 bytes").arg(name));
    if (secret.reveal().find('\0') != std::string_view::npos)
        return bad(Text::tr("%1: the password has a zero byte").arg(name));
    return secret;
}

Result<Secret> readFile(const QString& name)
{
    const UniqueFd file(open(QFile::encodeName(name).constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!file)
        return bad(Text::tr("%1 cannot be read: %2").arg(name, QString::fromLocal8Bit(std::strerror(errno))));
    return readAll(file.get(), name);
}

} // namespace

Result<Secret> readPassword(const Options& options)
{
    const bool fromInput = options.passwordFile == "-" || options.passwordFd == STDIN_FILENO;
    if (fromInput && isatty(STDIN_FILENO))
        return bad(Text::tr("standard input is a terminal, which would show the password"));
    if (fromInput)
        return readAll(STDIN_FILENO, Text::tr("standard input"));
    if (options.passwordFd)
        return readAll(*options.passwordFd, Text::tr("descriptor %1").arg(*options.passwordFd));
    return options.passwordFile.isEmpty() ? Result<Secret>() : readFile(options.passwordFile);
}

} // namespace pptp
