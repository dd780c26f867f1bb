#include <utility>

#include "recipes/session/functions.hpp"
#include "tokens/access_token.hpp"

namespace mfa::session {
namespace {

/// The payload that validators see. Copied only when something is fetched: most requests fetch nothing.
class WorkingPayload {
 public:
  explicit WorkingPayload(const json::object& original) : original_{original} {}

  [[nodiscard]] const json::object& get() const { return changed_ ? *changed_ : original_; }
  [[nodiscard]] const json::object& update() const { return update_; }

  void take(const json::object& fetched) {
    if (!changed_) changed_ = original_;
    merge(*changed_, fetched);
    for (const auto& [name, value] : fetched) update_[name] = value;
  }

 private:
  const json::object& original_;
  std::optional<json::object> changed_{};
  json::object update_{};
};

std::string tenantOf(const json::object& payload) {
  const auto* const tenantId = payload.if_contains("tId");
  return tenantId != nullptr && tenantId->is_string() ? std::string{tenantId->get_string()} : kPublicTenant;
}

ClaimInput claimInput(const ValidateClaims::Input& input, const json::object& payload) {
  return {.userId = input.userId,
          .recipeUserId = input.recipeUserId,
          .tenantId = tenantOf(payload),
          .currentPayload = payload,
          .userContext = input.userContext};
}

ClaimInput claimInput(const SessionInformation& session, const UserContext& userContext) {
  return {.userId = session.userId,
          .recipeUserId = session.recipeUserId,
          .tenantId = session.tenantId,
          .currentPayload = session.customClaimsInAccessTokenPayload,
          .userContext = userContext};
}

bool mergeIntoSession(const Session::Impl& impl, const std::string& sessionHandle, json::object update,
                      const UserContext& userContext) {
  return impl.functions.mergeIntoAccessTokenPayload({.sessionHandle = sessionHandle,
                                                     .accessTokenPayloadUpdate = std::move(update),
                                                     .userContext = userContext});
}

/// The app's payload and what the library itself says about the session, as an access token of it would.
json::object payloadOf(const Session::Impl& impl, const SessionInformation& session) {
  auto payload = session.customClaimsInAccessTokenPayload;
  payload["iss"] = impl.services.issuer;
  payload["sub"] = session.userId;
  payload["rsub"] = session.recipeUserId;
  payload["tId"] = session.tenantId;
  payload["sessionHandle"] = session.sessionHandle;
  return payload;
}

}  // namespace

ClaimsValidationResult validateClaims(const Session::Impl&, const ValidateClaims::Input& input) {
  WorkingPayload payload{*input.accessTokenPayload};
  for (const auto& validator : input.claimValidators) {
    if (validator.claim == nullptr || !validator.shouldRefetch) continue;
    if (!validator.shouldRefetch(payload.get(), input.userContext)) continue;
    payload.take(validator.claim->build(claimInput(input, payload.get())));
  }

  ClaimsValidationResult result;
  for (const auto& validator : input.claimValidators) {
    if (!validator.validate) continue;
    auto validation = validator.validate(payload.get(), input.userContext);
    if (!validation.isValid)
      result.invalidClaims.push_back({.id = validator.id, .reason = std::move(validation.reason)});
  }
  auto update = tokens::customClaims(payload.update());
  if (!update.empty()) result.accessTokenPayloadUpdate = std::move(update);
  return result;
}

bool fetchAndSetClaim(const Session::Impl& impl, const FetchAndSetClaim::Input& input) {
  const auto session = impl.functions.getSessionInformation(
      {.sessionHandle = input.sessionHandle, .userContext = input.userContext});
  if (!session) return false;
  return mergeIntoSession(impl, input.sessionHandle,
                          input.claim->build(claimInput(*session, input.userContext)), input.userContext);
}

bool setClaimValue(const Session::Impl& impl, const SetClaimValue::Input& input) {
  return mergeIntoSession(impl, input.sessionHandle, input.claim->toPayload(input.value, impl.now()),
                          input.userContext);
}

GetClaimValue::Result getClaimValue(const Session::Impl& impl, const GetClaimValue::Input& input) {
  const auto session = impl.functions.getSessionInformation(
      {.sessionHandle = input.sessionHandle, .userContext = input.userContext});
  if (!session) return SessionDoesNotExistError{};
  const auto* const value = input.claim->fromPayload(session->customClaimsInAccessTokenPayload);
  if (value == nullptr) return GetClaimValue::Ok{};
  return GetClaimValue::Ok{.value = *value};
}

bool removeClaim(const Session::Impl& impl, const RemoveClaim::Input& input) {
  return mergeIntoSession(impl, input.sessionHandle, {{input.claim->key(), nullptr}}, input.userContext);
}

ValidateClaimsForSessionHandle::Result validateClaimsForSessionHandle(
    const Session::Impl& impl, ValidateClaimsForSessionHandle::Input input) {
  const auto session = impl.functions.getSessionInformation(
      {.sessionHandle = input.sessionHandle, .userContext = input.userContext});
  if (!session) return SessionDoesNotExistError{};
  auto validators = impl.functions.getGlobalClaimValidators(
      {.tenantId = session->tenantId,
       .userId = session->userId,
       .recipeUserId = session->recipeUserId,
       .claimValidatorsAddedByOtherRecipes = impl.services.sessionClaimValidators,
       .userContext = input.userContext});
  if (input.overrideGlobalClaimValidators)
    validators = input.overrideGlobalClaimValidators(std::move(validators), *session, input.userContext);
  auto result = impl.functions.validateClaims(
      {.userId = session->userId,
       .recipeUserId = session->recipeUserId,
       .accessTokenPayload = std::make_shared<const json::object>(payloadOf(impl, *session)),
       .claimValidators = std::move(validators),
       .userContext = input.userContext});
  if (result.accessTokenPayloadUpdate &&
      !mergeIntoSession(impl, input.sessionHandle, *result.accessTokenPayloadUpdate, input.userContext))
    return SessionDoesNotExistError{};
  return ValidateClaimsForSessionHandle::Ok{.invalidClaims = std::move(result.invalidClaims)};
}

}  // namespace mfa::session
