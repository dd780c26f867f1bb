#include "http/percent.hpp"

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

enum class Plus { IsPlus, IsSpace };

std::string decode(std::string_view text, Plus plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped =
        text[i] == '%' && i + 2 < text.size() && hexValue(text[i + 1]) >= 0 && hexValue(text[i + 2]) >= 0;
    if (escaped) {
      decoded.push_back(static_cast<char>(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2])));
      i += 2;
    } else {
      decoded.push_back(text[i] == '+' && plus == Plus::IsSpace ? ' ' : text[i]);
    }
  }
  return decoded;
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

std::string percentDecode(std::string_view text) { return decode(text, Plus::IsPlus); }

std::string formDecode(std::string_view text) { return decode(text, Plus::IsSpace); }

}  // namespace mfa::http
