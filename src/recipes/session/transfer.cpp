#include "recipes/session/transfer.hpp"

#include <chrono>

#include "http/cookies.hpp"
#include "http/text.hpp"
#include "mfa/errors.hpp"
#include "recipes/session/settings.hpp"
#include "tokens/front_token.hpp"

namespace mfa::session {
namespace {

constexpr std::string_view kLegacyIdCookie = "sIdRefreshToken";
constexpr std::chrono::milliseconds kOneYear{31'536'000'000};

/// Lets scripts of the website read a header.
void expose(Response& res, std::string_view name) {
  auto exposed = res.header("Access-Control-Expose-Headers").value_or("");
  if (exposed.find(name) != std::string::npos) return;
  if (!exposed.empty()) exposed += ", ";
  exposed += name;
  res.setHeader("Access-Control-Expose-Headers", exposed);
}

void setExposedHeader(Response& res, std::string_view name, std::string_view value) {
  res.setHeader(name, value);
  expose(res, name);
}

http::Cookie cookieOf(const Exchange& exchange, TokenType type, std::string value, Time expires) {
  const auto& [impl, req, res, userContext] = exchange;
  return {.name = cookieName(impl, req, type, userContext),
          .value = std::move(value),
          .path = type == TokenType::Access ? impl.config.accessTokenPath : refreshPath(impl),
          .domain = impl.config.cookieDomain,
          .expires = expires,
          .secure = cookieSecure(impl),
          .sameSite = cookieSameSite(impl, userContext)};
}

void sendToken(const Exchange& exchange, TokenTransferMethod method, TokenType type, const std::string& token,
               Time expires) {
  if (method == TokenTransferMethod::Cookie)
    http::setCookie(exchange.res, cookieOf(exchange, type, token, expires));
  else
    setExposedHeader(exchange.res,
                     responseHeaderName(exchange.impl, exchange.req, type, exchange.userContext), token);
}

void clearToken(const Exchange& exchange, TokenTransferMethod method, TokenType type) {
  if (method == TokenTransferMethod::Cookie)
    http::clearCookie(exchange.res, cookieOf(exchange, type, {}, {}));
  else
    setExposedHeader(exchange.res,
                     responseHeaderName(exchange.impl, exchange.req, type, exchange.userContext), "");
}

}  // namespace

TokenTransferMethod allowedMethod(const Exchange& exchange) {
  const auto& choose = exchange.impl.config.getTokenTransferMethod;
  if (!choose) return TokenTransferMethod::Any;
  return choose({.req = exchange.req, .forCreateNewSession = false, .userContext = exchange.userContext});
}

TokenTransferMethod methodForNewSession(const Exchange& exchange) {
  const auto& choose = exchange.impl.config.getTokenTransferMethod;
  const auto chosen =
      choose ? choose({.req = exchange.req, .forCreateNewSession = true, .userContext = exchange.userContext})
             : TokenTransferMethod::Any;
  if (chosen != TokenTransferMethod::Any) return chosen;
  const auto asked = http::trimmed(exchange.req.header("st-auth-mode").value_or(""));
  return http::equalIgnoringCase(asked, "cookie") ? TokenTransferMethod::Cookie : TokenTransferMethod::Header;
}

std::optional<FoundToken> cookieToken(const Exchange& exchange, TokenType type) {
  const auto found =
      http::findCookie(exchange.req, cookieName(exchange.impl, exchange.req, type, exchange.userContext));
  if (!found) return std::nullopt;
  return FoundToken{.text = found->value(), .count = found->count};
}

std::optional<std::string> bearerToken(const Request& req) {
  constexpr std::string_view kScheme = "bearer ";
  const auto header = http::trimmed(req.header("authorization").value_or(""));
  if (!http::equalIgnoringCase(header.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  const auto token = http::trimmed(header.substr(kScheme.size()));
  if (token.empty()) return std::nullopt;
  return std::string{token};
}

bool hasDuplicateCookies(const Exchange& exchange) {
  for (const auto type : {TokenType::Access, TokenType::Refresh}) {
    const auto cookie =
        http::findCookie(exchange.req, cookieName(exchange.impl, exchange.req, type, exchange.userContext));
    if (cookie && cookie->count > 1) return true;
  }
  return false;
}

bool hasLegacyIdCookie(const Request& req) { return http::findCookie(req, kLegacyIdCookie).has_value(); }

void clearLegacyIdCookie(const Exchange& exchange) {
  auto cookie = cookieOf(exchange, TokenType::Access, {}, {});
  cookie.name = kLegacyIdCookie;
  http::clearCookie(exchange.res, std::move(cookie));
}

void sendTokens(const Exchange& exchange, TokenTransferMethod method, const OutgoingTokens& tokens) {
  const auto& [impl, req, res, userContext] = exchange;
  const auto& access = tokens.accessToken;
  setExposedHeader(res, "front-token",
                   tokens::frontToken(access.claims.userId, access.claims.expiresAt, access.payload));
  // The cookie outlives its token, so that an expired one is told from none.
  sendToken(exchange, method, TokenType::Access, access.token, impl.now() + kOneYear);
  if (method == TokenTransferMethod::Cookie && impl.config.exposeAccessTokenToFrontendInCookieBasedAuth)
    sendToken(exchange, TokenTransferMethod::Header, TokenType::Access, access.token, {});
  if (tokens.refreshToken)
    sendToken(exchange, method, TokenType::Refresh, *tokens.refreshToken, tokens.refreshTokenExpiresAt);
  if (method == TokenTransferMethod::Cookie && tokens.antiCsrfToken)
    setExposedHeader(res, "anti-csrf", *tokens.antiCsrfToken);
}

void clearTokens(const Exchange& exchange, TokenTransferMethod method) {
  clearToken(exchange, method, TokenType::Access);
  clearToken(exchange, method, TokenType::Refresh);
  exchange.res.removeHeader("anti-csrf");
  setExposedHeader(exchange.res, "front-token", "remove");
}

void clearAllTokens(const Exchange& exchange) {
  if (hasDuplicateCookies(exchange)) clearCookiesOfDomain(exchange, std::nullopt);
  if (hasLegacyIdCookie(exchange.req)) clearLegacyIdCookie(exchange);
  clearTokens(exchange, TokenTransferMethod::Cookie);
  clearTokens(exchange, TokenTransferMethod::Header);
}

void clearCookiesOfDomain(const Exchange& exchange, const std::optional<std::string>& domain) {
  for (const auto type : {TokenType::Access, TokenType::Refresh}) {
    auto cookie = cookieOf(exchange, type, {}, {});
    cookie.domain = domain;
    http::clearCookie(exchange.res, std::move(cookie));
  }
}

}  // namespace mfa::session
