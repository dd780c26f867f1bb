#include "mfa/claims.hpp"

#include "claims_state.hpp"
#include "services.hpp"

namespace mfa {

SessionClaim::~SessionClaim() = default;

json::object SessionClaim::build(const ClaimInput& input) const {
  const auto value = fetch(input);
  if (!value) return {};
  return toPayload(*value, claims::timeOf(input.userContext));
}

namespace claims {

Time timeOf(const UserContext& userContext) { return services(userContext.auth()).clock->now(); }

json::object PrimitiveState::toPayload(const json::value& value, Time now) const {
  return {{key_, {{"v", value}, {"t", toUnixMillis(now)}}}};
}

const json::value* PrimitiveState::fromPayload(const json::object& payload) const {
  return memberOf(payload, "v");
}

std::optional<Time> PrimitiveState::lastRefetchTime(const json::object& payload) const {
  const auto* const time = memberOf(payload, "t");
  if (time == nullptr || !time->is_number()) return std::nullopt;
  boost::system::error_code inexact;
  const auto millis = time->to_number<UnixMillis>(inexact);
  if (inexact) return std::nullopt;
  return fromUnixMillis(millis);
}

const json::value* PrimitiveState::memberOf(const json::object& payload, std::string_view name) const {
  const auto* const entry = payload.if_contains(key_);
  if (entry == nullptr || !entry->is_object()) return nullptr;
  return entry->get_object().if_contains(name);
}

namespace {

template <class Value>
PrimitiveState::Fetch jsonFetch(std::function<std::optional<Value>(const ClaimInput&)> fetchValue) {
  return [fetchValue = std::move(fetchValue)](const ClaimInput& input) -> std::optional<json::value> {
    if (!fetchValue) return std::nullopt;
    auto value = fetchValue(input);
    if (!value) return std::nullopt;
    return json::value(*std::move(value));
  };
}

std::optional<json::value> typed(const json::value& value, const json::value*) { return value; }
std::optional<bool> typed(const json::value& value, const bool*) {
  return value.is_bool() ? std::optional{value.get_bool()} : std::nullopt;
}
std::optional<json::array> typed(const json::value& value, const json::array*) {
  return value.is_array() ? std::optional{value.get_array()} : std::nullopt;
}

}  // namespace

template <class Kind>
BasicClaim<Kind>::BasicClaim(Config config)
    : state_{std::make_shared<const PrimitiveState>(
          std::move(config.key), jsonFetch(std::move(config.fetchValue)), config.defaultMaxAgeInSeconds)},
      validators{state_} {}

template <class Kind>
const std::string& BasicClaim<Kind>::key() const noexcept {
  return state_->key();
}

template <class Kind>
json::object BasicClaim<Kind>::build(const ClaimInput& input) const {
  return state_->build(input);
}

template <class Kind>
json::object BasicClaim<Kind>::toPayload(const Value& value, Time now) const {
  return state_->toPayload(json::value(value), now);
}

template <class Kind>
std::optional<typename BasicClaim<Kind>::Value> BasicClaim<Kind>::getValueFromPayload(
    const json::object& payload) const {
  const auto* const value = state_->fromPayload(payload);
  if (value == nullptr) return std::nullopt;
  return typed(*value, static_cast<const Value*>(nullptr));
}

template <class Kind>
std::shared_ptr<const SessionClaim> BasicClaim<Kind>::claim() const {
  return state_;
}

template class BasicClaim<PrimitiveKind>;
template class BasicClaim<BooleanKind>;
template class BasicClaim<PrimitiveArrayKind>;

}  // namespace claims
}  // namespace mfa
