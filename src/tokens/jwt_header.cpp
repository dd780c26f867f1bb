#include "tokens/jwt_header.hpp"

#include <algorithm>
#include <charconv>

#include "crypto/encoding.hpp"
#include "mfa/json.hpp"

namespace mfa::tokens {
namespace {

constexpr std::size_t kMostHeaderBytes = 2'048;
constexpr int kLeastVersion = 3;

/// How many members the outermost object of valid JSON text has, duplicates included, which the parsed object
/// has lost: one colon each, outside of strings and of inner objects.
std::size_t countMembers(std::string_view jsonText) noexcept {
  std::size_t members = 0;
  int depth = 0;
  bool inString = false;
  for (std::size_t at = 0; at < jsonText.size(); ++at) {
    const char character = jsonText[at];
    if (inString) {
      if (character == '\\') ++at;
      if (character == '"') inString = false;
      continue;
    }
    if (character == '"') inString = true;
    if (character == '{' || character == '[') ++depth;
    if (character == '}' || character == ']') --depth;
    if (character == ':' && depth == 1) ++members;
  }
  return members;
}

std::optional<json::object> parseFlatObject(std::string_view jsonText) {
  boost::system::error_code failed;
  json::value value = json::parse(jsonText, failed);
  if (failed || !value.is_object()) return std::nullopt;
  if (countMembers(jsonText) != value.get_object().size()) return std::nullopt;
  return std::move(value.get_object());
}

std::optional<std::string_view> textMember(const json::object& header, std::string_view name) {
  const auto* const value = header.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view{value->get_string()};
}

/// A decimal integer of 3 or more, without sign, leading zero or anything behind it.
std::optional<int> parseVersion(std::string_view text) noexcept {
  int version = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, version);
  if (failed != std::errc{} || stopped != end || version < kLeastVersion || text.front() == '0')
    return std::nullopt;
  return version;
}

}  // namespace

std::optional<JwtHeader> parseJwtHeader(std::string_view jsonText) {
  if (jsonText.size() > kMostHeaderBytes) return std::nullopt;
  const auto header = parseFlatObject(jsonText);
  if (!header || header->contains("crit") || textMember(*header, "typ") != "JWT") return std::nullopt;

  const auto algorithm = algorithmNamed(textMember(*header, "alg").value_or(""));
  const auto keyId = textMember(*header, "kid");
  if (!algorithm || !keyId || !isKeyId(*keyId)) return std::nullopt;

  JwtHeader parsed{.algorithm = *algorithm, .keyId = std::string{*keyId}};
  if (!header->contains("version")) return parsed;
  parsed.version = parseVersion(textMember(*header, "version").value_or(""));
  if (!parsed.version) return std::nullopt;
  return parsed;
}

// Nothing in it needs escaping: algorithm names are ours, and key ids have a narrow alphabet.
std::string encodeJwtHeader(const JwtHeader& header) {
  std::string text = R"({"alg":")";
  text.append(name(header.algorithm)).append(R"(","kid":")").append(header.keyId).append(R"(","typ":"JWT")");
  if (header.version) text.append(R"(,"version":")").append(std::to_string(*header.version)).append("\"");
  return crypto::base64url(text += '}');
}

}  // namespace mfa::tokens
