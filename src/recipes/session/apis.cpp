#include "recipes/session/apis.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "http/origin.hpp"
#include "http/text.hpp"
#include "mfa/errors.hpp"
#include "recipes/session/requests.hpp"
#include "recipes/session/settings.hpp"

namespace mfa::session {
namespace {

bool isRefreshRequest(const Session::Impl& impl, const Request& req) {
  return req.method() == "POST" && impl.apis.refreshPOST &&
         http::equalIgnoringCase(http::pathOf(req.target()), refreshPath(impl));
}

SessionPtr verifySession(const Session::Impl& impl, VerifySession::Input input) {
  const auto& [req, res] = input.options;
  if (req.method() == "OPTIONS" || req.method() == "TRACE") return nullptr;
  if (isRefreshRequest(impl, req)) return impl.apis.refreshPOST({input.options, input.userContext});
  return sessionOf({impl, req, res, input.userContext}, input.verifySessionOptions);
}

SignOutPOST::Result signOut(const SignOutPOST::Input& input) {
  if (input.session != nullptr) input.session->revokeSession(input.userContext);
  return SignOutPOST::Ok{};
}

/// The session that signs out: no claim stands in its way.
void handleSignOut(const Session::Impl& impl, const RouteCall& call) {
  const Exchange exchange{impl, call.req, call.res, call.userContext};
  SessionPtr session;
  try {
    session = sessionOf(exchange, {.overrideGlobalClaimValidators = noClaimValidators});
  } catch (const UnauthorisedError& error) {
    if (error.tokens() == UnauthorisedError::Tokens::Keep) throw;
    // It was revoked already: what the client wants is done, but for its tokens.
    clearAllTokens(exchange);
    sendJson(call.res, {{"status", "OK"}});
    return;
  }
  const auto result = impl.apis.signOutPOST({session, {call.req, call.res}, call.userContext});
  if (const auto* const failure = std::get_if<GeneralError>(&result))
    sendJson(call.res, {{"status", "GENERAL_ERROR"}, {"message", failure->message}});
  else
    sendJson(call.res, {{"status", "OK"}});
}

json::object toJson(const OpenIdDiscoveryConfiguration& configuration) {
  const auto list = [](const std::vector<std::string>& texts) { return json::value_from(texts); };
  return {{"issuer", configuration.issuer},
          {"jwks_uri", configuration.jwksUri},
          {"authorization_endpoint", configuration.authorizationEndpoint},
          {"token_endpoint", configuration.tokenEndpoint},
          {"userinfo_endpoint", configuration.userinfoEndpoint},
          {"revocation_endpoint", configuration.revocationEndpoint},
          {"token_introspection_endpoint", configuration.tokenIntrospectionEndpoint},
          {"end_session_endpoint", configuration.endSessionEndpoint},
          {"subject_types_supported", list(configuration.subjectTypesSupported)},
          {"id_token_signing_alg_values_supported", list(configuration.idTokenSigningAlgValuesSupported)},
          {"response_types_supported", list(configuration.responseTypesSupported)}};
}

void sendGeneralError(Response& res, const GeneralError& failure) {
  sendJson(res, {{"status", "GENERAL_ERROR"}, {"message", failure.message}});
}

void handleJwks(const Session::Impl& impl, const RouteCall& call) {
  constexpr std::chrono::seconds kUnknownValidity{60};
  auto result = impl.apis.getJWKSGET({{call.req, call.res}, call.userContext});
  call.res.setHeader("Access-Control-Allow-Origin", "*");
  if (const auto* const failure = std::get_if<GeneralError>(&result))
    return sendGeneralError(call.res, *failure);
  auto& jwks = std::get<JsonWebKeySet>(result);
  const auto maxAge = std::max(jwks.validityInSeconds.value_or(kUnknownValidity), std::chrono::seconds{1});
  call.res.setHeader("Cache-Control", "max-age=" + std::to_string(maxAge.count()) + ", must-revalidate");
  sendJson(call.res, {{"keys", std::move(jwks.keys)}});
}

void handleDiscovery(const Session::Impl& impl, const RouteCall& call) {
  const auto result = impl.apis.getOpenIdDiscoveryConfigurationGET({{call.req, call.res}, call.userContext});
  call.res.setHeader("Access-Control-Allow-Origin", "*");
  if (const auto* const failure = std::get_if<GeneralError>(&result))
    return sendGeneralError(call.res, *failure);
  sendJson(call.res, toJson(std::get<OpenIdDiscoveryConfiguration>(result)));
}

}  // namespace

Session::Apis defaultApis(const Session::Impl& impl) {
  return {
      .refreshPOST =
          [&impl](RefreshPOST::Input input) {
            return refreshSessionOf({impl, input.options.req, input.options.res, input.userContext});
          },
      .signOutPOST = [](SignOutPOST::Input input) { return signOut(input); },
      .verifySession = [&impl](VerifySession::Input input) { return verifySession(impl, std::move(input)); },
      .getJWKSGET = [&impl](GetJWKSGET::Input input) -> GetJWKSGET::Result {
        return impl.functions.getJWKS({input.userContext});
      },
      .getOpenIdDiscoveryConfigurationGET = [&impl](GetOpenIdDiscoveryConfigurationGET::Input input)
          -> GetOpenIdDiscoveryConfigurationGET::Result {
        return impl.functions.getOpenIdDiscoveryConfiguration({input.userContext});
      },
  };
}

std::vector<Route> routesOf(const Session::Impl& impl) {
  const auto& apis = impl.apis;
  std::vector<Route> routes;
  const auto add = [&routes](bool served, std::string method, std::string path,
                             std::function<void(RouteCall)> handler) {
    if (served) routes.push_back({std::move(method), std::move(path), std::move(handler)});
  };
  add(bool{apis.refreshPOST}, "POST", "/session/refresh", [&impl](RouteCall call) {
    (void)impl.apis.refreshPOST({{call.req, call.res}, call.userContext});
    sendJson(call.res, json::object{});
  });
  add(bool{apis.signOutPOST}, "POST", "/signout",
      [&impl](const RouteCall& call) { handleSignOut(impl, call); });
  add(bool{apis.getJWKSGET}, "GET", "/jwt/jwks.json",
      [&impl](const RouteCall& call) { handleJwks(impl, call); });
  add(bool{apis.getOpenIdDiscoveryConfigurationGET}, "GET", "/.well-known/openid-configuration",
      [&impl](const RouteCall& call) { handleDiscovery(impl, call); });
  return routes;
}

}  // namespace mfa::session
