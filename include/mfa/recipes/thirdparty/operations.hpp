/// @file
/// The operations of the ThirdParty recipe: what each of its functions and routes takes and gives, and how
/// providers are configured.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/json.hpp"
#include "mfa/recipe.hpp"
#include "mfa/recipes/session/container.hpp"
#include "mfa/user.hpp"
#include "mfa/user_context.hpp"

namespace mfa {

namespace thirdparty {

/// An app registered with a provider.
struct ClientConfig {
  std::string clientType{};  ///< tells several clients of one provider apart: "web", "ios"
  std::string clientId{};
  std::string clientSecret{};        ///< empty: none, PKCE is used then
  std::vector<std::string> scope{};  ///< empty: the provider's default
  bool forcePKCE = false;            ///< PKCE although there is a secret
  json::object additionalConfig{};   ///< what a provider asks for besides, such as Apple's keyId
};

/// Where user id, address and its verification stand in what a provider answers: dotted paths. Empty: the
/// default ("sub", "email", "email_verified").
struct UserFieldPaths {
  std::string userId{};
  std::string email{};
  std::string emailVerified{};
};

/// The same, for each of the two sources. The ID token wins over the user-info answer.
struct UserInfoMap {
  UserFieldPaths fromIdTokenPayload{};
  UserFieldPaths fromUserInfoAPI{};
};

/// Parameters of a request to a provider; a value that is nothing removes a default.
using Parameters = std::map<std::string, std::optional<std::string>>;

/// A provider, and the apps registered with it.
struct ProviderConfig {
  std::string thirdPartyId{};  ///< as front ends name it: "google"
  std::string name{};          ///< as users read it: "Google"
  std::vector<ClientConfig> clients{};
  std::string authorizationEndpoint{};
  Parameters authorizationEndpointQueryParams{};
  std::string tokenEndpoint{};
  Parameters tokenEndpointBodyParams{};
  std::string userInfoEndpoint{};
  Parameters userInfoEndpointQueryParams{};
  Parameters userInfoEndpointHeaders{};
  std::string jwksURI{};
  std::string oidcDiscoveryEndpoint{};  ///< fills in the endpoints that are not set
  UserInfoMap userInfoMap{};
  bool requireEmail = true;  ///< refuse users whose provider gives no address
};

/// What a user brings from the provider.
using OAuthTokens = json::object;

/// What the provider said about the user, as it said it.
struct RawUserInfoFromProvider {
  json::object fromIdTokenPayload{};
  json::object fromUserInfoAPI{};
};

/// A configured provider.
struct Provider {
  std::string id{};
  ProviderConfig config{};
  ClientConfig client{};  ///< the one that the client type chose
};

/// The app does not let this user in.
struct SignInUpNotAllowed {
  std::string reason{};  ///< for the user to read; ends in "(ERR_CODE_NNN)"
};

/// The login method could not be linked with the session's user. Only where account linking is configured.
struct LinkingToSessionUserFailed {
  std::string reason{};
};

/// The app does not let this address change. Only where account linking is configured.
struct EmailChangeNotAllowedError {
  std::string reason{};
};

/// The configured provider of that id. Nothing: there is none, or it has no client of that type.
struct GetProvider {
  struct Input {
    std::string thirdPartyId{};
    std::string tenantId = kPublicTenant;
    std::optional<std::string> clientType{};  ///< nothing: the only client there is
    UserContext userContext{};
  };
  using Result = std::optional<Provider>;
};

/// Signs in the user that a provider vouches for, making it at the first time; no session. The caller has
/// verified what the provider said.
struct SignInUp {
  struct Input {
    std::string thirdPartyId{};
    std::string thirdPartyUserId{};
    std::string email{};
    bool isVerified = false;
    OAuthTokens oAuthTokens{};
    RawUserInfoFromProvider rawUserInfoFromProvider{};
    SessionPtr session{};  ///< the verified session of the request, or null
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  struct Ok {
    bool createdNewRecipeUser = false;
    std::string recipeUserId{};
    User user{};
    OAuthTokens oAuthTokens{};
    RawUserInfoFromProvider rawUserInfoFromProvider{};
  };
  using Result = std::variant<Ok, SignInUpNotAllowed, LinkingToSessionUserFailed>;
};

/// Makes the user of a provider, or brings its address up to date. For `signInUp`, and for hosts that move
/// users here. @throws BadInputError if an id or the address cannot be stored
struct ManuallyCreateOrUpdateUser {
  struct Input {
    std::string thirdPartyId{};
    std::string thirdPartyUserId{};
    std::string email{};
    bool isVerified = false;
    SessionPtr session{};  ///< the verified session of the request, or null
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  struct Ok {
    bool createdNewRecipeUser = false;
    User user{};
    std::string recipeUserId{};
  };
  using Result = std::variant<Ok, EmailChangeNotAllowedError, SignInUpNotAllowed, LinkingToSessionUserFailed>;
};

/// Where the provider sent the browser back to, and with what.
struct RedirectURIInfo {
  std::string redirectURIOnProviderDashboard{};
  json::object redirectURIQueryParams{};
  std::optional<std::string> pkceCodeVerifier{};
};

/// GET /authorisationurl
struct AuthorisationUrlGET {
  struct Input {
    Provider provider{};
    std::string redirectURIOnProviderDashboard{};
    std::string tenantId = kPublicTenant;
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {
    std::string urlWithQueryParams{};
    std::optional<std::string> pkceCodeVerifier{};
  };
  using Result = std::variant<Ok, GeneralError>;
};

/// POST /signinup
struct SignInUpPOST {
  /// Either redirectURIInfo or oAuthTokens.
  struct Input {
    Provider provider{};
    std::optional<RedirectURIInfo> redirectURIInfo{};
    std::optional<OAuthTokens> oAuthTokens{};
    std::string tenantId = kPublicTenant;
    SessionPtr session{};  ///< the verified session of the request, or null
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    ApiOptions options;
    UserContext userContext{};
  };
  /// The last two members are not sent.
  struct Ok {
    bool createdNewRecipeUser = false;
    User user{};
    SessionPtr session{};
    OAuthTokens oAuthTokens{};
    RawUserInfoFromProvider rawUserInfoFromProvider{};
  };
  struct NoEmailGivenByProvider {};
  using Result = std::variant<Ok, NoEmailGivenByProvider, SignInUpNotAllowed, GeneralError>;
};

/// POST /callback/apple
struct AppleRedirectHandlerPOST {
  struct Input {
    std::string formPostInfoFromProvider{};  ///< the body as it came: application/x-www-form-urlencoded
    ApiOptions options;
    UserContext userContext{};
  };
  /// The hook has answered: 303 to the front end.
  struct Ok {};
  using Result = std::variant<Ok, GeneralError>;
};

}  // namespace thirdparty

}  // namespace mfa
