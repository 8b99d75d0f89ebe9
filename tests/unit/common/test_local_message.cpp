// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/local_message.h"
#include "tests/unit/common/local_socket.h"

#include <cerrno>
#include <sys/stat.h>

#include <QTest>

using namespace pptp;

namespace {

bool isSameFile(int one, int other)
{
    struct stat first {};
    struct stat second {};
    return fstat(one, &first) == 0 && fstat(other, &second) == 0 && first.st_ino == second.st_ino &&
           first.st_dev == second.st_dev;
}

} // namespace

class TestLocalMessage : public QObject {
    Q_OBJECT
private slots:
    void bringsBytesAndDescriptorsInOrder()
    {
        const auto [ours, theirs] = messagePair();
        const auto [one, other] = messagePair();
        const std::array sent{one.get(), other.get()};
        QVERIFY(sendMessage(ours.get(), "some", sent));

        std::array<std::byte, 16> buffer{};
        const auto message = receiveMessage(theirs.get(), buffer, MSG_DONTWAIT);
        QVERIFY(message);
        QCOMPARE(message->size, std::size_t{4});
        QVERIFY(!message->cut);
        QCOMPARE(message->descriptors.size(), sent.size());
        for (std::size_t i = 0; i < sent.size(); ++i) {
            QVERIFY(message->descriptors[i].get() != sent[i]);
            QVERIFY(isSameFile(message->descriptors[i].get(), sent[i]));
        }
    }

    void tellsNothingYetFromTheEnd()
    {
        auto [ours, theirs] = messagePair();
        std::array<std::byte, 16> buffer{};
        QVERIFY(!receiveMessage(theirs.get(), buffer, MSG_DONTWAIT));
        QCOMPARE(errno, EAGAIN);
        ours.reset();
        const auto end = receiveMessage(theirs.get(), buffer, MSG_DONTWAIT);
        QVERIFY(end);
        QCOMPARE(end->size, std::size_t{0});
        QVERIFY(!sendMessage(theirs.get(), "late"));
        QCOMPARE(errno, EPIPE);
    }

    void saysWhatWasTooLong()
    {
        const auto [ours, theirs] = messagePair();
        QVERIFY(sendMessage(ours.get(), "0123456789"));
        std::array<std::byte, 4> buffer{};
        const auto message = receiveMessage(theirs.get(), buffer, MSG_DONTWAIT);
        QVERIFY(message);
        QVERIFY(message->cut);
    }

    void refusesMoreDescriptorsThanItTakes()
    {
        const auto [ours, theirs] = messagePair();
        const std::vector<int> many(MaxPassedDescriptors + 1, ours.get());
        QVERIFY(!sendMessage(ours.get(), "many", many));
        QCOMPARE(errno, EINVAL);
        QVERIFY(sendMessage(ours.get(), "as many as go", std::span(many).first(MaxPassedDescriptors)));
        std::array<std::byte, 64> buffer{};
        const auto message = receiveMessage(theirs.get(), buffer, MSG_DONTWAIT);
        QVERIFY(message);
        QCOMPARE(message->descriptors.size(), MaxPassedDescriptors);
    }
};

QTEST_GUILESS_MAIN(TestLocalMessage)
#include "test_local_message.moc"
