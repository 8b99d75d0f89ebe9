// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/history_memory.h"

#include <QTest>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

using namespace pptp;

namespace {

std::size_t bytesInUse(const HistoryMemory& memory)
{
    struct stat status {};
    fstat(memory.fd(), &status);
    return static_cast<std::size_t>(status.st_blocks) * 512;
}

} // namespace

class TestHistoryMemory : public QObject {
    Q_OBJECT
private slots:
    void readsWhatAWorkerWrites()
    {
        const auto memory = HistoryMemory::create().value();
        QVERIFY(memory.read(0, 0xffffffff).empty());
        void* mapped = mmap(nullptr, LinkHistoryBytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory.fd(), 0);
        QVERIFY(mapped != MAP_FAILED);
        auto* history = static_cast<LinkHistory*>(mapped);
        history->append({.second = 5, .received = 1});
        history->append({.second = 6, .received = 2});
        QCOMPARE(memory.read(6, 6), (std::vector{LinkSample{.second = 6, .received = 2}}));
        history->count = ~std::uint64_t{0}; // a worker gone mad
        QVERIFY(memory.read(0, 0xffffffff).size() <= LinkHistory::Capacity);
        munmap(mapped, LinkHistoryBytes);
    }

    void takesNoMemoryBeforeItIsUsed()
    {
        const auto memory = HistoryMemory::create().value();
        QVERIFY(memory.read(0, 0xffffffff).empty());
        QVERIFY(bytesInUse(memory) <= 4096);
    }

    void hasASizeThatNobodyCanChange()
    {
        const auto memory = HistoryMemory::create().value();
        QVERIFY(ftruncate(memory.fd(), 0) != 0);
        QVERIFY(ftruncate(memory.fd(), 2 * off_t{LinkHistoryBytes}) != 0);
        QVERIFY((fcntl(memory.fd(), F_GETFD) & FD_CLOEXEC) != 0);
    }
};

QTEST_APPLESS_MAIN(TestHistoryMemory)
#include "test_history_memory.moc"
