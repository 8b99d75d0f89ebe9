// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/spawn_request.h"

#include <cstring>

#include <QTest>

using namespace pptp;

namespace {

Result<SpawnRequest> decoded(std::string_view bytes)
{
    return decodeSpawnRequest(std::as_bytes(std::span(bytes)));
}

} // namespace

class TestSpawnRequest : public QObject {
    Q_OBJECT
private slots:
    void arrivesAsItWasSent()
    {
        const std::string longest(64, 'a');
        for (const auto& name : {std::string("work"), longest}) {
            const auto request = decoded(encodeSpawnRequest(SpawnRequest::start(7, name)));
            QVERIFY(request);
            QVERIFY(request->kind == SpawnRequest::Kind::Start);
            QCOMPARE(request->number, 7U);
            QCOMPARE(request->tunnelName(), name);
        }
        const auto kill = decoded(encodeSpawnRequest(SpawnRequest::kill(8)));
        QVERIFY(kill);
        QVERIFY(*kill == SpawnRequest::kill(8));
    }

    void refusesEveryOtherSize()
    {
        const std::string bytes(encodeSpawnRequest(SpawnRequest::kill(1)));
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!decoded(std::string_view(bytes).substr(0, size)));
        QVERIFY(!decoded(bytes + '\0'));
    }

    void refusesAnUnknownKind()
    {
        SpawnRequest request = SpawnRequest::start(1, "work");
        for (const std::uint32_t kind : {0U, 3U, ~0U}) {
            request.kind = static_cast<SpawnRequest::Kind>(kind);
            QVERIFY(!decoded(encodeSpawnRequest(request)));
        }
    }

    void refusesWhatIsNoNameOfATunnel()
    {
        for (const char* name : {"", "-v", "../work", "two words"})
            QVERIFY2(!decoded(encodeSpawnRequest(SpawnRequest::start(1, name))), name);
    }
};

QTEST_GUILESS_MAIN(TestSpawnRequest)
#include "test_spawn_request.moc"
