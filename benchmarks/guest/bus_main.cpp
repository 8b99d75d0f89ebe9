// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// bench-bus: connects or disconnects many tunnels at once, as a program would that speaks to the service
// itself.

#include <atomic>
#include <cstdio>
#include <future>
#include <map>
#include <memory>
#include <sdbus-c++/sdbus-c++.h>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr const char* Service = "org.pptptunnel.Tunnels1";
constexpr const char* TunnelInterface = "org.pptptunnel.Tunnels1.Tunnel";
constexpr std::chrono::minutes Patience{5};

using Options = std::map<std::string, sdbus::Variant>;

int callAll(const std::string& method, const std::vector<std::string>& paths)
{
    auto connection = sdbus::createSystemBusConnection();
    std::vector<std::unique_ptr<sdbus::IProxy>> tunnels;
    std::atomic<std::size_t> open = paths.size();
    std::atomic<int> failed = 0;
    std::promise<void> done;
    for (const std::string& path : paths)
        tunnels.push_back(sdbus::createProxy(*connection, Service, path));
    connection->enterEventLoopAsync();
    for (const auto& tunnel : tunnels)
        tunnel->callMethodAsync(method)
            .onInterface(TunnelInterface)
            .withTimeout(Patience)
            .withArguments(Options{{"wait", sdbus::Variant(true)}})
            .uponReplyInvoke([&](const sdbus::Error* error) {
                if (error != nullptr) {
                    ++failed;
                    std::fprintf(stderr, "%s: %s\n", error->getName().c_str(), error->getMessage().c_str());
                }
                if (--open == 0)
                    done.set_value();
            });
    if (!paths.empty())
        done.get_future().wait();
    connection->leaveEventLoop();
    return failed == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() >= 2 && (words[0] == "Connect" || words[0] == "Disconnect"))
        return callAll(words[0], {words.begin() + 1, words.end()});
    std::fputs("Usage: bench-bus Connect|Disconnect OBJECT...\n", stderr);
    return 2;
}
