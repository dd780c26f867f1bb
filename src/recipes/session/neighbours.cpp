#include "recipes/session/neighbours.hpp"

#include "http/error_answers.hpp"
#include "mfa/errors.hpp"
#include "recipes/session/created_sessions.hpp"
#include "recipes/session/functions.hpp"
#include "recipes/session/refresh_token_keys.hpp"
#include "recipes/session/requests.hpp"
#include "tokens/jwt.hpp"

namespace mfa::session {
namespace {

/// The session that a token names, whether or not anybody signed that.
std::optional<std::string> namedHandle(std::string_view token) {
  const auto jwt = tokens::readUnverifiedJwt(token);
  auto claims = jwt ? tokens::readAccessTokenClaims(jwt->payload, jwt->header.version) : std::nullopt;
  if (!claims) return std::nullopt;
  return std::move(claims->sessionHandle);
}

/// Whether a refresh could help: one of the request's access tokens names a session that lives. Anybody can
/// write such a token, and gains no more than a 401.
bool namesLiveSession(const Exchange& exchange) {
  const auto allowed = allowedMethod(exchange);
  const auto isLive = [&exchange](std::string_view token) {
    const auto handle = namedHandle(token);
    return handle &&
           exchange.impl.functions
               .getSessionInformation({.sessionHandle = *handle, .userContext = exchange.userContext})
               .has_value();
  };
  if (allowed != TokenTransferMethod::Cookie)
    if (const auto bearer = bearerToken(exchange.req); bearer && isLive(*bearer)) return true;
  if (allowed == TokenTransferMethod::Header) return false;
  const auto cookie = cookieToken(exchange, TokenType::Access);
  // Of several cookies only a refresh finds out which one counts.
  return hasLegacyIdCookie(exchange.req) || (cookie && (cookie->count > 1 || isLive(cookie->text)));
}

}  // namespace

SessionPtr sessionOfRequest(const Session& session, const ApiOptions& options,
                            const UserContext& userContext) {
  const auto& impl = session.impl();
  const Exchange exchange{impl, options.req, options.res, impl.bound(userContext, &options.req)};
  try {
    return sessionOf(exchange,
                     {.sessionRequired = false, .overrideGlobalClaimValidators = noClaimValidators});
  } catch (const UnauthorisedError&) {
    return nullptr;
  } catch (const TryRefreshTokenError&) {
    if (namesLiveSession(exchange)) throw;
    return nullptr;
  }
}

void forgetSessions(const Session& session, const std::vector<std::string>& sessionHandles) {
  refuseFromNowOn(session.impl(), sessionHandles);
}

void takeBack(const Session& session, const SessionPtr& given, Response& res,
              const std::vector<std::string>& cookiesBefore, const UserContext& userContext) {
  if (given && wasCreated(userContext, given->getHandle()))
    session.revokeSession(given->getHandle(), userContext);
  http::withdrawTokens(res, cookiesBefore);
}

void housekeep(const Session& session) {
  const auto& impl = session.impl();
  const auto now = impl.now();
  impl.signingKeys.housekeep();
  resealRefreshTokenKey(impl.services);
  impl.verifiedTokens.sweep(now);
  impl.marks.sweep(now);
}

}  // namespace mfa::session
