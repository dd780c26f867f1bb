#include "recipes/session/settings.hpp"

#include <chrono>

#include "http/site.hpp"

namespace mfa::session {

using namespace std::chrono_literals;

bool cookieSecure(const Session::Impl& impl) {
  return impl.config.cookieSecure.value_or(http::schemeOf(impl.services.appInfo.apiDomain) == "https");
}

SameSite cookieSameSite(const Session::Impl& impl, const UserContext& userContext) {
  if (impl.config.cookieSameSite) return *impl.config.cookieSameSite;
  if (impl.sameSite) return *impl.sameSite;
  return http::derivedSameSite(impl.services.appInfo.apiDomain, websiteOrigin(impl.services, userContext));
}

AntiCsrf antiCsrf(const Session::Impl& impl, const UserContext& userContext) {
  if (impl.config.antiCsrf) return *impl.config.antiCsrf;
  return cookieSameSite(impl, userContext) == SameSite::None ? AntiCsrf::ViaCustomHeader : AntiCsrf::None;
}

std::string cookieName(const Session::Impl& impl, const Request& req, TokenType type,
                       const UserContext& userContext) {
  if (impl.config.getCookieNameForTokenType)
    return impl.config.getCookieNameForTokenType(req, type, userContext);
  return type == TokenType::Access ? "sAccessToken" : "sRefreshToken";
}

std::string responseHeaderName(const Session::Impl& impl, const Request& req, TokenType type,
                               const UserContext& userContext) {
  if (impl.config.getResponseHeaderNameForTokenType)
    return impl.config.getResponseHeaderNameForTokenType(req, type, userContext);
  return type == TokenType::Access ? "st-access-token" : "st-refresh-token";
}

std::string refreshPath(const Session::Impl& impl) { return impl.services.basePath + "/session/refresh"; }

bool isLocal(const Session::Impl& impl, const UserContext& userContext) {
  return http::isLocal(http::hostOf(impl.services.appInfo.apiDomain)) &&
         http::isLocal(http::hostOf(websiteOrigin(impl.services, userContext)));
}

namespace {

bool isBetween(std::chrono::seconds value, std::chrono::seconds least, std::chrono::seconds most) {
  return value >= least && value <= most;
}

/// A domain or path ends up in a Set-Cookie header as it is.
bool isCookieAttribute(const std::string& text) {
  return text.find_first_of("; \t\r\n,") == std::string::npos;
}

void checkLifetimes(const Session::Config& config, ConfigProblems& problems) {
  if (!isBetween(config.accessTokenValidity, 1s, 24h))
    problems.add("session.accessTokenValidity", "must lie between 1 s and 24 h");
  if (config.accessTokenJitterPercent < 0 || config.accessTokenJitterPercent > 50)
    problems.add("session.accessTokenJitterPercent", "must lie between 0 and 50");
  if (config.refreshTokenValidity < config.accessTokenValidity)
    problems.add("session.refreshTokenValidity", "must not be shorter than accessTokenValidity");
  if (config.refreshTokenValidity > 24h * 3'650)
    problems.add("session.refreshTokenValidity", "must be at most 10 years");
  if (config.maximumSessionLifetime && *config.maximumSessionLifetime < 1s)
    problems.add("session.maximumSessionLifetime", "must be at least 1 s");
  if (!isBetween(config.refreshTokenGracePeriod, 0s, 300s))
    problems.add("session.refreshTokenGracePeriod", "must lie between 0 and 300 s");
  if (!isBetween(config.signingKeyUpdateInterval, 1min, 24h * 366))
    problems.add("session.signingKeyUpdateInterval", "must lie between 1 min and 366 days");
  if (!isBetween(config.jwksRefreshInterval, 1s, 24h * 7))
    problems.add("session.jwksRefreshInterval", "must lie between 1 s and 7 days");
}

void checkCookies(const Session::Impl& impl, ConfigProblems& problems) {
  const auto& config = impl.config;
  if (!config.accessTokenPath.starts_with('/') || !isCookieAttribute(config.accessTokenPath))
    problems.add("session.accessTokenPath", "must begin with a slash, and have no space, comma or semicolon");
  if (config.cookieDomain && (config.cookieDomain->empty() || !isCookieAttribute(*config.cookieDomain)))
    problems.add("session.cookieDomain", "is no domain");
  if (config.olderCookieDomain && !isCookieAttribute(*config.olderCookieDomain))
    problems.add("session.olderCookieDomain", "is no domain");
  // Where the website's origin hangs on the request, so does this.
  if (impl.services.appInfo.origin || cookieSecure(impl)) return;
  const UserContext userContext{impl.auth};
  if (cookieSameSite(impl, userContext) == SameSite::None && !isLocal(impl, userContext))
    problems.add("session.cookieSecure",
                 "must be true where SameSite is None: browsers drop such cookies. Serve the API by https");
}

void checkFunctions(const Session::Functions& functions, ConfigProblems& problems) {
  requireHook(functions.createNewSession, "session.createNewSession", problems);
  requireHook(functions.getGlobalClaimValidators, "session.getGlobalClaimValidators", problems);
  requireHook(functions.getSession, "session.getSession", problems);
  requireHook(functions.refreshSession, "session.refreshSession", problems);
  requireHook(functions.getSessionInformation, "session.getSessionInformation", problems);
  requireHook(functions.revokeAllSessionsForUser, "session.revokeAllSessionsForUser", problems);
  requireHook(functions.getAllSessionHandlesForUser, "session.getAllSessionHandlesForUser", problems);
  requireHook(functions.revokeSession, "session.revokeSession", problems);
  requireHook(functions.revokeMultipleSessions, "session.revokeMultipleSessions", problems);
  requireHook(functions.updateSessionDataInDatabase, "session.updateSessionDataInDatabase", problems);
  requireHook(functions.mergeIntoAccessTokenPayload, "session.mergeIntoAccessTokenPayload", problems);
  requireHook(functions.regenerateAccessToken, "session.regenerateAccessToken", problems);
  requireHook(functions.validateClaims, "session.validateClaims", problems);
  requireHook(functions.fetchAndSetClaim, "session.fetchAndSetClaim", problems);
  requireHook(functions.setClaimValue, "session.setClaimValue", problems);
  requireHook(functions.getClaimValue, "session.getClaimValue", problems);
  requireHook(functions.removeClaim, "session.removeClaim", problems);
  requireHook(functions.createJWT, "session.createJWT", problems);
  requireHook(functions.getJWKS, "session.getJWKS", problems);
  requireHook(functions.getOpenIdDiscoveryConfiguration, "session.getOpenIdDiscoveryConfiguration", problems);
}

}  // namespace

void check(const Session::Impl& impl, ConfigProblems& problems) {
  const auto& config = impl.config;
  checkLifetimes(config, problems);
  checkCookies(impl, problems);
  checkFunctions(impl.functions, problems);
  requireHook(impl.apis.verifySession, "session.verifySession", problems);
  if (config.sessionExpiredStatusCode == config.invalidClaimStatusCode)
    problems.add("session.invalidClaimStatusCode", "must differ from sessionExpiredStatusCode");
  if (config.verifiedTokenCacheSize > 10'000'000)
    problems.add("session.verifiedTokenCacheSize", "must be at most 10,000,000");
}

}  // namespace mfa::session
