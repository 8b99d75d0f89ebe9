// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/secret_reading.h"

#include "daemon/bus/bus_guard.h"

#include <QSocketNotifier>
#include <QTimer>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <unistd.h>

namespace pptp {
namespace {

/// With its newline, and one byte more to see that it is too long.
constexpr std::size_t MaxRead = Secret::MaxBytes + 2;

tl::unexpected<Error> bad(const char* why)
{
    return fail(ErrorCode::InvalidArguments, std::string("the password's descriptor ") + why);
}

Result<Secret> toSecret(std::string&& bytes)
{
    if (bytes.ends_with('\n'))
        bytes.pop_back();
    Secret secret(std::move(bytes));
    if (secret.empty())
        return bad("is empty");
    if (secret.reveal().size() > Secret::MaxBytes)
        return bad("has more than 255 bytes");
    if (secret.reveal().find('\0') != std::string_view::npos)
        return bad("has a zero byte");
    return secret;
}

bool isReadable(int fd)
{
    // O_PATH, the third thing that is neither, shows up in what only real files can answer.
    const int access = ::fcntl(fd, F_GETFL) & O_ACCMODE;
    return access == O_RDONLY || access == O_RDWR;
}

// These two ask the kernel about kinds of files that live in memory. fstat would ask the file system, and one
// of the client's own (FUSE) need not answer.
bool isPipe(int fd)
{
    return isReadable(fd) && ::fcntl(fd, F_GETPIPE_SZ) > 0;
}

bool isMemory(int fd)
{
    return isReadable(fd) && ::fcntl(fd, F_GET_SEALS) >= 0;
}

Result<Secret> readMemory(int fd)
{
    std::string bytes(MaxRead, '\0');
    ssize_t size = -1;
    do {
        size = ::pread(fd, bytes.data(), bytes.size(), 0);
    } while (size < 0 && errno == EINTR);
    if (size < 0) {
        wipe(bytes);
        return bad("cannot be read");
    }
    bytes.resize(static_cast<std::size_t>(size));
    return toSecret(std::move(bytes));
}

/// A pipe that the other side may still be writing.
class PipeReading final : public QObject {
public:
    PipeReading(UniqueFd pipe, QObject* parent, std::function<void(Result<Secret>)> done)
        : QObject(parent), m_pipe(std::move(pipe)), m_done(std::move(done)),
          m_notifier(m_pipe.get(), QSocketNotifier::Read)
    {
        m_bytes.reserve(MaxRead);
        connect(&m_notifier, &QSocketNotifier::activated, this, [this] { read(); });
        connect(&m_deadline, &QTimer::timeout, this, [this] { finish(bad("was not closed in time")); });
    }

    ~PipeReading() override { wipe(m_bytes); }

    void start(std::chrono::milliseconds timeout)
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
            return finish(tl::unexpected(errnoError(ErrorCode::ConfigureFailed, "a pipe", errno)));
        m_readEnd.reset(ends[0]);
        m_writeEnd.reset(ends[1]);
        m_deadline.setSingleShot(true);
        m_deadline.start(timeout);
        read();
    }

private:
    /// Moved to a pipe of our own first: the client shares the flags of its descriptor with us, so only a
    /// call that carries its own "do not wait" never does.
    void read()
    {
        std::array<char, MaxRead> piece{};
        while (m_done) {
            const ssize_t moved = ::splice(m_pipe.get(), nullptr, m_writeEnd.get(), nullptr,
                                           MaxRead - m_bytes.size(), SPLICE_F_NONBLOCK);
            if (moved < 0 && errno == EINTR)
                continue;
            if (moved < 0 && errno == EAGAIN)
                return;
            if (moved < 0)
                return finish(bad("cannot be read"));
            if (moved == 0)
                return finish(toSecret(std::move(m_bytes)));
            const ssize_t got = ::read(m_readEnd.get(), piece.data(), piece.size());
            m_bytes.append(piece.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
            explicit_bzero(piece.data(), piece.size());
            if (m_bytes.size() == MaxRead)
                return finish(bad("has more than 255 bytes"));
        }
    }

    void finish(Result<Secret> result)
    {
        m_notifier.setEnabled(false);
        m_deadline.stop();
        deleteLater();
        if (const auto done = std::exchange(m_done, nullptr))
            guardEvent("secret read", [&] { done(std::move(result)); });
    }

    UniqueFd m_pipe;
    UniqueFd m_readEnd;
    UniqueFd m_writeEnd;
    std::string m_bytes;
    std::function<void(Result<Secret>)> m_done;
    QSocketNotifier m_notifier;
    QTimer m_deadline;
};

} // namespace

void readSecret(UniqueFd descriptor, QObject* parent, std::function<void(Result<Secret>)> done,
                std::chrono::milliseconds timeout)
{
    if (isPipe(descriptor.get())) {
        auto* reading = new PipeReading(std::move(descriptor), parent, std::move(done));
        reading->start(timeout);
        return;
    }
    done(isMemory(descriptor.get()) ? readMemory(descriptor.get())
                                    : Result<Secret>(bad("is neither a pipe nor a memory file")));
}

} // namespace pptp
