#include "http/percent.hpp"

#include <algorithm>

namespace mfa::http {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

bool isUnescaped(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view{"-_.!~*'()"}.find(c) != std::string_view::npos;
}

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

std::string percentEncode(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (isUnescaped(c)) {
      encoded.push_back(c);
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    encoded.push_back('%');
    encoded.push_back(kHexDigits[octet >> 4]);
    encoded.push_back(kHexDigits[octet & 15]);
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
