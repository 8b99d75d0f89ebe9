// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/worker_records.h"

#include "common/quirks.h"

#include <algorithm>
#include <cstring>

namespace pptp {
namespace {

using TypeField = std::uint32_t;

template <class Record>
constexpr bool isPlain =
    std::is_trivially_copyable_v<Record>&& std::has_unique_object_representations_v<Record>;

template <class Record>
std::string encode(const Record& record)
{
    static_assert(isPlain<Record>, "a record has no padding: nothing of our memory may leave with it");
    static_assert(sizeof(TypeField) + sizeof(Record) <= MaxRecordBytes);
    const TypeField type = Record::Type;
    std::string bytes(sizeof type + sizeof record, '\0');
    std::memcpy(bytes.data(), &type, sizeof type);
    std::memcpy(bytes.data() + sizeof type, &record, sizeof record);
    return bytes;
}

bool isValid(const RecordText& text)
{
    return text.length <= text.bytes.size();
}

bool isValid(const WorkerConfig& config)
{
    const auto isFlag = [](std::uint8_t value) { return value <= 1; };
    return config.callId != 0 && config.missingWindow != 0 && config.testRate != 0 && config.testType <= 3 &&
           config.logLevel <= 2 && isFlag(config.buffering) && isFlag(config.synchronous) &&
           isFlag(config.sendWindow) && isFlag(config.controlOnly) && config.observed <= config.controlOnly &&
           isFlag(config.loopback) && (config.controlOnly == 0 || config.loopback == 0) &&
           (config.quirks & ~AllQuirks) == 0 && isValid(config.phone);
}

bool isValid(const ControlUp& record)
{
    return isValid(record.hostName) && isValid(record.vendor);
}

bool isValid(const LogNote& record)
{
    return record.kind <= LogNoteKind::Suppressed;
}

bool isValid(const Closed& record)
{
    return record.reason <= CloseReason::ProtocolError;
}

template <class Record>
bool isValid(const Record&)
{
    return true;
}

template <class Record, class Variant>
bool decodeAs(TypeField type, std::span<const std::byte> body, Variant& out)
{
    if (type != Record::Type || body.size() != sizeof(Record))
        return false;
    Record record;
    std::memcpy(&record, body.data(), sizeof record);
    if (!isValid(record))
        return false;
    out = record;
    return true;
}

template <class... Records>
Result<std::variant<Records...>> decode(std::span<const std::byte> datagram)
{
    if (datagram.size() < sizeof(TypeField))
        return fail(ErrorCode::WorkerFailed, "record shorter than its type");
    TypeField type = 0;
    std::memcpy(&type, datagram.data(), sizeof type);
    const auto body = datagram.subspan(sizeof type);
    std::variant<Records...> record;
    if ((decodeAs<Records>(type, body, record) || ...))
        return record;
    return fail(ErrorCode::WorkerFailed, "record of type " + std::to_string(type) + " with " +
                                             std::to_string(body.size()) + " bytes is not valid");
}

template <class... Records>
Result<std::variant<Records...>> decodeVariant(std::span<const std::byte> datagram,
                                               std::type_identity<std::variant<Records...>>)
{
    return decode<Records...>(datagram);
}

} // namespace

RecordText RecordText::from(std::string_view text)
{
    RecordText record;
    record.length = static_cast<std::uint32_t>(std::min(text.size(), record.bytes.size()));
    std::copy_n(text.begin(), record.length, record.bytes.begin());
    return record;
}

std::string_view RecordText::view() const
{
    return {bytes.data(), std::min<std::size_t>(length, bytes.size())};
}

std::span<const WorkerDescriptor> attachedTo(const WorkerConfig& config)
{
    using enum WorkerDescriptor;
    static constexpr std::array<WorkerDescriptor, WorkerDescriptors> all{Tcp, Gre, Pty, StatisticsPage,
                                                                         History};
    static constexpr std::array<WorkerDescriptor, 4> observing{Tcp, Gre, StatisticsPage, History};
    static constexpr std::array<WorkerDescriptor, 3> withoutData{Tcp, StatisticsPage, History};
    if (config.controlOnly == 0)
        return all;
    return config.observed != 0 ? std::span<const WorkerDescriptor>(observing) : withoutData;
}

std::string encodeRecord(const WorkerCommand& command)
{
    return std::visit([](const auto& record) { return encode(record); }, command);
}

std::string encodeRecord(const WorkerReport& report)
{
    return std::visit([](const auto& record) { return encode(record); }, report);
}

Result<WorkerCommand> decodeCommand(std::span<const std::byte> datagram)
{
    return decodeVariant(datagram, std::type_identity<WorkerCommand>{});
}

Result<WorkerReport> decodeReport(std::span<const std::byte> datagram)
{
    return decodeVariant(datagram, std::type_identity<WorkerReport>{});
}

} // namespace pptp
