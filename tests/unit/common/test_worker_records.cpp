// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/worker_records.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <QTest>

using namespace pptp;

namespace {

std::span<const std::byte> bytesOf(const std::string& text)
{
    return std::as_bytes(std::span(text));
}

WorkerConfig someConfig()
{
    WorkerConfig config;
    config.callId = 0xbeef;
    config.callSerial = 3;
    config.controlTimeoutMs = 1;
    config.idleWaitMs = 0;
    config.missingWindow = 299;
    config.phone = RecordText::from("555-1234");
    return config;
}

/// Overwrites a number inside an encoded record, where the struct has it.
template <class Number>
std::string patched(std::string bytes, std::size_t offsetInStruct, Number value)
{
    std::memcpy(bytes.data() + sizeof(std::uint32_t) + offsetInStruct, &value, sizeof value);
    return bytes;
}

} // namespace

class TestWorkerRecords : public QObject {
    Q_OBJECT
private slots:
    void commandsArriveAsTheyWereSent();
    void reportsArriveAsTheyWereSent();
    void everyCloseReasonArrives();
    void refusesEveryOtherSize();
    void refusesUnknownTypes();
    void refusesRecordsOfTheOtherWay();
    void refusesValuesOutsideTheirEnumeration();
    void refusesTextLongerThanItsArray();
    void refusesACallIdOfZero();
    void attachesNothingForDataToAWorkerThatOnlyTalks();
    void takesAFlagForTheLoopback();
    void cutsText();
    void neverShowsMoreTextThanThereIs();
};

void TestWorkerRecords::commandsArriveAsTheyWereSent()
{
    for (const WorkerCommand& command : {WorkerCommand(someConfig()), WorkerCommand(ClearCall{})}) {
        const auto decoded = decodeCommand(bytesOf(encodeRecord(command)));
        QVERIFY(decoded);
        QVERIFY(*decoded == command);
    }
}

void TestWorkerRecords::reportsArriveAsTheyWereSent()
{
    const ControlUp controlUp{0x1234, 0, RecordText::from("local"), RecordText::from(std::string(64, 'v'))};
    const Closed closed{CloseReason::CallDisconnected, 2, 6, 0xffff, -110};
    for (const WorkerReport& report :
         {WorkerReport(controlUp), WorkerReport(CallUp{0, 64, 10'000'000}), WorkerReport(GreSeen{}),
          WorkerReport(LinkInfo{0xffffffff, 0xfffffffe}), WorkerReport(closed)}) {
        const std::string bytes = encodeRecord(report);
        QVERIFY(bytes.size() <= MaxRecordBytes);
        const auto decoded = decodeReport(bytesOf(bytes));
        QVERIFY(decoded);
        QVERIFY(*decoded == report);
    }
}

void TestWorkerRecords::everyCloseReasonArrives()
{
    for (std::uint32_t i = 0; i <= static_cast<std::uint32_t>(CloseReason::ProtocolError); ++i) {
        const WorkerReport report = Closed{static_cast<CloseReason>(i)};
        QVERIFY(decodeReport(bytesOf(encodeRecord(report))) == report);
    }
}

void TestWorkerRecords::refusesEveryOtherSize()
{
    const std::string whole = encodeRecord(WorkerReport(CallUp{1, 2, 3}));
    for (std::size_t size = 0; size <= MaxRecordBytes; ++size) {
        std::string bytes = whole;
        bytes.resize(size);
        const auto decoded = decodeReport(bytesOf(bytes));
        QCOMPARE(decoded.has_value(), size == whole.size());
        if (!decoded)
            QCOMPARE(decoded.error().code, ErrorCode::WorkerFailed);
    }
}

void TestWorkerRecords::refusesUnknownTypes()
{
    for (const std::uint32_t type : {0U, 3U, 105U, 109U, 111U, 0xffffffffU}) {
        std::string bytes = encodeRecord(WorkerReport(GreSeen{}));
        std::memcpy(bytes.data(), &type, sizeof type);
        QVERIFY(!decodeReport(bytesOf(bytes)));
        QVERIFY(!decodeCommand(bytesOf(bytes)));
    }
}

void TestWorkerRecords::refusesRecordsOfTheOtherWay()
{
    QVERIFY(!decodeReport(bytesOf(encodeRecord(WorkerCommand(someConfig())))));
    QVERIFY(!decodeReport(bytesOf(encodeRecord(WorkerCommand(ClearCall{})))));
    QVERIFY(!decodeCommand(bytesOf(encodeRecord(WorkerReport(GreSeen{})))));
    QVERIFY(!decodeCommand(bytesOf(encodeRecord(WorkerReport(Closed{})))));
}

void TestWorkerRecords::refusesValuesOutsideTheirEnumeration()
{
    const std::string bytes = encodeRecord(WorkerReport(Closed{}));
    const auto last = static_cast<std::uint32_t>(CloseReason::ProtocolError);
    QVERIFY(decodeReport(bytesOf(patched(bytes, offsetof(Closed, reason), last))));
    for (const std::uint32_t value : {last + 1, 0x80000000U, 0xffffffffU})
        QVERIFY(!decodeReport(bytesOf(patched(bytes, offsetof(Closed, reason), value))));
}

void TestWorkerRecords::refusesTextLongerThanItsArray()
{
    const std::string report = encodeRecord(WorkerReport(ControlUp{}));
    const std::string command = encodeRecord(WorkerCommand(someConfig()));
    constexpr std::size_t Length = offsetof(RecordText, length);
    for (const std::uint32_t length : {65U, 0x7fffffffU, 0xffffffffU}) {
        QVERIFY(!decodeReport(bytesOf(patched(report, offsetof(ControlUp, hostName) + Length, length))));
        QVERIFY(!decodeReport(bytesOf(patched(report, offsetof(ControlUp, vendor) + Length, length))));
        QVERIFY(!decodeCommand(bytesOf(patched(command, offsetof(WorkerConfig, phone) + Length, length))));
    }
}

void TestWorkerRecords::refusesACallIdOfZero()
{
    const std::string command = encodeRecord(WorkerCommand(someConfig()));
    QVERIFY(!decodeCommand(bytesOf(patched(command, offsetof(WorkerConfig, callId), std::uint16_t{0}))));
}

void TestWorkerRecords::attachesNothingForDataToAWorkerThatOnlyTalks()
{
    using enum WorkerDescriptor;
    WorkerConfig config = someConfig();
    QVERIFY(std::ranges::equal(attachedTo(config), std::array{Tcp, Gre, Pty, StatisticsPage, History}));
    config.controlOnly = 1;
    QVERIFY(std::ranges::equal(attachedTo(config), std::array{Tcp, StatisticsPage, History}));
    const std::string command = encodeRecord(WorkerCommand(config));
    QVERIFY(decodeCommand(bytesOf(command)));
    QVERIFY(!decodeCommand(bytesOf(patched(command, offsetof(WorkerConfig, controlOnly), std::uint8_t{2}))));
    config.observed = 1;
    QVERIFY(std::ranges::equal(attachedTo(config), std::array{Tcp, Gre, StatisticsPage, History}));
    const std::string observing = encodeRecord(WorkerCommand(config));
    QVERIFY(decodeCommand(bytesOf(observing)));
    QVERIFY(!decodeCommand(bytesOf(patched(observing, offsetof(WorkerConfig, observed), std::uint8_t{2}))));
    QVERIFY(
        !decodeCommand(bytesOf(patched(observing, offsetof(WorkerConfig, controlOnly), std::uint8_t{0}))));
    // Who only talks has nobody to talk L2TP to.
    QVERIFY(!decodeCommand(bytesOf(patched(observing, offsetof(WorkerConfig, loopback), std::uint8_t{1}))));
}

void TestWorkerRecords::takesAFlagForTheLoopback()
{
    WorkerConfig config = someConfig();
    config.loopback = 1;
    const std::string command = encodeRecord(WorkerCommand(config));
    QVERIFY(decodeCommand(bytesOf(command)));
    QVERIFY(!decodeCommand(bytesOf(patched(command, offsetof(WorkerConfig, loopback), std::uint8_t{2}))));
}

void TestWorkerRecords::cutsText()
{
    QCOMPARE(std::string(RecordText::from("").view()), std::string());
    QCOMPARE(std::string(RecordText::from("cananian").view()), std::string("cananian"));
    QCOMPARE(std::string(RecordText::from(std::string(65, 'x')).view()), std::string(64, 'x'));
    const std::string zero("a\0b", 3);
    QCOMPARE(std::string(RecordText::from(zero).view()), zero);
}

void TestWorkerRecords::neverShowsMoreTextThanThereIs()
{
    RecordText text = RecordText::from("x");
    text.length = 0xffffffff;
    QCOMPARE(text.view().size(), std::size_t{64});
}

QTEST_APPLESS_MAIN(TestWorkerRecords)
#include "test_worker_records.moc"
