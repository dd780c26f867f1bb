// Characters of ASCII, whatever the locale.
#pragma once

#include <string_view>

namespace mfa::identity {

constexpr bool isAscii(char c) noexcept { return static_cast<unsigned char>(c) < 0x80; }
constexpr bool isControl(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
constexpr bool isDigit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool isLower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Calls `holds` with each part between the dots; false as soon as one does not hold.
template <class Predicate>
constexpr bool everyPart(std::string_view text, Predicate holds) {
  for (;;) {
    const auto dot = text.find('.');
    if (!holds(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace mfa::identity
