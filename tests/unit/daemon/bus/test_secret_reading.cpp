// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/secret_reading.h"

#include <array>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QTest>

using namespace pptp;

namespace {

UniqueFd memoryWith(const QByteArray& bytes)
{
    UniqueFd memory(memfd_create("test", MFD_CLOEXEC));
    return write(memory.get(), bytes.constData(), static_cast<std::size_t>(bytes.size())) == bytes.size()
               ? std::move(memory)
               : UniqueFd();
}

struct Pipe {
    Pipe()
    {
        std::array<int, 2> ends{};
        if (pipe2(ends.data(), O_CLOEXEC) != 0)
            qFatal("no pipe");
        readEnd.reset(ends[0]);
        writeEnd.reset(ends[1]);
    }
    void put(const QByteArray& bytes) const
    {
        QCOMPARE(write(writeEnd.get(), bytes.constData(), static_cast<std::size_t>(bytes.size())),
                 bytes.size());
    }
    UniqueFd readEnd;
    UniqueFd writeEnd;
};

QByteArray everyByteBut(char left)
{
    QByteArray bytes;
    for (int i = 1; i < 256; ++i) {
        if (static_cast<char>(i) != left)
            bytes.append(static_cast<char>(i));
    }
    return bytes;
}

} // namespace

class TestSecretReading : public QObject {
    Q_OBJECT
private slots:
    void init() { m_outcome.reset(); }
    void takesTheBytes_data();
    void takesTheBytes();
    void refusesWhatIsNoPassword_data();
    void refusesWhatIsNoPassword();
    void waitsForAPipeToBeClosed();
    void givesUpOnAPipeThatIsNotClosed();
    void neverWaitsOnAPipeThatBlocks();
    void refusesOtherDescriptors_data();
    void refusesOtherDescriptors();
    void readsMemoryFromItsStart();
    void doesNotCallBackOnceItsParentIsGone();

private:
    void read(UniqueFd fd, std::chrono::milliseconds timeout = SecretReadingTimeout)
    {
        readSecret(
            std::move(fd), this,
            [this](Result<Secret> secret) {
                m_outcome = secret ? QByteArray::fromStdString(std::string(secret->reveal()))
                                   : "error: " + QByteArray::fromStdString(secret.error().detail);
            },
            timeout);
    }

    std::optional<QByteArray> m_outcome;
};

void TestSecretReading::takesTheBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("plain") << QByteArray("secret") << QByteArray("secret");
    QTest::newRow("with a newline") << QByteArray("secret\n") << QByteArray("secret");
    QTest::newRow("with two") << QByteArray("secret\n\n") << QByteArray("secret\n");
    QTest::newRow("one byte") << QByteArray("x") << QByteArray("x");
    QTest::newRow("longest") << QByteArray(255, 'x') + '\n' << QByteArray(255, 'x');
    QTest::newRow("bytes 1 to 255") << everyByteBut('\0') + '\n' << everyByteBut('\0');
}

void TestSecretReading::takesTheBytes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, secret);
    read(memoryWith(bytes));
    QCOMPARE(m_outcome, std::optional(secret));
    m_outcome.reset();
    Pipe pipe;
    pipe.put(bytes);
    pipe.writeEnd.reset();
    read(std::move(pipe.readEnd));
    QCOMPARE(m_outcome, std::optional(secret));
}

void TestSecretReading::refusesWhatIsNoPassword_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a newline") << QByteArray("\n");
    QTest::newRow("too long") << QByteArray(256, 'x');
    QTest::newRow("too long, with a newline") << QByteArray(256, 'x') + '\n';
    QTest::newRow("much too long") << QByteArray(60'000, 'x');
    QTest::newRow("a zero byte") << QByteArray("a\0b", 3);
}

void TestSecretReading::refusesWhatIsNoPassword()
{
    QFETCH(QByteArray, bytes);
    read(memoryWith(bytes));
    QVERIFY(m_outcome && m_outcome->startsWith("error: "));
    m_outcome.reset();
    Pipe pipe;
    pipe.put(bytes);
    pipe.writeEnd.reset();
    read(std::move(pipe.readEnd));
    QVERIFY(m_outcome && m_outcome->startsWith("error: "));
}

void TestSecretReading::waitsForAPipeToBeClosed()
{
    Pipe pipe;
    read(std::move(pipe.readEnd));
    for (const char* piece : {"se", "cr", "et"}) {
        pipe.put(piece);
        QTest::qWait(1);
        QVERIFY(!m_outcome);
    }
    pipe.writeEnd.reset();
    QTRY_COMPARE(m_outcome, std::optional<QByteArray>("secret"));
}

void TestSecretReading::givesUpOnAPipeThatIsNotClosed()
{
    const Pipe pipe;
    pipe.put("secret\n");
    read(UniqueFd(fcntl(pipe.readEnd.get(), F_DUPFD_CLOEXEC, 0)), std::chrono::milliseconds(20));
    QTRY_COMPARE(m_outcome,
                 std::optional<QByteArray>("error: the password's descriptor was not closed in time"));
}

void TestSecretReading::neverWaitsOnAPipeThatBlocks()
{
    const Pipe pipe; // without O_NONBLOCK, and with nothing in it
    read(UniqueFd(fcntl(pipe.readEnd.get(), F_DUPFD_CLOEXEC, 0)), std::chrono::milliseconds(20));
    QVERIFY(!m_outcome);                                          // and we are here
    QCOMPARE(fcntl(pipe.readEnd.get(), F_GETFL) & O_NONBLOCK, 0); // the client's flags are left alone
    QTRY_VERIFY(m_outcome);
}

void TestSecretReading::refusesOtherDescriptors_data()
{
    QTest::addColumn<QString>("kind");
    for (const char* kind : {"file", "folder", "device", "socket", "path", "write end", "closed"})
        QTest::newRow(kind) << QString(kind);
}

void TestSecretReading::refusesOtherDescriptors()
{
    QFETCH(QString, kind);
    constexpr const char* RegularFile = "/proc/self/status";
    std::array<int, 2> sockets{};
    QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()), 0);
    const UniqueFd one(sockets[0]);
    UniqueFd other(sockets[1]);
    Pipe pipe;
    UniqueFd fd;
    if (kind == "file")
        fd.reset(::open(RegularFile, O_RDONLY | O_CLOEXEC));
    else if (kind == "folder")
        fd.reset(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    else if (kind == "device")
        fd.reset(::open("/dev/zero", O_RDONLY | O_CLOEXEC));
    else if (kind == "socket")
        fd = std::move(other);
    else if (kind == "path")
        fd.reset(::open(RegularFile, O_PATH | O_CLOEXEC));
    else if (kind == "write end")
        fd = std::move(pipe.writeEnd);
    read(std::move(fd));
    QCOMPARE(m_outcome, std::optional<QByteArray>(
                            "error: the password's descriptor is neither a pipe nor a memory file"));
}

void TestSecretReading::readsMemoryFromItsStart()
{
    UniqueFd memory = memoryWith("secret"); // its offset is at the end
    read(std::move(memory));
    QCOMPARE(m_outcome, std::optional<QByteArray>("secret"));
}

void TestSecretReading::doesNotCallBackOnceItsParentIsGone()
{
    Pipe pipe;
    int calls = 0;
    {
        QObject parent;
        readSecret(std::move(pipe.readEnd), &parent, [&calls](const Result<Secret>&) { ++calls; });
    }
    pipe.writeEnd.reset();
    QTest::qWait(1);
    QCOMPARE(calls, 0);
}

QTEST_GUILESS_MAIN(TestSecretReading)
#include "test_secret_reading.moc"
