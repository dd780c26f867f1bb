#include <utility>

#include "mfa/errors.hpp"
#include "recipes/session/requests.hpp"
#include "recipes/session/settings.hpp"
#include "recipes/session/verify.hpp"
#include "testing/defences.hpp"

namespace mfa::session {
namespace {

/// The token that a request is judged by.
struct ChosenToken {
  std::string text{};
  TokenTransferMethod method = TokenTransferMethod::Cookie;
};

/// A Bearer header comes first, unless it is a token of something else and there is a cookie.
std::optional<ChosenToken> chooseToken(const Exchange& exchange) {
  const auto allowed = allowedMethod(exchange);
  std::optional<std::string> bearer;
  if (allowed != TokenTransferMethod::Cookie) bearer = bearerToken(exchange.req);
  std::optional<FoundToken> cookie;
  if (allowed != TokenTransferMethod::Header) cookie = cookieToken(exchange, TokenType::Access);

  if (bearer && (!cookie || isSessionToken(exchange.impl, *bearer)))
    return ChosenToken{*std::move(bearer), TokenTransferMethod::Header};
  if (!cookie) return std::nullopt;
  // One of them is a leftover of another domain, or was planted; which, only a refresh can clean up.
  if (cookie->count > 1) throw TryRefreshTokenError{};
  return ChosenToken{std::move(cookie->text), TokenTransferMethod::Cookie};
}

/// Whether the anti-CSRF token is to be checked.
/// @throws TryRefreshTokenError if the request lacks the header that it should bear
bool antiCsrfDue(const Exchange& exchange, const ChosenToken& token, const VerifySessionOptions& options) {
  if (token.method == TokenTransferMethod::Header) return false;
  if (!options.antiCsrfCheck.value_or(exchange.req.method() != "GET")) return false;
  const auto mode = antiCsrf(exchange.impl, exchange.userContext);
  // What is no session's token is as good as none, so it is none that asks for a refresh.
  if (mode == AntiCsrf::ViaCustomHeader && !hasCustomHeader(exchange.req) &&
      isSessionToken(exchange.impl, token.text))
    throw TryRefreshTokenError{};
  return mode == AntiCsrf::ViaToken;
}

std::optional<std::string> antiCsrfHeader(const Request& req) {
  const auto header = req.header("anti-csrf");
  return header ? std::optional{std::string{*header}} : std::nullopt;
}

}  // namespace

bool hasCustomHeader(const Request& req) { return req.header("rid").has_value(); }

SessionPtr sessionOf(const Exchange& exchange, const VerifySessionOptions& options) {
  const auto& [impl, req, res, userContext] = exchange;
  if (hasLegacyIdCookie(req)) throw TryRefreshTokenError{};
  auto token = chooseToken(exchange);
  GetSession::Input input{.options = options, .userContext = userContext};
  if (token) {
    input.options.antiCsrfCheck = antiCsrfDue(exchange, *token, options);
    if (*input.options.antiCsrfCheck) input.antiCsrfToken = antiCsrfHeader(req);
    input.accessToken = std::move(token->text);
  }
  auto session = impl.functions.getSession(std::move(input));
  if (session == nullptr || !token) return session;
  session->attachToRequestResponse(req, res, token->method, userContext);
  checkClaims(impl, session, options, userContext);
  return session;
}

void checkClaims(const Session::Impl& impl, const SessionPtr& session, const VerifySessionOptions& options,
                 const UserContext& userContext) {
  if (!stands(Defence::ClaimsGuardRoutes)) return;
  auto validators = impl.functions.getGlobalClaimValidators(
      {.tenantId = session->getTenantId(),
       .userId = session->getUserId(),
       .recipeUserId = session->getRecipeUserId(),
       .claimValidatorsAddedByOtherRecipes = impl.services.sessionClaimValidators,
       .userContext = userContext});
  if (options.overrideGlobalClaimValidators)
    validators = options.overrideGlobalClaimValidators(std::move(validators), session, userContext);
  session->assertClaims(validators, userContext);
}

}  // namespace mfa::session
