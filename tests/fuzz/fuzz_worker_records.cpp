// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The records between daemon and worker, both ways: whoever holds the other end of the pair may send
// anything.

#include "common/worker_records.h"
#include "tests/fuzz/fuzz_input.h"

using namespace pptp;
using namespace pptp::fuzz;

namespace {

bool isSound(const RecordText& text)
{
    return text.view().size() == text.length && text.length <= 64;
}

void check(const WorkerConfig& config)
{
    require(config.callId != 0, "our call id is not 0");
    require(config.missingWindow != 0 && config.testRate != 0, "nothing is divided by 0");
    require(config.testType <= 3 && config.logLevel <= 2 && config.buffering <= 1 && config.synchronous <= 1,
            "settings have their ranges");
    require(isSound(config.phone), "a text ends within its array");
}

void check(const ControlUp& report)
{
    require(isSound(report.hostName) && isSound(report.vendor), "a text ends within its array");
}

void check(const LogNote& note)
{
    require(note.kind <= LogNoteKind::Suppressed, "a note has a kind");
}

void check(const Closed& closed)
{
    require(closed.reason <= CloseReason::ProtocolError, "an end has a reason");
}

template <class Record>
void check(const Record&)
{
}

/// Nothing of a record is lost or made up: encoded again it is the same bytes.
template <class Decoded>
bool checkDecoded(const Decoded& record, Bytes datagram)
{
    if (!record)
        return false;
    std::visit([](const auto& value) { check(value); }, *record);
    require(encodeRecord(*record) == textOf(datagram), "a record encodes to what it was decoded from");
    return true;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Bytes datagram = std::as_bytes(std::span(data, size));
    const bool isCommand = checkDecoded(decodeCommand(datagram), datagram);
    const bool isReport = checkDecoded(decodeReport(datagram), datagram);
    require(!(isCommand && isReport), "no record has two meanings");
    require(size <= MaxRecordBytes || (!isCommand && !isReport), "a record has room in the buffer for it");
    return 0;
}
