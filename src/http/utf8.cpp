#include "http/utf8.hpp"

#include <cstddef>

namespace mfa::http {
namespace {

unsigned octetAt(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

bool isContinuation(std::string_view text, std::size_t i) {
  return i < text.size() && (octetAt(text, i) & 0xc0) == 0x80;
}

/// How many octets the sound character at `i` has; 0 if there is none.
std::size_t lengthAt(std::string_view text, std::size_t i) {
  const unsigned lead = octetAt(text, i);
  if (lead == 0) return 0;
  if (lead < 0x80) return 1;
  if (!isContinuation(text, i + 1)) return 0;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  const unsigned second = octetAt(text, i + 1);
  if (!isContinuation(text, i + 2)) return 0;
  if (lead == 0xe0) return second >= 0xa0 ? 3 : 0;
  if (lead == 0xed) return second <= 0x9f ? 3 : 0;
  if (lead >= 0xe1 && lead <= 0xef) return 3;
  if (!isContinuation(text, i + 3)) return 0;
  if (lead == 0xf0) return second >= 0x90 ? 4 : 0;
  if (lead == 0xf4) return second <= 0x8f ? 4 : 0;
  return lead >= 0xf1 && lead <= 0xf3 ? 4 : 0;
}

}  // namespace

bool isSoundText(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size();) {
    const auto length = lengthAt(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

}  // namespace mfa::http
