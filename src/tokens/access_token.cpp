#include "tokens/access_token.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

#include "mfa/errors.hpp"

namespace mfa::tokens {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr int kFirstVersionWithTenant = 4;
constexpr int kFirstVersionWithRecipeUser = 5;
constexpr int kUnmarkedVersion = 3;
constexpr std::string_view kPublicTenant = "public";
constexpr seconds kMostClockSkew{60};

constexpr std::array<std::string_view, 10> kProtectedClaims{
    "sub",  "iat", "exp", "sessionHandle", "parentRefreshTokenHash1", "refreshTokenHash1", "antiCsrfToken",
    "rsub", "tId", "stt"};

json::value textOrNull(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

std::optional<std::string> textClaim(const json::object& payload, std::string_view name) {
  const auto* const value = payload.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string{value->get_string()};
}

/// A claim that may be absent or null; `valid` is false for any other type than text.
struct NullableText {
  bool valid = true;
  std::optional<std::string> text{};
};

NullableText nullableTextClaim(const json::object& payload, std::string_view name) {
  const auto* const value = payload.if_contains(name);
  if (value == nullptr || value->is_null()) return {};
  if (!value->is_string()) return {.valid = false};
  return {.text = std::string{value->get_string()}};
}

/// Whole seconds of a number; parts of a second are cut off. Nothing beyond what a double counts exactly,
/// which leaves room for every calculation with times.
std::optional<sys_seconds> timeClaim(const json::object& payload, std::string_view name) {
  constexpr double kMost = 9'007'199'254'740'992.0;
  const auto* const value = payload.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  boost::system::error_code inexact;
  const double count = value->to_number<double>(inexact);
  if (inexact || !(std::abs(count) <= kMost)) return std::nullopt;
  return sys_seconds{seconds{static_cast<std::int64_t>(std::floor(count))}};
}

/// Another kind of token, such as one of OAuth2, says so here.
bool isSessionType(const json::object& payload) {
  const auto* const type = payload.if_contains("stt");
  return type == nullptr || *type == json::value(0);
}

}  // namespace

std::optional<KeyKind> keyKind(std::string_view keyId) noexcept {
  if (keyId.starts_with("d-")) return KeyKind::Dynamic;
  if (keyId.starts_with("s-")) return KeyKind::Static;
  return std::nullopt;
}

bool isProtectedClaim(std::string_view name) noexcept {
  return std::find(kProtectedClaims.begin(), kProtectedClaims.end(), name) != kProtectedClaims.end();
}

json::object buildAccessTokenPayload(const AccessTokenClaims& claims, const json::object& custom) {
  json::object payload = customClaims(custom);
  payload["sub"] = claims.userId;
  payload["rsub"] = claims.recipeUserId;
  payload["tId"] = claims.tenantId;
  payload["sessionHandle"] = claims.sessionHandle;
  payload["refreshTokenHash1"] = claims.refreshTokenHash1;
  payload["parentRefreshTokenHash1"] = textOrNull(claims.parentRefreshTokenHash1);
  payload["antiCsrfToken"] = textOrNull(claims.antiCsrfToken);
  payload["iat"] = std::int64_t{claims.issuedAt.time_since_epoch().count()};
  payload["exp"] = std::int64_t{claims.expiresAt.time_since_epoch().count()};
  return payload;
}

json::object customClaims(const json::object& payload) {
  json::object custom;
  for (const auto& [name, value] : payload)
    if (!isProtectedClaim(name)) custom.emplace(name, value);
  return custom;
}

std::optional<AccessTokenClaims> readAccessTokenClaims(const json::object& payload,
                                                       std::optional<int> version) {
  const int shape = version.value_or(kUnmarkedVersion);
  auto userId = textClaim(payload, "sub");
  auto recipeUserId = shape >= kFirstVersionWithRecipeUser ? textClaim(payload, "rsub") : userId;
  auto tenantId = shape >= kFirstVersionWithTenant && payload.contains("tId") ? textClaim(payload, "tId")
                                                                              : std::string{kPublicTenant};
  auto sessionHandle = textClaim(payload, "sessionHandle");
  auto refreshTokenHash1 = textClaim(payload, "refreshTokenHash1");
  auto parentHash = nullableTextClaim(payload, "parentRefreshTokenHash1");
  auto antiCsrfToken = nullableTextClaim(payload, "antiCsrfToken");
  const auto issuedAt = timeClaim(payload, "iat");
  const auto expiresAt = timeClaim(payload, "exp");

  const bool whole = userId && recipeUserId && tenantId && sessionHandle && refreshTokenHash1 && issuedAt &&
                     expiresAt && parentHash.valid && antiCsrfToken.valid;
  if (!whole || !isSessionType(payload)) return std::nullopt;
  return AccessTokenClaims{.userId = std::move(*userId),
                           .recipeUserId = std::move(*recipeUserId),
                           .tenantId = std::move(*tenantId),
                           .sessionHandle = std::move(*sessionHandle),
                           .refreshTokenHash1 = std::move(*refreshTokenHash1),
                           .parentRefreshTokenHash1 = std::move(parentHash.text),
                           .antiCsrfToken = std::move(antiCsrfToken.text),
                           .issuedAt = *issuedAt,
                           .expiresAt = *expiresAt};
}

std::string signAccessToken(const SigningKey& key, const json::object& payload) {
  std::string token = signJwt(key, payload, kAccessTokenVersion);
  if (token.size() > kMaxTokenBytes) throw Error{"the access token would be longer than 4,000 bytes"};
  return token;
}

AccessTokenResult verifyAccessToken(std::string_view token, const KeySet& keys, KeyKind expectedKind,
                                    Time now) {
  auto result = verifyJwt(token, keys);
  if (std::holds_alternative<JwtRefusal>(result)) {
    // Whoever holds a session shall refresh it; a token of something else is none of our business.
    const auto unverified = readUnverifiedJwt(token);
    if (!unverified || !readAccessTokenClaims(unverified->payload, unverified->header.version))
      return NotASessionToken{};
    return RefreshNeeded{};
  }

  auto& jwt = std::get<VerifiedJwt>(result);
  auto claims = readAccessTokenClaims(jwt.payload(), jwt.header().version);
  if (!claims) return NotASessionToken{};
  if (keyKind(jwt.header().keyId) != expectedKind) return RefreshNeeded{};
  if (claims->expiresAt <= now || claims->issuedAt > now + kMostClockSkew) return RefreshNeeded{};
  std::string keyId = jwt.header().keyId;
  return VerifiedAccessToken{std::move(*claims), std::move(jwt).payload(), std::move(keyId)};
}

}  // namespace mfa::tokens
