// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/turns.h"

#include <deque>
#include <utility>

namespace pptp {

struct Turns::Line {
    std::size_t limit;
    std::size_t running = 0;
    std::deque<std::weak_ptr<Place>> waiting{};

    void advance();
};

struct Turns::Place {
    Place(std::shared_ptr<Line> owner, std::function<void()> whenBegun)
        : line(std::move(owner)), begin(std::move(whenBegun))
    {
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place()
    {
        if (hasBegun) {
            --line->running;
            line->advance();
        }
    }

    std::shared_ptr<Line> line;
    std::function<void()> begin;
    bool hasBegun = false;
};

void Turns::Line::advance()
{
    while (running < limit && !waiting.empty()) {
        const auto next = waiting.front().lock();
        waiting.pop_front();
        if (!next)
            continue; // did not wait for it
        ++running;
        next->hasBegun = true;
        std::exchange(next->begin, nullptr)();
    }
}

Turns::Turns(std::size_t limit) : m_line(std::make_shared<Line>(Line{limit})) {}

Turns::Turn Turns::request(std::function<void()> begin)
{
    auto place = std::make_shared<Place>(m_line, std::move(begin));
    m_line->waiting.push_back(place);
    m_line->advance();
    return place;
}

} // namespace pptp
