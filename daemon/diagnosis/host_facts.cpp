// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/host_facts.h"

#include "common/unique_fd.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <utility>

namespace pptp {
namespace {

/// modules.dep of a distribution's kernel has some 6,000 lines.
constexpr int MaxLines = 100'000;

/// Whether a list of modules, "kernel/drivers/net/ppp/ppp_mppe.ko.xz: ..." a line, has this one. Nothing if
/// there is no such list.
std::optional<bool> isListed(std::string_view module, const std::filesystem::path& list)
{
    std::ifstream stream(list);
    if (!stream)
        return std::nullopt;
    const std::string wanted = '/' + std::string(module) + ".ko";
    std::string line;
    for (int i = 0; i < MaxLines && std::getline(stream, line); ++i) {
        if (line.substr(0, line.find(':')).find(wanted) != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

ModuleState moduleState(std::string_view name, const std::filesystem::path& system,
                        const std::filesystem::path& modules)
{
    std::error_code ignored;
    if (std::filesystem::exists(system / "module" / name, ignored))
        return ModuleState::Loaded;
    const auto builtIn = isListed(name, modules / "modules.builtin");
    if (builtIn == true)
        return ModuleState::Loaded;
    const auto loadable = isListed(name, modules / "modules.dep");
    if (loadable == true)
        return ModuleState::Available;
    return builtIn || loadable ? ModuleState::Missing : ModuleState::Unknown;
}

ModuleState moduleState(std::string_view name)
{
    utsname kernel{};
    if (::uname(&kernel) != 0)
        return ModuleState::Unknown;
    return moduleState(name, "/sys", std::filesystem::path("/lib/modules") / kernel.release);
}

Result<void> openPppDevice()
{
    const UniqueFd device(::open("/dev/ppp", O_RDWR | O_CLOEXEC));
    if (!device)
        return tl::unexpected(errnoError(ErrorCode::NotSupported, "/dev/ppp", errno));
    return {};
}

std::vector<std::string> missingCapabilities()
{
    constexpr std::array wanted{std::pair{CAP_NET_ADMIN, "CAP_NET_ADMIN"},
                                std::pair{CAP_NET_RAW, "CAP_NET_RAW"}};
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> data{};
    (void)::syscall(SYS_capget, &header, data.data()); // fails for no process that asks about itself
    std::vector<std::string> missing;
    for (const auto& [number, name] : wanted) {
        if ((data[CAP_TO_INDEX(number)].effective & CAP_TO_MASK(number)) == 0)
            missing.emplace_back(name);
    }
    return missing;
}

std::optional<std::string> unusableProgram(const std::filesystem::path& file)
{
    const int wanted = file.extension() == ".so" ? R_OK : X_OK;
    if (::access(file.c_str(), wanted) == 0)
        return std::nullopt;
    return file.string() + ": " + std::strerror(errno);
}

bool hasNetworkManager()
{
    std::error_code ignored;
    return std::filesystem::exists("/run/NetworkManager/devices", ignored);
}

} // namespace pptp
