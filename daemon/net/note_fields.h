// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Takes the fields of a note's line, " NAME=VALUE" each, one after the other from its front.
#pragma once

#include "common/ipv4_address.h"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace pptp {

class NoteFields {
public:
    explicit NoteFields(std::string_view line) : m_rest(line) {}

    /// Nothing if another field, or none, comes next.
    [[nodiscard]] std::optional<std::string_view> take(std::string_view name)
    {
        const std::string prefix = ' ' + std::string(name) + '=';
        if (!m_rest.starts_with(prefix))
            return std::nullopt;
        m_rest.remove_prefix(prefix.size());
        const std::string_view value = m_rest.substr(0, m_rest.find(' '));
        m_rest.remove_prefix(value.size());
        return value;
    }

    /// False if the field is there and is no address.
    [[nodiscard]] bool take(std::string_view name, std::optional<Ipv4Address>& address)
    {
        const auto value = take(name);
        if (value)
            address = Ipv4Address::parse(*value);
        return !value || address.has_value();
    }

    /// False if the field is there and is no number of this type.
    template <class Number>
    [[nodiscard]] bool take(std::string_view name, std::optional<Number>& number)
    {
        const auto value = take(name);
        if (!value)
            return true;
        Number read{};
        const char* end = value->data() + value->size();
        const auto [stop, error] = std::from_chars(value->data(), end, read);
        if (error != std::errc() || stop != end)
            return false;
        number = read;
        return true;
    }

    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

} // namespace pptp
