#include "recipes/session/container.hpp"

#include <utility>

#include "mfa/errors.hpp"
#include "recipes/session/issue.hpp"
#include "tokens/front_token.hpp"

namespace mfa {

SessionContainer::~SessionContainer() = default;

namespace session {
namespace {

UnauthorisedError gone() { return UnauthorisedError{UnauthorisedError::Tokens::Clear}; }

}  // namespace

Container::Container(const Session::Impl& impl, AccessTokenStatePtr state, std::optional<IssuedTokens> issued)
    : impl_{impl}, state_{std::move(state)}, issued_{std::move(issued)}, updated_{issued_.has_value()} {}

SessionTokens Container::getAllSessionTokensDangerously() const {
  const auto& claims = state_->claims;
  return {.accessToken = state_->token,
          .refreshToken = issued_ ? std::optional{issued_->refreshToken} : std::nullopt,
          .antiCsrfToken = claims.antiCsrfToken,
          .frontToken = tokens::frontToken(claims.userId, claims.expiresAt, state_->payload),
          .accessAndFrontTokenUpdated = updated_};
}

std::optional<TokenTransferMethod> Container::getTokenTransferMethod() const {
  if (!attachment_) return std::nullopt;
  return attachment_->method;
}

void Container::revokeSession(const UserContext& userContext) {
  impl_.functions.revokeSession({.sessionHandle = getHandle(), .userContext = bound(userContext)});
  // The row goes first: tokens that are taken away from a live session could still be used.
  if (attachment_) clearTokens({impl_, attachment_->req, attachment_->res, userContext}, attachment_->method);
}

json::value Container::getSessionDataFromDatabase(const UserContext& userContext) const {
  return information(userContext).sessionDataInDatabase;
}

void Container::updateSessionDataInDatabase(const json::value& newSessionData,
                                            const UserContext& userContext) {
  const bool found = impl_.functions.updateSessionDataInDatabase(
      {.sessionHandle = getHandle(), .newSessionData = newSessionData, .userContext = bound(userContext)});
  if (!found) throw gone();
}

void Container::mergeIntoAccessTokenPayload(const json::object& accessTokenPayloadUpdate,
                                            const UserContext& userContext) {
  auto payload = tokens::customClaims(state_->payload);
  merge(payload, tokens::customClaims(accessTokenPayloadUpdate));
  const auto regenerated =
      impl_.functions.regenerateAccessToken({.accessToken = getAccessToken(),
                                             .newAccessTokenPayload = std::move(payload),
                                             .accessTokenPayloadUpdate = accessTokenPayloadUpdate,
                                             .userContext = bound(userContext)});
  if (!regenerated) throw gone();
  if (regenerated->accessToken) {
    become(stateOf(regenerated->accessToken->token, state_->mark), userContext);
    return;
  }
  // The access token expired while it was held: its next one, after a refresh, will say what this one cannot.
  auto changed = std::make_shared<AccessTokenState>(*state_);
  changed->payload = tokens::buildAccessTokenPayload(changed->claims, regenerated->session.userDataInJWT);
  earlier_.push_back(std::exchange(state_, std::move(changed)));
}

Time Container::getTimeCreated(const UserContext& userContext) const {
  return information(userContext).timeCreated;
}

Time Container::getExpiry(const UserContext& userContext) const { return information(userContext).expiry; }

void Container::assertClaims(const std::vector<SessionClaimValidator>& validators,
                             const UserContext& userContext) {
  if (validators.empty()) return;
  auto result = impl_.functions.validateClaims({.userId = getUserId(),
                                                .recipeUserId = getRecipeUserId(),
                                                .accessTokenPayload = payloadOf(state_),
                                                .claimValidators = validators,
                                                .userContext = bound(userContext)});
  if (result.accessTokenPayloadUpdate)
    mergeIntoAccessTokenPayload(*result.accessTokenPayloadUpdate, userContext);
  if (!result.invalidClaims.empty()) throw InvalidClaimsError{std::move(result.invalidClaims)};
}

void Container::fetchAndSetClaim(const std::shared_ptr<const SessionClaim>& claim,
                                 const UserContext& userContext) {
  const auto update = claim->build({.userId = getUserId(),
                                    .recipeUserId = getRecipeUserId(),
                                    .tenantId = getTenantId(),
                                    .currentPayload = getAccessTokenPayload(),
                                    .userContext = bound(userContext)});
  mergeIntoAccessTokenPayload(update, userContext);
}

void Container::setClaimValue(const std::shared_ptr<const SessionClaim>& claim, const json::value& value,
                              const UserContext& userContext) {
  mergeIntoAccessTokenPayload(claim->toPayload(value, impl_.now()), userContext);
}

void Container::removeClaim(const std::shared_ptr<const SessionClaim>& claim,
                            const UserContext& userContext) {
  mergeIntoAccessTokenPayload({{claim->key(), nullptr}}, userContext);
}

void Container::attachToRequestResponse(const Request& req, Response& res,
                                        TokenTransferMethod tokenTransferMethod,
                                        const UserContext& userContext) {
  if (tokenTransferMethod == TokenTransferMethod::Any)
    throw Error{"a session travels by cookies or by headers: TokenTransferMethod::Any is neither"};
  attachment_.emplace(Attachment{req, res, tokenTransferMethod});
  if (updated_) send(bound(userContext));
}

const UserContext& Container::bound(const UserContext& userContext) const {
  return impl_.bound(userContext, attachment_ ? &attachment_->req : nullptr);
}

SessionInformation Container::information(const UserContext& userContext) const {
  auto found = impl_.functions.getSessionInformation(
      {.sessionHandle = getHandle(), .userContext = bound(userContext)});
  if (!found) throw gone();
  return *std::move(found);
}

void Container::become(AccessTokenStatePtr state, const UserContext& userContext) {
  earlier_.push_back(std::exchange(state_, std::move(state)));
  updated_ = true;
  if (attachment_) send(userContext);
}

void Container::send(const UserContext& userContext) const {
  OutgoingTokens outgoing{.accessToken = *state_};
  if (issued_) {
    outgoing.refreshToken = issued_->refreshToken;
    outgoing.antiCsrfToken = issued_->antiCsrfToken;
    outgoing.refreshTokenExpiresAt = issued_->refreshTokenExpiresAt;
  }
  sendTokens({impl_, attachment_->req, attachment_->res, userContext}, attachment_->method, outgoing);
}

}  // namespace session
}  // namespace mfa
