// Text of headers and paths: ASCII, whatever the locale.
#pragma once

#include <string>
#include <string_view>

namespace mfa::http {

[[nodiscard]] constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] inline std::string lower(std::string_view text) {
  std::string lowered{text};
  for (char& c : lowered) c = lower(c);
  return lowered;
}

[[nodiscard]] constexpr bool equalIgnoringCase(std::string_view left, std::string_view right) noexcept {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (lower(left[i]) != lower(right[i])) return false;
  return true;
}

/// Without spaces and tabs at both ends.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// What stands before `separator`, and what behind it; without one, all and nothing.
struct Halves {
  std::string_view first{};
  std::string_view rest{};
};
[[nodiscard]] constexpr Halves splitAt(std::string_view text, char separator) noexcept {
  const auto position = text.find(separator);
  if (position == std::string_view::npos) return {text, {}};
  return {text.substr(0, position), text.substr(position + 1)};
}

}  // namespace mfa::http
