#include "crypto/encoding.hpp"

#include <array>
#include <cstdint>

namespace mfa::crypto {
namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kHex = "0123456789abcdef";

/// What no character of the alphabet stands for: a bit above the 24 of a quad, which survives every OR.
constexpr std::uint32_t kForeign = 0x8000'0000;

/// What a character is worth at each of the four places of a quad.
using DecodeTables = std::array<std::array<std::uint32_t, 256>, 4>;

constexpr DecodeTables decodeTables(std::string_view alphabet) {
  DecodeTables tables{};
  for (std::uint32_t place = 0; place < 4; ++place) {
    tables[place].fill(kForeign);
    for (std::uint32_t value = 0; value < alphabet.size(); ++value)
      tables[place][static_cast<unsigned char>(alphabet[value])] = value << (18 - 6 * place);
  }
  return tables;
}

constexpr DecodeTables kStandardValues = decodeTables(kStandard);
constexpr DecodeTables kUrlValues = decodeTables(kUrl);

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

/// The 24 bits of four characters; the high octet is `kForeign` or more if one is foreign.
std::uint32_t quad(const unsigned char* in, const DecodeTables& tables) noexcept {
  return tables[0][in[0]] | tables[1][in[1]] | tables[2][in[2]] | tables[3][in[3]];
}

/// The last two or three characters as a quad. Nothing if they hold bits that belong to no octet.
std::optional<std::uint32_t> lastQuad(std::string_view rest, const DecodeTables& tables) noexcept {
  const auto* const in = reinterpret_cast<const unsigned char*>(rest.data());
  std::uint32_t bits = tables[0][in[0]] | tables[1][in[1]];
  if (rest.size() == 3) bits |= tables[2][in[2]];
  const std::uint32_t surplus = rest.size() == 3 ? 0xFFU : 0xFFFFU;
  if ((bits & surplus) != 0) return std::nullopt;
  return bits;
}

/// Decodes text without padding. Foreign characters are noticed at the end, by the bit that they leave
/// behind: every token that is verified comes through here, so the loop has no branch but its own.
std::optional<std::string> decode(std::string_view text, const DecodeTables& tables) {
  const std::size_t rest = text.size() % 4;
  if (rest == 1) return std::nullopt;
  std::string octets(text.size() * 3 / 4, '\0');
  const auto* in = reinterpret_cast<const unsigned char*>(text.data());
  char* out = octets.data();
  const auto put = [&out](std::uint32_t bits, int shift) {
    *out++ = static_cast<char>(bits >> shift & 255U);
  };

  std::uint32_t seen = 0;
  for (const auto* const end = in + (text.size() - rest); in != end; in += 4) {
    const std::uint32_t bits = quad(in, tables);
    seen |= bits;
    put(bits, 16), put(bits, 8), put(bits, 0);
  }
  if (rest != 0) {
    const auto bits = lastQuad(text.substr(text.size() - rest), tables);
    if (!bits) return std::nullopt;
    seen |= *bits;
    put(*bits, 16);
    if (rest == 3) put(*bits, 8);
  }
  if ((seen & kForeign) != 0) return std::nullopt;
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
