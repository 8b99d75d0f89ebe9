// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/shared_route.h"

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>

#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

class TestSharedRoute : public QObject {
    Q_OBJECT
private slots:
    void addsARouteAndTakesItBack();
    void isSharedAndGoesWithTheLast();
    void keepsServersApart();
    void leavesSomebodyElsesRoute();
    void leavesARouteThatCameFirst();
    void removesWhatAKilledOneLeft();
    void inheritsTheRouteOfAKilledOne();
    void keepsTheNoteOfARouteThatCannotBeRemoved();
    void saysThatThereIsNoWay();
    void saysThatTheKernelRefuses();
    void movesToTheNextAddress();
    void refusesAFolderThatIsOpenToOthers();
    void makesItsFolder();
};

namespace {

constexpr Ipv4Address Server{0xC0000201};
constexpr Ipv4Address OtherServer{0xC0000202};
constexpr Ipv4Address Gateway{0x0A000001};
constexpr std::uint8_t Static = 4;

/// A kernel with a default route, and the host routes that were added to it.
struct FakeKernel {
    std::vector<HostRoute> routes{};
    std::uint8_t protocol = OurRouteProtocol; ///< Of those routes.
    bool reachable = true;
    bool allowed = true;

    RouteKernel calls()
    {
        return {.lookUp = [this](Ipv4Address server, std::optional<Ipv4Address>) { return lookUp(server); },
                .add = [this](const HostRoute& route) { return add(route); },
                .remove = [this](const HostRoute& route) { return remove(route); }};
    }

    Result<RouteLookup> lookUp(Ipv4Address server) const
    {
        if (!reachable)
            return fail(ErrorCode::NoRoute, "no way");
        const bool pinned = std::ranges::find(routes, server, &HostRoute::destination) != routes.end();
        return RouteLookup{
            RouteLookup::Type::Unicast, 2, Gateway, Ipv4Address{0x0A000002}, std::uint8_t(pinned ? 32 : 0),
            pinned ? protocol : Static};
    }

    Result<bool> add(const HostRoute& route)
    {
        if (!allowed)
            return fail(ErrorCode::ConfigureFailed, "not allowed");
        if (std::ranges::find(routes, route.destination, &HostRoute::destination) != routes.end())
            return false;
        routes.push_back(route);
        return true;
    }

    Result<bool> remove(const HostRoute& route)
    {
        if (!allowed)
            return fail(ErrorCode::ConfigureFailed, "not allowed");
        return std::erase(routes, route) != 0;
    }
};

struct Bench {
    QTemporaryDir directory;
    FakeKernel kernel;

    [[nodiscard]] std::filesystem::path folder() const
    {
        return directory.filePath(QStringLiteral("run")).toStdString();
    }
    SharedRoute route(const char* name) { return {folder(), name, kernel.calls()}; }
    /// The entries; -1 without the folder, which goes with the last of them.
    [[nodiscard]] std::ptrdiff_t files() const
    {
        if (!std::filesystem::exists(folder()))
            return -1;
        return std::distance(std::filesystem::directory_iterator(folder()), {});
    }
    /// What a process that was killed has left: its note without a lock, and its route.
    void leaveBehind(const char* name, const HostRoute& route)
    {
        std::filesystem::create_directory(folder());
        ::chmod(folder().c_str(), S_IRWXU);
        QVERIFY(Ledger(folder()).noteHostRoute(name, route));
        QVERIFY(kernel.add(route));
    }
};

const HostRoute Expected{Server, 2, Gateway, Ipv4Address{0x0A000002}};

} // namespace

void TestSharedRoute::addsARouteAndTakesItBack()
{
    Bench bench;
    {
        SharedRoute route = bench.route("call-1");
        QVERIFY(route.acquire(Server, std::nullopt));
        QVERIFY(bench.kernel.routes == std::vector{Expected});
        QCOMPARE(bench.files(), 1);
        route.release();
        QVERIFY(bench.kernel.routes.empty());
        QVERIFY(route.acquire(Server, std::nullopt));
    }
    QVERIFY(bench.kernel.routes.empty()); // the destructor releases too
    QCOMPARE(bench.files(), -1);
}

void TestSharedRoute::isSharedAndGoesWithTheLast()
{
    Bench bench;
    SharedRoute first = bench.route("call-1");
    SharedRoute second = bench.route("call-2");
    QVERIFY(first.acquire(Server, std::nullopt));
    QVERIFY(second.acquire(Server, std::nullopt));
    QCOMPARE(bench.files(), 2);
    first.release();
    QVERIFY(bench.kernel.routes == std::vector{Expected});
    second.release();
    QVERIFY(bench.kernel.routes.empty());
    QCOMPARE(bench.files(), -1);
}

void TestSharedRoute::keepsServersApart()
{
    Bench bench;
    SharedRoute first = bench.route("call-1");
    SharedRoute second = bench.route("call-2");
    QVERIFY(first.acquire(Server, std::nullopt));
    QVERIFY(second.acquire(OtherServer, std::nullopt));
    QCOMPARE(bench.kernel.routes.size(), 2U);
    first.release();
    QCOMPARE(bench.kernel.routes.size(), 1U);
    QVERIFY(bench.kernel.routes[0].destination == OtherServer);
}

void TestSharedRoute::leavesSomebodyElsesRoute()
{
    Bench bench;
    bench.kernel.routes.push_back(Expected);
    bench.kernel.protocol = Static;
    SharedRoute route = bench.route("call-1");
    QVERIFY(route.acquire(Server, std::nullopt));
    route.release();
    QVERIFY(bench.kernel.routes == std::vector{Expected});
    QCOMPARE(bench.files(), -1);
}

void TestSharedRoute::leavesARouteThatCameFirst()
{
    Bench bench;
    auto calls = bench.kernel.calls();
    calls.add = [](const HostRoute&) { return Result<bool>(false); }; // added between question and addition
    SharedRoute route(bench.folder(), "call-1", calls);
    QVERIFY(route.acquire(Server, std::nullopt));
    QCOMPARE(bench.files(), -1);
}

void TestSharedRoute::removesWhatAKilledOneLeft()
{
    Bench bench;
    HostRoute left = Expected;
    left.destination = OtherServer;
    bench.leaveBehind("call-7", left);
    SharedRoute route = bench.route("call-1");
    QVERIFY(route.acquire(Server, std::nullopt));
    QVERIFY(bench.kernel.routes == std::vector{Expected});
    QCOMPARE(bench.files(), 1);
}

void TestSharedRoute::inheritsTheRouteOfAKilledOne()
{
    Bench bench;
    SharedRoute living = bench.route("call-1");
    QVERIFY(living.acquire(Server, std::nullopt));
    QVERIFY(Ledger(bench.folder()).noteHostRoute("call-7", Expected));
    SharedRoute next = bench.route("call-2");
    QVERIFY(next.acquire(Server, std::nullopt));
    QVERIFY(bench.kernel.routes == std::vector{Expected}); // the living one still needs it
    QCOMPARE(bench.files(), 2);
    living.release();
    next.release();
    QVERIFY(bench.kernel.routes.empty());
}

void TestSharedRoute::keepsTheNoteOfARouteThatCannotBeRemoved()
{
    Bench bench;
    SharedRoute route = bench.route("call-1");
    QVERIFY(route.acquire(Server, std::nullopt));
    bench.kernel.allowed = false;
    QTest::ignoreMessage(QtWarningMsg, "the route to 192.0.2.1 stays: not allowed");
    route.release();
    QCOMPARE(bench.files(), 1);
    bench.kernel.allowed = true;
    SharedRoute next = bench.route("call-2");
    QVERIFY(next.acquire(OtherServer, std::nullopt));
    QCOMPARE(bench.kernel.routes.size(), 1U);
    QCOMPARE(bench.files(), 1);
}

void TestSharedRoute::saysThatThereIsNoWay()
{
    Bench bench;
    bench.kernel.reachable = false;
    SharedRoute route = bench.route("call-1");
    const auto acquired = route.acquire(Server, std::nullopt);
    QVERIFY(!acquired);
    QVERIFY(acquired.error().code == ErrorCode::NoRoute);
    QCOMPARE(bench.files(), -1);
}

void TestSharedRoute::saysThatTheKernelRefuses()
{
    Bench bench;
    bench.kernel.allowed = false;
    SharedRoute route = bench.route("call-1");
    const auto acquired = route.acquire(Server, std::nullopt);
    QVERIFY(!acquired);
    QVERIFY(acquired.error().code == ErrorCode::ConfigureFailed);
    QCOMPARE(bench.files(), -1);
}

void TestSharedRoute::movesToTheNextAddress()
{
    Bench bench;
    SharedRoute route = bench.route("call-1");
    QVERIFY(route.acquire(Server, std::nullopt));
    QVERIFY(route.acquire(OtherServer, std::nullopt));
    QCOMPARE(bench.kernel.routes.size(), 1U);
    QVERIFY(bench.kernel.routes[0].destination == OtherServer);
    QCOMPARE(bench.files(), 1);
}

void TestSharedRoute::refusesAFolderThatIsOpenToOthers()
{
    Bench bench;
    std::filesystem::create_directory(bench.folder());
    ::chmod(bench.folder().c_str(), 0777);
    SharedRoute route = bench.route("call-1");
    const auto acquired = route.acquire(Server, std::nullopt);
    QVERIFY(!acquired);
    QVERIFY(acquired.error().code == ErrorCode::ConfigureFailed);
    QVERIFY(bench.kernel.routes.empty());
}

void TestSharedRoute::makesItsFolder()
{
    Bench bench;
    SharedRoute route = bench.route("call-1");
    QVERIFY(route.acquire(Server, std::nullopt));
    struct stat status {};
    QCOMPARE(::stat(bench.folder().c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777, mode_t{0700});
}

QTEST_GUILESS_MAIN(TestSharedRoute)
#include "test_shared_route.moc"
