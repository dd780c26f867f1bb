// Tokens and keys for verifiers elsewhere. Source: RFC 7517, RFC 7519, OpenID Connect Discovery 1.0.
#include "tokens/jwt.hpp"

#include <chrono>
#include <utility>

#include "recipes/session/functions.hpp"

namespace mfa::session {

CreateJWT::Result createJWT(const Session::Impl& impl, CreateJWT::Input input) {
  const auto now = std::chrono::floor<std::chrono::seconds>(impl.now()).time_since_epoch();
  auto& payload = input.payload;
  payload["iss"] = impl.services.issuer;
  payload["iat"] = std::int64_t{now.count()};
  payload["exp"] = std::int64_t{(now + input.validity).count()};
  const auto kind = input.useStaticSigningKey ? tokens::KeyKind::Static : tokens::KeyKind::Dynamic;
  return CreateJWT::Ok{.jwt = tokens::signJwt(impl.signingKeys.current(kind), payload, std::nullopt)};
}

JsonWebKeySet getJWKS(const Session::Impl& impl) {
  const auto published = impl.signingKeys.published();
  auto jwks = published.keys.toJwks();
  return {.keys = std::move(jwks.at("keys").as_array()), .validityInSeconds = published.maxAge};
}

OpenIdDiscoveryConfiguration getOpenIdDiscoveryConfiguration(const Session::Impl& impl) {
  const auto& issuer = impl.services.issuer;
  return {.issuer = issuer,
          .jwksUri = issuer + "/jwt/jwks.json",
          .authorizationEndpoint = issuer + "/oauth/auth",
          .tokenEndpoint = issuer + "/oauth/token",
          .userinfoEndpoint = issuer + "/oauth/userinfo",
          .revocationEndpoint = issuer + "/oauth/revoke",
          .tokenIntrospectionEndpoint = issuer + "/oauth/introspect",
          .endSessionEndpoint = issuer + "/oauth/end_session",
          .subjectTypesSupported = {"public"},
          .idTokenSigningAlgValuesSupported = {std::string{tokens::name(impl.signingKeys.algorithm())}},
          .responseTypesSupported = {"code", "id_token", "id_token token"}};
}

}  // namespace mfa::session
