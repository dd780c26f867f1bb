// The claim behind `BasicClaim` and its validators.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "mfa/claims.hpp"

namespace mfa::claims {

/// The time for whoever holds a context of an `Auth`.
[[nodiscard]] Time timeOf(const UserContext& userContext);

/// A claim kept as `{"<key>":{"v":…,"t":ms}}`.
struct PrimitiveState final : public SessionClaim {
 public:
  using Fetch = std::function<std::optional<json::value>(const ClaimInput&)>;

  PrimitiveState(std::string key, Fetch fetchValue, MaxAge defaultMaxAge)
      : key_{std::move(key)}, fetchValue_{std::move(fetchValue)}, defaultMaxAge_{defaultMaxAge} {}

  [[nodiscard]] const std::string& key() const noexcept override { return key_; }
  [[nodiscard]] std::optional<json::value> fetch(const ClaimInput& input) const override {
    return fetchValue_(input);
  }
  [[nodiscard]] json::object toPayload(const json::value& value, Time now) const override;
  [[nodiscard]] const json::value* fromPayload(const json::object& payload) const override;
  [[nodiscard]] std::optional<Time> lastRefetchTime(const json::object& payload) const override;

  [[nodiscard]] MaxAge defaultMaxAge() const noexcept { return defaultMaxAge_; }

 private:
  [[nodiscard]] const json::value* memberOf(const json::object& payload, std::string_view name) const;

  std::string key_;
  Fetch fetchValue_;
  MaxAge defaultMaxAge_;
};

}  // namespace mfa::claims
