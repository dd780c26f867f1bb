#include <utility>

#include "mfa/auth.hpp"
#include "mfa/errors.hpp"
#include "recipes/session/issue.hpp"
#include "recipes/session/requests.hpp"
#include "recipes/session/settings.hpp"
#include "testing/defences.hpp"

namespace mfa::session {
namespace {

CreateNewSession::Input inputFor(const Session::Impl& impl, const NewSession& wanted, bool disableAntiCsrf,
                                 const UserContext& userContext) {
  const auto user = impl.auth.getUser(wanted.recipeUserId, userContext);
  CreateNewSession::Input input{
      .userId = user ? user->id : wanted.recipeUserId,
      .recipeUserId = wanted.recipeUserId,
      .accessTokenPayload = withIssuer(impl, tokens::customClaims(wanted.accessTokenPayload)),
      .sessionDataInDatabase = wanted.sessionDataInDatabase,
      .disableAntiCsrf = disableAntiCsrf,
      .tenantId = wanted.tenantId,
      .userContext = userContext};
  for (const auto& claim : impl.services.sessionClaims) merge(input.accessTokenPayload, claim->build(input));
  return input;
}

/// Browsers drop such cookies, and the user would be signed in and out at once.
void requireUsableCookies(const Exchange& exchange) {
  const auto& [impl, req, res, userContext] = exchange;
  if (cookieSecure(impl) || cookieSameSite(impl, userContext) != SameSite::None) return;
  if (isLocal(impl, userContext)) return;
  throw Error{"session.cookieSecure must be true where SameSite is None: browsers drop such cookies"};
}

TokenTransferMethod otherThan(TokenTransferMethod method) {
  return method == TokenTransferMethod::Cookie ? TokenTransferMethod::Header : TokenTransferMethod::Cookie;
}

bool bringsAccessToken(const Exchange& exchange, TokenTransferMethod method) {
  if (method == TokenTransferMethod::Header) return bearerToken(exchange.req).has_value();
  return cookieToken(exchange, TokenType::Access).has_value();
}

}  // namespace

SessionPtr startSession(const Exchange& exchange, const NewSession& wanted) {
  const auto& [impl, req, res, userContext] = exchange;
  const auto method = methodForNewSession(exchange);
  if (method == TokenTransferMethod::Cookie) requireUsableCookies(exchange);
  auto session = impl.functions.createNewSession(
      inputFor(impl, wanted, method == TokenTransferMethod::Header, userContext));
  // An override gave the request's own session back: its tokens stay where they are.
  if (session->getTokenTransferMethod() && stands(Defence::TransferMethodStays)) return session;
  if (const auto other = otherThan(method); bringsAccessToken(exchange, other)) clearTokens(exchange, other);
  session->attachToRequestResponse(req, res, method, userContext);
  return session;
}

SessionPtr startSessionWithoutExchange(const Session::Impl& impl, const NewSession& wanted,
                                       bool disableAntiCsrf, const UserContext& userContext) {
  return impl.functions.createNewSession(inputFor(impl, wanted, disableAntiCsrf, userContext));
}

}  // namespace mfa::session
