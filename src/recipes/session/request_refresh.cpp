#include <utility>

#include "mfa/errors.hpp"
#include "observe/emit.hpp"
#include "recipes/session/requests.hpp"
#include "recipes/session/settings.hpp"

namespace mfa::session {
namespace {

struct ChosenToken {
  std::string text{};
  TokenTransferMethod method = TokenTransferMethod::Cookie;
};

UnauthorisedError unauthorised() { return UnauthorisedError{UnauthorisedError::Tokens::Clear}; }

/// A browser keeps a cookie per domain, and sends all of them: after `cookieDomain` was changed, or when
/// another host of the domain has planted one. Nobody can tell them apart, so all go, and the next sign-in
/// starts clean.
void refuseDuplicates(const Exchange& exchange) {
  if (!hasDuplicateCookies(exchange)) return;
  if (exchange.impl.config.olderCookieDomain) throw ClearDuplicateSessionCookiesError{};
  observe::emit(exchange.userContext,
                {.type = EventType::DuplicateSessionCookies, .reason = "older_cookie_domain_unset"});
  throw unauthorised();
}

std::optional<ChosenToken> chooseToken(const Exchange& exchange) {
  const auto allowed = allowedMethod(exchange);
  std::optional<FoundToken> cookie;
  if (allowed != TokenTransferMethod::Header) {
    refuseDuplicates(exchange);
    cookie = cookieToken(exchange, TokenType::Refresh);
  }
  if (allowed != TokenTransferMethod::Cookie)
    if (auto bearer = bearerToken(exchange.req))
      return ChosenToken{*std::move(bearer), TokenTransferMethod::Header};
  if (!cookie) return std::nullopt;
  return ChosenToken{std::move(cookie->text), TokenTransferMethod::Cookie};
}

void requireCustomHeader(const Exchange& exchange, TokenTransferMethod method) {
  if (method == TokenTransferMethod::Header) return;
  if (antiCsrf(exchange.impl, exchange.userContext) != AntiCsrf::ViaCustomHeader) return;
  if (!hasCustomHeader(exchange.req)) throw unauthorised();
}

/// The other method's tokens would shadow or outlive the new ones.
void clearOtherMethod(const Exchange& exchange, TokenTransferMethod method) {
  if (method == TokenTransferMethod::Header && cookieToken(exchange, TokenType::Refresh))
    clearTokens(exchange, TokenTransferMethod::Cookie);
}

SessionPtr refreshWith(const Exchange& exchange, ChosenToken token) {
  const auto& [impl, req, res, userContext] = exchange;
  requireCustomHeader(exchange, token.method);
  const auto antiCsrfToken = req.header("anti-csrf");
  auto session = impl.functions.refreshSession(
      {.refreshToken = std::move(token.text),
       .antiCsrfToken = antiCsrfToken ? std::optional{std::string{*antiCsrfToken}} : std::nullopt,
       .disableAntiCsrf = token.method == TokenTransferMethod::Header,
       .userContext = userContext});
  clearOtherMethod(exchange, token.method);
  session->attachToRequestResponse(req, res, token.method, userContext);
  return session;
}

}  // namespace

SessionPtr refreshSessionOf(const Exchange& exchange) {
  auto token = chooseToken(exchange);
  if (!token) throw unauthorised();
  auto session = refreshWith(exchange, *std::move(token));
  if (hasLegacyIdCookie(exchange.req)) clearLegacyIdCookie(exchange);
  return session;
}

}  // namespace mfa::session
