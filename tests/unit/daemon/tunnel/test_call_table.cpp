// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/call_table.h"

#include "daemon/net/gre_socket.h"
#include "tests/unit/daemon/net/network_namespace.h"

#include <algorithm>
#include <sys/socket.h>
#include <vector>

#include <QTest>

using namespace pptp;

namespace {

const Ipv4Address Server = *Ipv4Address::parse("127.0.0.2");
const Ipv4Address OtherServer = *Ipv4Address::parse("127.0.0.3");

struct Call {
    UniqueFd socket;
    std::uint16_t id = 0;
};

Call add(CallTable& calls, Ipv4Address server = Server)
{
    Call call{openGreSocket({server, 1723, std::nullopt, 0}).value(), 0};
    call.id = calls.add(server, call.socket.get()).value();
    return call;
}

/// The instructions of the socket's filter; none without one.
int filterLength(const Call& call)
{
    socklen_t length = 0;
    return ::getsockopt(call.socket.get(), SOL_SOCKET, SO_GET_FILTER, nullptr, &length) == 0
               ? static_cast<int>(length)
               : -1;
}

std::vector<int> filterLengths(const std::vector<Call>& calls)
{
    std::vector<int> lengths;
    std::ranges::transform(calls, std::back_inserter(lengths), filterLength);
    return lengths;
}

} // namespace

class TestCallTable : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QCOMPARE(test::ip("link set lo up"), QString()); }

    void givesEachCallAnIdOfItsOwn()
    {
        CallTable calls;
        std::vector<std::uint16_t> ids;
        for (int i = 0; i < 1000; ++i)
            ids.push_back(calls.add(Server, CallTable::NoSocket).value());
        std::ranges::sort(ids);
        QVERIFY(std::ranges::adjacent_find(ids) == ids.end());
        QVERIFY(ids.front() != 0);
    }

    void keepsCallsToOneServerApart()
    {
        CallTable calls;
        const Call one = add(calls);
        QCOMPARE(filterLength(one), 0);
        const Call two = add(calls);
        QVERIFY(filterLength(one) > 0);
        QCOMPARE(filterLength(two), filterLength(one));
        const Call elsewhere = add(calls, OtherServer);
        QCOMPARE(filterLength(elsewhere), 0);
        calls.remove(two.id);
        QCOMPARE(filterLength(one), 0);
    }

    void filtersDoNotGrowWithTheNumberOfCalls()
    {
        CallTable calls;
        std::vector<Call> many;
        for (std::size_t i = 0; i < CallTable::MaxNamedCalls + 2; ++i)
            many.push_back(add(calls));
        const int length = filterLength(many.front());
        QVERIFY(length > 0);
        while (many.size() < MaxDroppedCalls + 10)
            many.push_back(add(calls));
        QCOMPARE(filterLengths(many), std::vector<int>(many.size(), length));
    }

    void namesTheOthersAgainWhenTheyAreFew()
    {
        CallTable calls;
        std::vector<Call> many;
        for (std::size_t i = 0; i < CallTable::MaxNamedCalls + 1; ++i)
            many.push_back(add(calls));
        const std::vector<int> named = filterLengths(many);
        const Call last = add(calls);
        QVERIFY(filterLengths(many) != named);
        calls.remove(last.id);
        QCOMPARE(filterLengths(many), named);
    }
};

int main(int argc, char** argv)
{
    test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestCallTable test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_call_table.moc"
