// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A peer that says anything at any time, the same with the same seed, and how TCP carries it.
#pragma once

#include "tests/unit/worker/control/session_bench.h"

#include <deque>
#include <random>

namespace pptp {

class RandomPeer {
public:
    explicit RandomPeer(std::uint32_t seed) : m_random(seed) {}

    /// From 0 to below the limit. The distributions of the standard library are not the same everywhere.
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(m_random() % limit); }
    bool once(std::uint32_t in) { return below(in) == 0; }

    /// What becomes whole with a byte of the stream.
    struct Item {
        enum class Kind { Message, Unknown, Garbage } kind{};
        std::optional<ControlMessage> message;
        std::size_t wholeAt = 0; ///< Bytes of the stream up to there.
    };

    /// Appends something to what is on its way, more often than not what the state waits for.
    void talk(ControlState state)
    {
        if (once(200))
            return append(Item::Kind::Garbage, std::vector<std::byte>(16, std::byte{0xff}));
        if (once(12))
            return appendUnknown();
        if (state == ControlState::AwaitingStart && !once(4))
            return append(2);
        if (state == ControlState::AwaitingCall && !once(4))
            return append(8);
        int type = 0;
        do {
            type = 1 + static_cast<int>(below(ControlTypes));
        } while ((type == 3 || type == 13) && !once(3)); // Ends are made rarer, or no trace would be long.
        append(type);
    }

    /// Some of the bytes that are on their way, and what has become whole with them.
    std::vector<std::byte> carry(std::vector<Item>& whole)
    {
        const std::size_t count =
            once(2) ? m_stream.size() : below(static_cast<std::uint32_t>(m_stream.size()) + 1);
        const auto end = m_stream.begin() + static_cast<std::ptrdiff_t>(count);
        std::vector<std::byte> bytes(m_stream.begin(), end);
        m_stream.erase(m_stream.begin(), end);
        m_carried += count;
        while (!m_items.empty() && m_items.front().wholeAt <= m_carried) {
            whole.push_back(m_items.front());
            m_items.pop_front();
        }
        return bytes;
    }

private:
    std::byte randomByte() { return static_cast<std::byte>(below(256)); }

    void append(int type)
    {
        const auto encoded = encodeControl(emptyControl(type));
        std::vector<std::byte> bytes(encoded.view().begin(), encoded.view().end());
        const bool empty = once(3); // Or nothing would ever be said twice.
        for (std::size_t i = ControlHeaderBytes; !empty && i < bytes.size(); ++i)
            bytes[i] = once(3) ? std::byte{0} : randomByte();
        if (type == 2 && !once(8)) { // Version and result.
            bytes[12] = std::byte{1};
            bytes[13] = std::byte{0};
            bytes[14] = static_cast<std::byte>(below(2));
        }
        if (type == 8 && !once(4)) { // The call that is answered, and the result.
            bytes[14] = std::byte{OurCall >> 8};
            bytes[15] = std::byte{OurCall & 0xff};
            bytes[16] = once(6) ? randomByte() : std::byte{1};
        }
        append(Item::Kind::Message, bytes);
    }

    void appendUnknown()
    {
        const std::size_t length = ControlHeaderBytes + below(once(4) ? 1013 : 40);
        std::vector<std::byte> bytes(length);
        const auto header = encodeControl(EchoRequest{});
        std::copy_n(header.bytes.begin(), ControlHeaderBytes, bytes.begin());
        bytes[0] = static_cast<std::byte>(length >> 8);
        bytes[1] = static_cast<std::byte>(length & 0xff);
        if (once(2))
            bytes[3] = std::byte{2}; // A management message.
        else
            bytes[9] = static_cast<std::byte>(16 + below(240));
        append(Item::Kind::Unknown, bytes);
    }

    void append(Item::Kind kind, const std::vector<std::byte>& bytes)
    {
        const std::size_t before = m_carried + m_stream.size();
        m_stream.insert(m_stream.end(), bytes.begin(), bytes.end());
        // Of garbage, the first byte of the magic is enough to know it.
        Item item{kind, std::nullopt, before + (kind == Item::Kind::Garbage ? 5 : bytes.size())};
        if (kind == Item::Kind::Message)
            item.message = decodeControl(bytes).value();
        m_items.push_back(std::move(item));
    }

    std::mt19937 m_random;
    std::vector<std::byte> m_stream;
    std::deque<Item> m_items;
    std::size_t m_carried = 0;
};

} // namespace pptp
