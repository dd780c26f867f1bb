// Session access tokens: the claims that the FDI asks for, built, signed, verified.
//
// Source: FDI, access token versions 3 to 5.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "mfa/json.hpp"
#include "mfa/time.hpp"
#include "tokens/jwt.hpp"

namespace mfa::tokens {

/// How long a key signs: `Dynamic` ones rotate (`kid` begins with `d-`), `Static` ones stay (`s-`).
enum class KeyKind { Dynamic, Static };

/// The kind that a key's id tells, or nothing for an id that is neither.
[[nodiscard]] std::optional<KeyKind> keyKind(std::string_view keyId) noexcept;

/// What the library itself puts into a session's access token. Seconds on the wire.
struct AccessTokenClaims {
  std::string userId{};        ///< `sub`: the primary user id
  std::string recipeUserId{};  ///< `rsub`
  std::string tenantId{};      ///< `tId`
  std::string sessionHandle{};
  std::string refreshTokenHash1{};
  std::optional<std::string> parentRefreshTokenHash1{};  ///< written as null when absent
  std::optional<std::string> antiCsrfToken{};            ///< written as null when absent
  std::chrono::sys_seconds issuedAt{};                   ///< `iat`
  std::chrono::sys_seconds expiresAt{};                  ///< `exp`
};

/// Whether `name` is one of the claims above (or `stt`): an app's payload cannot set or change them.
[[nodiscard]] bool isProtectedClaim(std::string_view name) noexcept;

/// The whole payload: `custom` without its protected names, and the claims.
[[nodiscard]] json::object buildAccessTokenPayload(const AccessTokenClaims& claims,
                                                   const json::object& custom);

/// `payload` without the protected names: what the app put in (`iss` among it).
[[nodiscard]] json::object customClaims(const json::object& payload);

/// The claims, if `payload` is built like that of a session: `sub`, `rsub`, `sessionHandle`,
/// `refreshTokenHash1` texts, `iat` and `exp` numbers, `stt` absent or 0. Version 4 has no `rsub` (then it is
/// `sub`); 3 (also: no version in the header) no `tId` either (then it is `public`).
[[nodiscard]] std::optional<AccessTokenClaims> readAccessTokenClaims(const json::object& payload,
                                                                     std::optional<int> version);

/// Signs a payload made by `buildAccessTokenPayload`.
/// @throws mfa::Error if the token would be longer than `kMaxTokenBytes`: a browser would drop its cookie
[[nodiscard]] std::string signAccessToken(const SigningKey& key, const json::object& payload);

class VerifiedAccessToken;

/// Not the token of a session, by form or structure: as good as no token at all.
struct NotASessionToken {};

/// The token of a session, but expired, of an unknown key or kind of key, badly signed, or from the future:
/// the client shall refresh.
struct RefreshNeeded {};

using AccessTokenResult = std::variant<VerifiedAccessToken, NotASessionToken, RefreshNeeded>;

/// Verifies `token` at `now`. `exp` is exclusive; an `iat` more than 60 s ahead is refused. Does not throw.
[[nodiscard]] AccessTokenResult verifyAccessToken(std::string_view token, const KeySet& keys,
                                                  KeyKind expectedKind, Time now);

/// An access token whose signature, structure, key kind and times were checked. Only `verifyAccessToken`
/// makes one.
class VerifiedAccessToken {
 public:
  [[nodiscard]] const AccessTokenClaims& claims() const noexcept { return claims_; }
  [[nodiscard]] const json::object& payload() const& noexcept { return payload_; }  ///< all of it
  [[nodiscard]] json::object payload() && noexcept { return std::move(payload_); }
  [[nodiscard]] const std::string& keyId() const noexcept { return keyId_; }

 private:
  friend AccessTokenResult verifyAccessToken(std::string_view, const KeySet&, KeyKind, Time);
  VerifiedAccessToken(AccessTokenClaims claims, json::object payload, std::string keyId)
      : claims_{std::move(claims)}, payload_{std::move(payload)}, keyId_{std::move(keyId)} {}

  AccessTokenClaims claims_;
  json::object payload_;
  std::string keyId_;
};

}  // namespace mfa::tokens
