// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What comes out of pppd's process, which has the peer's PPP packets inside: the plugin's records and the
// lines that pppd says. The first byte says which of them, and how the lines are cut.

#include "common/plugin_protocol.h"
#include "common/printable_text.h"
#include "daemon/ppp/log_lines.h"
#include "daemon/ppp/pppd_report.h"
#include "tests/fuzz/fuzz_input.h"

#include <cstring>

using namespace pptp;
using namespace pptp::fuzz;

namespace {

template <class Record>
void requireSameBytes(const Record& record, Bytes datagram)
{
    require(datagram.size() == sizeof record && std::memcmp(&record, datagram.data(), sizeof record) == 0,
            "a record means exactly its bytes");
}

void check(const PppHello& hello, Bytes)
{
    require(hello.pppdVersion.size() <= 3 * sizeof(pptp_plugin_hello::pppd_version), "a version is short");
    require(printableText(hello.pppdVersion) == hello.pppdVersion, "a version can be shown");
}

void check(const PppPhaseChange& change, Bytes datagram)
{
    require(change.phase <= PppPhase::Disconnect, "a phase is one of ours");
    requireSameBytes(
        pptp_plugin_phase_record{PPTP_PLUGIN_PHASE, static_cast<std::uint32_t>(change.phase), change.status},
        datagram);
    (void)tunnelPhase(change.phase);
}

void check(const PppSecretRequest& request, Bytes datagram)
{
    require(!request.authentication.empty(), "a method has a name");
    require(datagram.size() == sizeof(pptp_plugin_secret_request), "a record has its size");
}

void check(const PppUp& up, Bytes)
{
    require(up.interfaceIndex > 0 && up.localAddress.value != 0, "a link has an interface and an address");
    require(!up.interface.empty() && printableText(up.interface) == up.interface, "a name can be shown");
    require(up.mtu <= 65535 && up.dnsServers.size() <= 2, "a link has possible settings");
    require(up.dnsServers.size() < 2 || up.dnsServers[0] != up.dnsServers[1], "a name server counts once");
    require((up.encryption == "none") == (up.protection == "none"), "encryption protects");
}

void check(const PppDown&, Bytes datagram)
{
    require(datagram.size() == sizeof(pptp_plugin_ip_down), "a record has its size");
}

void check(const PppHeard&, Bytes datagram)
{
    require(datagram.size() == sizeof(pptp_plugin_heard), "a record has its size");
}

void check(const PppExit& exit, Bytes datagram)
{
    require(datagram.size() == sizeof(pptp_plugin_exit), "a record has its size");
    require(exit.failure <= PppFailure::MppeInsisted && exit.wanted <= PPTP_PLUGIN_AUTH_EAP,
            "a reason is one of ours");
    require(printableText(exit.peerText) == exit.peerText, "the peer's words can be shown");
    require(exit.peerText.size() <= 3 * PPTP_PLUGIN_TEXT_MAX, "the peer's words are short");
    PppdEnd end;
    end.exitCode = exit.status & 0xff;
    end.report = exit;
    const Error error = pppdEndError(end);
    require(error.code != ErrorCode::Cancelled, "only we cancel");
    require(errorFromCodeName(errorCodeName(error.code)) == error.code, "an end has a code with a name");
}

void checkRecord(Bytes datagram)
{
    const auto report = decodePppReport(datagram);
    if (report)
        std::visit([datagram](const auto& record) { check(record, datagram); }, *report);
    else
        require(report.error().code == ErrorCode::PppdFailed && !report.error().detail.empty(),
                "what makes no sense is said to be pppd's failure");
}

struct Said {
    std::string lines;
    std::string lastError;
    int count = 0;

    bool operator==(const Said&) const = default;
};

Said listen(Bytes output, std::size_t piece)
{
    Said said;
    const auto emit = [&said](const std::string& line) {
        require(!line.empty() && printableText(line) == line, "a line can be shown");
        require(line.size() <= 3 * LogLines::MaxBytes + 3, "a line has its largest size");
        said.lines += line + '\n';
        ++said.count;
    };
    LogLines lines(emit);
    const LogLines::Time now{};
    while (!output.empty()) {
        const Bytes part = output.first(std::min(piece, output.size()));
        output = output.subspan(part.size());
        lines.feed(textOf(part), now);
    }
    lines.finish(now);
    require(said.count <= LogLines::MaxPerSecond + 1, "the log is not flooded");
    said.lastError = lines.lastError();
    return said;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    FuzzInput input(data, size);
    const std::uint8_t choice = input.take8();
    const Bytes bytes = input.rest();
    if (choice == 0)
        checkRecord(bytes);
    else
        require(listen(bytes, choice) == listen(bytes, std::max<std::size_t>(bytes.size(), 1)),
                "lines do not depend on how the output is cut");
    return 0;
}
