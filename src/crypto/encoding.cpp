#include "crypto/encoding.hpp"

#include <array>
#include <cstdint>

namespace mfa::crypto {
namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kHex = "0123456789abcdef";

/// What no character of the alphabet stands for: its high bit survives an OR with every value.
constexpr std::uint8_t kForeign = 0x80;

using DecodeTable = std::array<std::uint8_t, 256>;

constexpr DecodeTable decodeTable(std::string_view alphabet) {
  DecodeTable table{};
  table.fill(kForeign);
  for (std::size_t value = 0; value < alphabet.size(); ++value)
    table[static_cast<unsigned char>(alphabet[value])] = static_cast<std::uint8_t>(value);
  return table;
}

constexpr DecodeTable kStandardValues = decodeTable(kStandard);
constexpr DecodeTable kUrlValues = decodeTable(kUrl);

/// The encoding without padding.
std::string encode(BytesView octets, std::string_view alphabet) {
  std::string text((octets.size() * 4 + 2) / 3, '\0');
  const unsigned char* in = octets.data();
  char* out = text.data();
  const auto put = [&](std::uint32_t bits, unsigned shift) { *out++ = alphabet[(bits >> shift) & 63U]; };

  std::size_t left = octets.size();
  for (; left >= 3; left -= 3, in += 3) {
    const std::uint32_t bits = std::uint32_t{in[0]} << 16 | std::uint32_t{in[1]} << 8 | in[2];
    put(bits, 18), put(bits, 12), put(bits, 6), put(bits, 0);
  }
  if (left == 1) {
    const std::uint32_t bits = std::uint32_t{in[0]} << 16;
    put(bits, 18), put(bits, 12);
  } else if (left == 2) {
    const std::uint32_t bits = std::uint32_t{in[0]} << 16 | std::uint32_t{in[1]} << 8;
    put(bits, 18), put(bits, 12), put(bits, 6);
  }
  return text;
}

/// Decodes text without padding. Foreign characters are noticed at the end, by the bit that they leave
/// behind.
std::optional<std::string> decode(std::string_view text, const DecodeTable& values) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string octets(text.size() * 3 / 4, '\0');
  const auto* in = reinterpret_cast<const unsigned char*>(text.data());
  char* out = octets.data();
  const auto put = [&](std::uint32_t bits, unsigned shift) {
    *out++ = static_cast<char>(bits >> shift & 255U);
  };

  std::uint32_t seen = 0;
  std::size_t left = text.size();
  for (; left >= 4; left -= 4, in += 4) {
    const std::uint32_t a = values[in[0]], b = values[in[1]], c = values[in[2]], d = values[in[3]];
    seen |= a | b | c | d;
    const std::uint32_t bits = a << 18 | b << 12 | c << 6 | d;
    put(bits, 16), put(bits, 8), put(bits, 0);
  }
  std::uint32_t surplus = 0;  // bits of the last character that belong to no octet
  if (left == 2) {
    const std::uint32_t a = values[in[0]], b = values[in[1]];
    seen |= a | b;
    surplus = b & 15U;
    put(a << 18 | b << 12, 16);
  } else if (left == 3) {
    const std::uint32_t a = values[in[0]], b = values[in[1]], c = values[in[2]];
    seen |= a | b | c;
    surplus = c & 3U;
    put(a << 18 | b << 12 | c << 6, 16);
    put(a << 18 | b << 12 | c << 6, 8);
  }
  if ((seen & kForeign) != 0 || surplus != 0) return std::nullopt;
  return octets;
}

int hexValue(char character) noexcept {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

}  // namespace

std::string base64(BytesView octets) {
  std::string text = encode(octets, kStandard);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::string base64url(BytesView octets) { return encode(octets, kUrl); }

std::string hex(BytesView octets) {
  std::string text;
  text.reserve(octets.size() * 2);
  for (const char octet : octets.text()) {
    const auto value = static_cast<unsigned char>(octet);
    text += kHex[value >> 4U];
    text += kHex[value & 15U];
  }
  return text;
}

std::optional<std::string> decodeBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  return decode(text, kStandardValues);
}

std::optional<std::string> decodeBase64url(std::string_view text) { return decode(text, kUrlValues); }

std::optional<std::string> decodeHex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string octets;
  octets.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size(); at += 2) {
    const int high = hexValue(text[at]);
    const int low = hexValue(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    octets += static_cast<char>(high * 16 + low);
  }
  return octets;
}

}  // namespace mfa::crypto
