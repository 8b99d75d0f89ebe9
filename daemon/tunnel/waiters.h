// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Who waits for a tunnel: to be up, to be down, or to be ready for the machine's sleep.
#pragma once

#include "daemon/tunnel/tunnel_control.h"

#include <functional>
#include <vector>

namespace pptp {

/// Each is called back once. Their number is limited where the calls come in.
class Waiters {
public:
    void forThisTry(Completion done) { m_thisTry.push_back(std::move(done)); }
    void forTheNextTry(Completion done) { m_nextTry.push_back(std::move(done)); }
    void forTheEnd(Completion done) { m_end.push_back(std::move(done)); }
    [[nodiscard]] bool anybodyForTheEnd() const { return !m_end.empty(); }
    void forNothingSetUp(std::function<void()> done) { m_nothing.push_back(std::move(done)); }

    /// From now on the next try is this one.
    void tryBegins();
    /// Whoever waits for the next try is answered as well if there will be none.
    void tryEnded(const Result<void>& result, bool anotherFollows);
    void ended();
    void nothingIsSetUp();

private:
    std::vector<Completion> m_thisTry;
    std::vector<Completion> m_nextTry;
    std::vector<Completion> m_end;
    std::vector<std::function<void()>> m_nothing;
};

} // namespace pptp
