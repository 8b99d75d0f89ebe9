// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/waiters.h"

#include <utility>

namespace pptp {
namespace {

void answer(std::vector<Completion>& waiting, const Result<void>& result)
{
    for (const Completion& done : std::exchange(waiting, {}))
        done(result);
}

} // namespace

void Waiters::tryBegins()
{
    for (Completion& done : std::exchange(m_nextTry, {}))
        m_thisTry.push_back(std::move(done));
}

void Waiters::tryEnded(const Result<void>& result, bool anotherFollows)
{
    answer(m_thisTry, result);
    if (!anotherFollows)
        answer(m_nextTry, result);
}

void Waiters::ended()
{
    answer(m_end, {});
}

void Waiters::nothingIsSetUp()
{
    for (const auto& done : std::exchange(m_nothing, {}))
        done();
}

} // namespace pptp
