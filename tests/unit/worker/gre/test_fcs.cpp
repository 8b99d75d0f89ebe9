// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/fcs.h"

#include <QtTest>
#include <random>

using namespace pptp;
using namespace pptp::test;

namespace {

/// The definition of RFC 1662, C.1, one bit after another.
std::uint16_t bitwise(std::uint16_t fcs, const Bytes& bytes)
{
    for (const auto byte : bytes) {
        auto value = std::to_integer<unsigned>(byte);
        for (int bit = 0; bit < 8; ++bit, value >>= 1) {
            const bool carry = ((fcs ^ value) & 1U) != 0;
            fcs = static_cast<std::uint16_t>(fcs >> 1);
            if (carry)
                fcs ^= 0x8408;
        }
    }
    return fcs;
}

} // namespace

class TestFcs : public QObject {
    Q_OBJECT
private slots:
    void leavesItsStartForNoBytes() { QCOMPARE(updateFcs(0x1234, {}), 0x1234); }

    void givesTheKnownCheckValue()
    {
        QCOMPARE(static_cast<std::uint16_t>(~updateFcs(InitialFcs, text("123456789"))), 0x906e);
    }

    void agreesWithTheDefinitionForEachLength()
    {
        std::mt19937 random(3);
        for (std::size_t length = 0; length < 200; ++length) {
            Bytes bytes(length);
            for (auto& byte : bytes)
                byte = static_cast<std::byte>(random() & 0xffU);
            const auto start = static_cast<std::uint16_t>(random() & 0xffffU);
            QCOMPARE(updateFcs(start, bytes), bitwise(start, bytes));
        }
    }

    void knowsAFrameWithItsOwnCheckSequence()
    {
        Bytes frame = hex("ff03c0210101000405dc");
        const auto fcs = static_cast<std::uint16_t>(~updateFcs(InitialFcs, frame));
        frame.push_back(static_cast<std::byte>(fcs & 0xffU));
        frame.push_back(static_cast<std::byte>(fcs >> 8));
        QCOMPARE(updateFcs(InitialFcs, frame), GoodFcs);
    }
};

QTEST_APPLESS_MAIN(TestFcs)
#include "test_fcs.moc"
