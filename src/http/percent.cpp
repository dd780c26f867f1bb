#include "http/percent.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace mfa::http {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

// A table: every octet of every cookie asks.
constexpr auto kUnescaped = [] {
  std::array<bool, 256> unescaped{};
  for (const char c :
       std::string_view{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()"})
    unescaped[static_cast<unsigned char>(c)] = true;
  return unescaped;
}();

bool isUnescaped(char c) { return kUnescaped[static_cast<unsigned char>(c)]; }

int hexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool isEscape(std::string_view text) {
  return text.size() >= 3 && text[0] == '%' && hexValue(text[1]) >= 0 && hexValue(text[2]) >= 0;
}

// From one escape to the next: most values, access tokens among them, have none.
std::string decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%')) {
    decoded.append(text.substr(0, at));
    text.remove_prefix(at);
    const bool escaped = isEscape(text);
    decoded.push_back(escaped ? static_cast<char>(hexValue(text[1]) * 16 + hexValue(text[2])) : '%');
    text.remove_prefix(escaped ? 3 : 1);
  }
  return decoded.append(text);
}

}  // namespace

// From one octet to escape to the next: a token has none.
std::string percentEncode(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  while (!text.empty()) {
    const auto end = std::ranges::find_if_not(text, isUnescaped) - text.begin();
    const auto run = text.substr(0, static_cast<std::size_t>(end));
    encoded.append(run);
    text.remove_prefix(run.size());
    if (text.empty()) break;
    const auto octet = static_cast<unsigned char>(text.front());
    encoded.push_back('%');
    encoded.push_back(kHexDigits[octet >> 4]);
    encoded.push_back(kHexDigits[octet & 15]);
    text.remove_prefix(1);
  }
  return encoded;
}

std::string percentDecode(std::string_view text) { return decode(text); }

std::string formDecode(std::string_view text) {
  std::string spaced{text};
  std::ranges::replace(spaced, '+', ' ');
  return decode(spaced);
}

}  // namespace mfa::http
