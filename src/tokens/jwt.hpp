// JSON Web Tokens: signed here, taken apart and verified here. What is verified is a type of its own.
//
// Source: RFC 7515 (compact serialization), RFC 7519, RFC 8725 (what goes wrong).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mfa/json.hpp"
#include "tokens/jwt_header.hpp"
#include "tokens/key_set.hpp"
#include "tokens/signing_key.hpp"

namespace mfa::tokens {

/// The most octets of a token that is read: a cookie holds 4,096 with its name and attributes.
inline constexpr std::size_t kMaxTokenBytes = 4'000;

/// Signs `payload`, as it is, with `key`.
/// @param version what the header says, or nothing: then it has no such member
/// @return the compact form, whatever its size; see `kMaxTokenBytes`
[[nodiscard]] std::string signJwt(const SigningKey& key, const json::object& payload,
                                  std::optional<int> version);

/// Why a token is refused.
enum class JwtRefusal {
  NotAJwt,       ///< its form: size, parts, base64url, header, or a signed payload that is no JSON object
  UnknownKey,    ///< well-formed, and its `kid` names no key of the set
  BadSignature,  ///< well-formed, and its key did not sign this, or has another algorithm than `alg` says
};

class VerifiedJwt;

/// Checks form and signature of `token`. Times, issuer and audience are the caller's to check. Never throws
/// for what a client sent; work and memory are bounded by `kMaxTokenBytes`.
[[nodiscard]] std::variant<VerifiedJwt, JwtRefusal> verifyJwt(std::string_view token, const KeySet& keys);

/// A token whose signature was checked. Only `verifyJwt` makes one.
class VerifiedJwt {
 public:
  [[nodiscard]] const JwtHeader& header() const noexcept { return header_; }
  [[nodiscard]] const json::object& payload() const& noexcept { return payload_; }
  [[nodiscard]] json::object payload() && noexcept { return std::move(payload_); }

 private:
  friend std::variant<VerifiedJwt, JwtRefusal> verifyJwt(std::string_view, const KeySet&);
  VerifiedJwt(JwtHeader header, json::object payload)
      : header_{std::move(header)}, payload_{std::move(payload)} {}

  JwtHeader header_;
  json::object payload_;
};

/// What a token *says*. Anyone can have written it: it decides which answer a refusal gets, and nothing else.
struct UnverifiedJwt {
  JwtHeader header{};
  json::object payload{};
};

/// Reads a token without checking its signature. Nothing if it has not the form of a JWT.
[[nodiscard]] std::optional<UnverifiedJwt> readUnverifiedJwt(std::string_view token);

}  // namespace mfa::tokens
