#include <utility>

#include "mfa/recipes/thirdparty.hpp"

namespace mfa::providers {

thirdparty::ProviderConfig google(thirdparty::ClientConfig client) {
  if (client.scope.empty()) client.scope = {"openid", "email"};
  return {.thirdPartyId = "google",
          .name = "Google",
          .clients = {std::move(client)},
          .authorizationEndpointQueryParams = {{"access_type", "offline"}, {"included_grant_scopes", "true"}},
          .oidcDiscoveryEndpoint = "https://accounts.google.com/.well-known/openid-configuration"};
}

thirdparty::ProviderConfig github(thirdparty::ClientConfig client) {
  if (client.scope.empty()) client.scope = {"read:user", "user:email"};
  return {.thirdPartyId = "github",
          .name = "GitHub",
          .clients = {std::move(client)},
          .authorizationEndpoint = "https://github.com/login/oauth/authorize",
          .tokenEndpoint = "https://github.com/login/oauth/access_token",
          .userInfoEndpoint = "https://api.github.com/user"};
}

thirdparty::ProviderConfig apple(thirdparty::ClientConfig client) {
  if (client.scope.empty()) client.scope = {"openid", "email"};
  return {.thirdPartyId = "apple",
          .name = "Apple",
          .clients = {std::move(client)},
          .authorizationEndpointQueryParams = {{"response_mode", "form_post"}},
          .oidcDiscoveryEndpoint = "https://appleid.apple.com/.well-known/openid-configuration"};
}

}  // namespace mfa::providers
