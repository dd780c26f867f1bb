// The recipe's public object: each call goes to the final table, or to what HTTP adds to it.
#include <utility>

#include "recipes/session/functions.hpp"
#include "recipes/session/impl.hpp"
#include "recipes/session/requests.hpp"

namespace mfa {
namespace {

/// A context that a caller who brought none gets.
UserContext contextOf(const Session::Impl& impl, const Request& req) { return UserContext{impl.auth, &req}; }

template <class Operation>
typename Operation::Result call(const Session::Impl& impl, const Hook<Operation>& hook,
                                typename Operation::Input input) {
  input.userContext.bind(impl.auth);
  return hook(std::move(input));
}

}  // namespace

SessionPtr Session::getSession(const Request& req, Response& res) const {
  return getSession(req, res, VerifySessionOptions{}, contextOf(*impl_, req));
}

SessionPtr Session::getSession(const Request& req, Response& res, const UserContext& userContext) const {
  return getSession(req, res, VerifySessionOptions{}, userContext);
}

SessionPtr Session::getSession(const Request& req, Response& res, const VerifySessionOptions& options) const {
  return getSession(req, res, options, contextOf(*impl_, req));
}

SessionPtr Session::getSession(const Request& req, Response& res, const VerifySessionOptions& options,
                               const UserContext& userContext) const {
  return session::sessionOf({*impl_, req, res, impl_->bound(userContext, &req)}, options);
}

SessionPtr Session::getSession(GetSession::Input input) const {
  return call<GetSession>(*impl_, impl_->functions.getSession, std::move(input));
}

SessionPtr Session::getSessionWithoutRequestResponse(const std::string& accessToken,
                                                     const std::optional<std::string>& antiCsrfToken,
                                                     const VerifySessionOptions& options,
                                                     const UserContext& userContext) const {
  auto session = getSession({.accessToken = accessToken,
                             .antiCsrfToken = antiCsrfToken,
                             .options = options,
                             .userContext = userContext});
  if (session != nullptr) session::checkClaims(*impl_, session, options, userContext);
  return session;
}

SessionPtr Session::verifySession(const Request& req, Response& res) const {
  return verifySession(req, res, VerifySessionOptions{}, contextOf(*impl_, req));
}

SessionPtr Session::verifySession(const Request& req, Response& res,
                                  const VerifySessionOptions& options) const {
  return verifySession(req, res, options, contextOf(*impl_, req));
}

SessionPtr Session::verifySession(const Request& req, Response& res, const VerifySessionOptions& options,
                                  const UserContext& userContext) const {
  return impl_->apis.verifySession({options, {req, res}, impl_->bound(userContext, &req)});
}

SessionPtr Session::createNewSession(const Request& req, Response& res, const std::string& tenantId,
                                     const std::string& recipeUserId, const json::object& accessTokenPayload,
                                     const json::value& sessionDataInDatabase,
                                     const UserContext& userContext) const {
  return session::startSession({*impl_, req, res, impl_->bound(userContext, &req)},
                               {tenantId, recipeUserId, accessTokenPayload, sessionDataInDatabase});
}

SessionPtr Session::createNewSessionWithoutRequestResponse(
    const std::string& tenantId, const std::string& recipeUserId, const json::object& accessTokenPayload,
    const json::value& sessionDataInDatabase, bool disableAntiCsrf, const UserContext& userContext) const {
  return session::startSessionWithoutExchange(
      *impl_, {tenantId, recipeUserId, accessTokenPayload, sessionDataInDatabase}, disableAntiCsrf,
      impl_->bound(userContext));
}

SessionPtr Session::createNewSession(CreateNewSession::Input input) const {
  return call<CreateNewSession>(*impl_, impl_->functions.createNewSession, std::move(input));
}

SessionPtr Session::refreshSession(const Request& req, Response& res, const UserContext& userContext) const {
  return session::refreshSessionOf({*impl_, req, res, impl_->bound(userContext, &req)});
}

SessionPtr Session::refreshSessionWithoutRequestResponse(const std::string& refreshToken,
                                                         bool disableAntiCsrf,
                                                         const std::optional<std::string>& antiCsrfToken,
                                                         const UserContext& userContext) const {
  return refreshSession({.refreshToken = refreshToken,
                         .antiCsrfToken = antiCsrfToken,
                         .disableAntiCsrf = disableAntiCsrf,
                         .userContext = userContext});
}

SessionPtr Session::refreshSession(RefreshSession::Input input) const {
  return call<RefreshSession>(*impl_, impl_->functions.refreshSession, std::move(input));
}

std::vector<std::string> Session::revokeAllSessionsForUser(const std::string& userId,
                                                           bool revokeSessionsForLinkedAccounts,
                                                           const std::optional<std::string>& tenantId,
                                                           const UserContext& userContext) const {
  return revokeAllSessionsForUser({.userId = userId,
                                   .revokeSessionsForLinkedAccounts = revokeSessionsForLinkedAccounts,
                                   .tenantId = tenantId,
                                   .userContext = userContext});
}

std::vector<std::string> Session::revokeAllSessionsForUser(RevokeAllSessionsForUser::Input input) const {
  return call<RevokeAllSessionsForUser>(*impl_, impl_->functions.revokeAllSessionsForUser, std::move(input));
}

bool Session::revokeSession(const std::string& sessionHandle, const UserContext& userContext) const {
  return revokeSession({.sessionHandle = sessionHandle, .userContext = userContext});
}

bool Session::revokeSession(RevokeSession::Input input) const {
  return call<RevokeSession>(*impl_, impl_->functions.revokeSession, std::move(input));
}

std::vector<std::string> Session::revokeMultipleSessions(const std::vector<std::string>& sessionHandles,
                                                         const UserContext& userContext) const {
  return revokeMultipleSessions({.sessionHandles = sessionHandles, .userContext = userContext});
}

std::vector<std::string> Session::revokeMultipleSessions(RevokeMultipleSessions::Input input) const {
  return call<RevokeMultipleSessions>(*impl_, impl_->functions.revokeMultipleSessions, std::move(input));
}

std::vector<std::string> Session::getAllSessionHandlesForUser(const std::string& userId,
                                                              bool fetchSessionsForAllLinkedAccounts,
                                                              const std::optional<std::string>& tenantId,
                                                              const UserContext& userContext) const {
  return getAllSessionHandlesForUser({.userId = userId,
                                      .fetchSessionsForAllLinkedAccounts = fetchSessionsForAllLinkedAccounts,
                                      .tenantId = tenantId,
                                      .userContext = userContext});
}

std::vector<std::string> Session::getAllSessionHandlesForUser(
    GetAllSessionHandlesForUser::Input input) const {
  return call<GetAllSessionHandlesForUser>(*impl_, impl_->functions.getAllSessionHandlesForUser,
                                           std::move(input));
}

std::optional<session::SessionInformation> Session::getSessionInformation(
    const std::string& sessionHandle, const UserContext& userContext) const {
  return getSessionInformation({.sessionHandle = sessionHandle, .userContext = userContext});
}

std::optional<session::SessionInformation> Session::getSessionInformation(
    GetSessionInformation::Input input) const {
  return call<GetSessionInformation>(*impl_, impl_->functions.getSessionInformation, std::move(input));
}

bool Session::updateSessionDataInDatabase(const std::string& sessionHandle, const json::value& newSessionData,
                                          const UserContext& userContext) const {
  return updateSessionDataInDatabase(
      {.sessionHandle = sessionHandle, .newSessionData = newSessionData, .userContext = userContext});
}

bool Session::updateSessionDataInDatabase(UpdateSessionDataInDatabase::Input input) const {
  return call<UpdateSessionDataInDatabase>(*impl_, impl_->functions.updateSessionDataInDatabase,
                                           std::move(input));
}

bool Session::mergeIntoAccessTokenPayload(const std::string& sessionHandle,
                                          const json::object& accessTokenPayloadUpdate,
                                          const UserContext& userContext) const {
  return mergeIntoAccessTokenPayload({.sessionHandle = sessionHandle,
                                      .accessTokenPayloadUpdate = accessTokenPayloadUpdate,
                                      .userContext = userContext});
}

bool Session::mergeIntoAccessTokenPayload(MergeIntoAccessTokenPayload::Input input) const {
  return call<MergeIntoAccessTokenPayload>(*impl_, impl_->functions.mergeIntoAccessTokenPayload,
                                           std::move(input));
}

session::RegenerateAccessToken::Result Session::regenerateAccessToken(
    RegenerateAccessToken::Input input) const {
  return call<RegenerateAccessToken>(*impl_, impl_->functions.regenerateAccessToken, std::move(input));
}

bool Session::fetchAndSetClaim(FetchAndSetClaim::Input input) const {
  return call<FetchAndSetClaim>(*impl_, impl_->functions.fetchAndSetClaim, std::move(input));
}

bool Session::setClaimValue(SetClaimValue::Input input) const {
  return call<SetClaimValue>(*impl_, impl_->functions.setClaimValue, std::move(input));
}

session::GetClaimValue::Result Session::getClaimValue(GetClaimValue::Input input) const {
  return call<GetClaimValue>(*impl_, impl_->functions.getClaimValue, std::move(input));
}

bool Session::removeClaim(RemoveClaim::Input input) const {
  return call<RemoveClaim>(*impl_, impl_->functions.removeClaim, std::move(input));
}

std::vector<SessionClaimValidator> Session::getGlobalClaimValidators(
    GetGlobalClaimValidators::Input input) const {
  return call<GetGlobalClaimValidators>(*impl_, impl_->functions.getGlobalClaimValidators, std::move(input));
}

session::ClaimsValidationResult Session::validateClaims(ValidateClaims::Input input) const {
  return call<ValidateClaims>(*impl_, impl_->functions.validateClaims, std::move(input));
}

session::ValidateClaimsForSessionHandle::Result Session::validateClaimsForSessionHandle(
    ValidateClaimsForSessionHandle::Input input) const {
  input.userContext.bind(impl_->auth);
  return session::validateClaimsForSessionHandle(*impl_, std::move(input));
}

session::CreateJWT::Result Session::createJWT(CreateJWT::Input input) const {
  return call<CreateJWT>(*impl_, impl_->functions.createJWT, std::move(input));
}

bool Session::revokeSigningKey(const std::string& keyId) const { return impl_->signingKeys.revoke(keyId); }

session::JsonWebKeySet Session::getJWKS(const UserContext& userContext) const {
  return call<GetJWKS>(*impl_, impl_->functions.getJWKS, {.userContext = userContext});
}

session::OpenIdDiscoveryConfiguration Session::getOpenIdDiscoveryConfiguration(
    const UserContext& userContext) const {
  return call<GetOpenIdDiscoveryConfiguration>(*impl_, impl_->functions.getOpenIdDiscoveryConfiguration,
                                               {.userContext = userContext});
}

}  // namespace mfa
