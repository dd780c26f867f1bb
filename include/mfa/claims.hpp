/// @file
/// Claims: what a session says about its user, kept in the access token, and the validators that routes ask
/// for.
///
/// A claim has a key (its place in the access-token payload) and a way to fetch its value. `PrimitiveClaim`,
/// `BooleanClaim` and `PrimitiveArrayClaim` are kept as `{"<key>":{"v":value,"t":<ms when it was fetched>}}`,
/// the form that stock front ends read; a host derives others from `SessionClaim`. Claims are handles: copies
/// are the same claim. They are immutable and used from any thread.
///
/// Source: FDI, session claims.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/json.hpp"
#include "mfa/time.hpp"
#include "mfa/user_context.hpp"

namespace mfa {

/// Whose claim, and what the session says so far.
struct ClaimInput {
  std::string userId{};
  std::string recipeUserId{};
  std::string tenantId{};
  json::object currentPayload{};
  UserContext userContext{};
};

/// What a validator found.
struct ClaimValidation {
  bool isValid = true;
  json::value reason{};  ///< why not; null: no reason is sent

  [[nodiscard]] static ClaimValidation valid() { return {}; }
  [[nodiscard]] static ClaimValidation invalid(json::value reason) { return {false, std::move(reason)}; }
};

/// What a claim is: its key, and how its value comes into a payload and out of it. Derive from it for a claim
/// with a form of its own.
class MFA_EXPORT SessionClaim {
 public:
  virtual ~SessionClaim();

  /// The root key in the access-token payload.
  [[nodiscard]] virtual const std::string& key() const noexcept = 0;

  /// Fetches the value: JSON, or nothing, which leaves the payload as it is. May block; runs outside
  /// transactions.
  [[nodiscard]] virtual std::optional<json::value> fetch(const ClaimInput& input) const = 0;

  /// The member to be merged into the payload so that it says `value`.
  [[nodiscard]] virtual json::object toPayload(const json::value& value, Time now) const = 0;

  /// The value that `payload` says, or null if it says none.
  [[nodiscard]] virtual const json::value* fromPayload(const json::object& payload) const = 0;

  /// When the value in `payload` was fetched, if it says so.
  [[nodiscard]] virtual std::optional<Time> lastRefetchTime(const json::object& payload) const = 0;

  /// Fetches the value and returns the member to be merged into the payload: empty if there is no value.
  [[nodiscard]] json::object build(const ClaimInput& input) const;
};

/// A condition on a session. Made by `claim.validators`, or filled in by hand for conditions of a host's own.
struct SessionClaimValidator {
  std::string id{};
  /// The claim to be fetched again when `shouldRefetch` says so; null: never fetched.
  std::shared_ptr<const SessionClaim> claim{};
  std::function<bool(const json::object& payload, const UserContext& userContext)> shouldRefetch{};
  std::function<ClaimValidation(const json::object& payload, const UserContext& userContext)> validate{};
};

/// How old a value may be for one validator; nothing: as old as the claim's own default allows.
using MaxAge = std::optional<std::chrono::seconds>;

namespace claims {
struct PrimitiveState;

/// The validators of a single value.
class MFA_EXPORT PrimitiveValidators {
 public:
  /// Holds if the value is `value` and not older than `maxAge`. `id` defaults to the claim's key.
  [[nodiscard]] SessionClaimValidator hasValue(json::value value, MaxAge maxAge = {},
                                               std::optional<std::string> id = {}) const;

 protected:
  friend struct PrimitiveState;
  explicit PrimitiveValidators(std::shared_ptr<const PrimitiveState> state) : state_{std::move(state)} {}
  template <class>
  friend class BasicClaim;
  std::shared_ptr<const PrimitiveState> state_;
};

/// The validators of a yes or no.
class MFA_EXPORT BooleanValidators : public PrimitiveValidators {
 public:
  [[nodiscard]] SessionClaimValidator isTrue(MaxAge maxAge = {}, std::optional<std::string> id = {}) const;
  [[nodiscard]] SessionClaimValidator isFalse(MaxAge maxAge = {}, std::optional<std::string> id = {}) const;

 private:
  using PrimitiveValidators::PrimitiveValidators;
  template <class>
  friend class BasicClaim;
};

/// The validators of a list.
class MFA_EXPORT PrimitiveArrayValidators {
 public:
  [[nodiscard]] SessionClaimValidator includes(json::value value, MaxAge maxAge = {},
                                               std::optional<std::string> id = {}) const;
  [[nodiscard]] SessionClaimValidator excludes(json::value value, MaxAge maxAge = {},
                                               std::optional<std::string> id = {}) const;
  [[nodiscard]] SessionClaimValidator includesAll(json::array values, MaxAge maxAge = {},
                                                  std::optional<std::string> id = {}) const;
  [[nodiscard]] SessionClaimValidator includesAny(json::array values, MaxAge maxAge = {},
                                                  std::optional<std::string> id = {}) const;
  [[nodiscard]] SessionClaimValidator excludesAll(json::array values, MaxAge maxAge = {},
                                                  std::optional<std::string> id = {}) const;

 private:
  explicit PrimitiveArrayValidators(std::shared_ptr<const PrimitiveState> state) : state_{std::move(state)} {}
  template <class>
  friend class BasicClaim;
  std::shared_ptr<const PrimitiveState> state_;
};

/// The kinds of claims, each with the C++ type of its value and its validators.
struct PrimitiveKind {
  using Value = json::value;
  using Validators = PrimitiveValidators;
};
struct BooleanKind {
  using Value = bool;
  using Validators = BooleanValidators;
};
struct PrimitiveArrayKind {
  using Value = json::array;
  using Validators = PrimitiveArrayValidators;
};

/// A claim kept as `{"v":…,"t":…}`: the common part of the three below.
template <class Kind>
class MFA_EXPORT BasicClaim {
 public:
  using Value = typename Kind::Value;

  struct Config {
    std::string key{};
    /// Fetches the value when a session is made, or when a validator finds it missing or too old.
    std::function<std::optional<Value>(const ClaimInput&)> fetchValue{};
    /// How old a value may be for validators that say nothing; nothing: it never expires.
    MaxAge defaultMaxAgeInSeconds{};
  };

  explicit BasicClaim(Config config);

  [[nodiscard]] const std::string& key() const noexcept;

  /// Fetches the value and returns what is to be merged into a payload. Takes a `ClaimInput`, or what
  /// converts to one, such as the input of `createNewSession`.
  [[nodiscard]] json::object build(const ClaimInput& input) const;

  /// What is to be merged into a payload so that it says `value`, now.
  [[nodiscard]] json::object toPayload(const Value& value, Time now) const;

  /// The value that `payload` says, if any.
  [[nodiscard]] std::optional<Value> getValueFromPayload(const json::object& payload) const;

  /// This claim as the general interface, for validators and sessions.
  [[nodiscard]] std::shared_ptr<const SessionClaim> claim() const;

 private:
  std::shared_ptr<const PrimitiveState> state_;

 public:
  const typename Kind::Validators validators;
};

extern template class BasicClaim<PrimitiveKind>;
extern template class BasicClaim<BooleanKind>;
extern template class BasicClaim<PrimitiveArrayKind>;
}  // namespace claims

/// A claim with one text, number, boolean or null.
using PrimitiveClaim = claims::BasicClaim<claims::PrimitiveKind>;
/// A claim that is true or false.
using BooleanClaim = claims::BasicClaim<claims::BooleanKind>;
/// A claim with a list of primitives.
using PrimitiveArrayClaim = claims::BasicClaim<claims::PrimitiveArrayKind>;

}  // namespace mfa
