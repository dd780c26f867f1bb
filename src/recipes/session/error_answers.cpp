// Session errors over HTTP. Source: FDI, session errors.
#include "mfa/errors.hpp"
#include "mfa/recipe.hpp"
#include "recipes/session/impl.hpp"
#include "recipes/session/neighbours.hpp"
#include "recipes/session/transfer.hpp"

namespace mfa::session {
namespace {

json::object message(std::string_view text) { return {{"message", text}}; }

json::object invalidClaim(const InvalidClaimsError& error) {
  json::array errors;
  for (const auto& [id, reason] : error.errors()) {
    json::object entry{{"id", id}};
    if (!reason.is_null()) entry["reason"] = reason;
    errors.push_back(std::move(entry));
  }
  auto body = message("invalid claim");
  body["claimValidationErrors"] = std::move(errors);
  return body;
}

/// The host's own answer, or ours.
template <class Failure>
void answerWith(const ErrorHandlers::Handler<Failure>& handler, const Failure& error,
                const Exchange& exchange, int status, const json::object& body) {
  if (handler)
    handler(error, ApiOptions{exchange.req, exchange.res}, exchange.userContext);
  else
    sendJson(exchange.res, status, body);
}

}  // namespace

void answerError(const Session& session, const SessionError& error, const ApiOptions& options,
                 const UserContext& userContext) {
  const auto& impl = session.impl();
  const Exchange exchange{impl, options.req, options.res, impl.bound(userContext, &options.req)};
  const auto& handlers = impl.config.errorHandlers;
  const int expired = impl.config.sessionExpiredStatusCode;

  if (const auto* const claims = dynamic_cast<const InvalidClaimsError*>(&error)) {
    answerWith(handlers.onInvalidClaim, *claims, exchange, impl.config.invalidClaimStatusCode,
               invalidClaim(*claims));
  } else if (const auto* const tryRefresh = dynamic_cast<const TryRefreshTokenError*>(&error)) {
    answerWith(handlers.onTryRefreshToken, *tryRefresh, exchange, expired, message("try refresh token"));
  } else if (const auto* const theft = dynamic_cast<const TokenTheftDetectedError*>(&error)) {
    clearAllTokens(exchange);
    answerWith(handlers.onTokenTheftDetected, *theft, exchange, expired, message("token theft detected"));
  } else if (const auto* const duplicates = dynamic_cast<const ClearDuplicateSessionCookiesError*>(&error)) {
    const auto& older = impl.config.olderCookieDomain;
    clearCookiesOfDomain(exchange, older && !older->empty() ? older : std::nullopt);
    answerWith(handlers.onClearDuplicateSessionCookies, *duplicates, exchange, 200, message(error.what()));
  } else if (const auto* const unauthorised = dynamic_cast<const UnauthorisedError*>(&error)) {
    if (unauthorised->tokens() == UnauthorisedError::Tokens::Clear) clearAllTokens(exchange);
    answerWith(handlers.onUnauthorised, *unauthorised, exchange, expired, message("unauthorised"));
  } else {
    sendJson(options.res, expired, message("unauthorised"));  // of a host's own class
  }
}

}  // namespace mfa::session
