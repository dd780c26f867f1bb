/// @file
/// ThirdParty: a user signs in with an account elsewhere, at a provider that speaks OAuth 2.0.
///
/// The providers' configuration, the names and types of functions and routes are here, and the functions that
/// make users; the routes, which talk to a provider, answer GENERAL_ERROR until a host's overrides serve
/// them. A user is told by provider and user id there; the address that a provider gives is data, and never
/// joins a user to another one.
///
/// Source: FDI 4.2, thirdparty; RFC 6749, RFC 7636 (PKCE); OpenID Connect Core 1.0.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/recipe.hpp"
#include "mfa/recipes/thirdparty/operations.hpp"

namespace mfa {

/// Configurations of well-known providers, with their endpoints filled in.
/// @code
/// providers::google({.clientId = "…", .clientSecret = "…"})
/// @endcode
namespace providers {

[[nodiscard]] MFA_EXPORT thirdparty::ProviderConfig google(thirdparty::ClientConfig client);
[[nodiscard]] MFA_EXPORT thirdparty::ProviderConfig github(thirdparty::ClientConfig client);
/// `additionalConfig`: keyId, teamId and privateKey, of which Apple's client secret is made.
[[nodiscard]] MFA_EXPORT thirdparty::ProviderConfig apple(thirdparty::ClientConfig client);

}  // namespace providers

/// The recipe: its types, its configuration, its object.
class MFA_EXPORT ThirdParty final : public RecipeObject {
 public:
  using Provider = thirdparty::Provider;
  using ProviderConfig = thirdparty::ProviderConfig;
  using GetProvider = thirdparty::GetProvider;
  using SignInUp = thirdparty::SignInUp;
  using ManuallyCreateOrUpdateUser = thirdparty::ManuallyCreateOrUpdateUser;
  using AuthorisationUrlGET = thirdparty::AuthorisationUrlGET;
  using SignInUpPOST = thirdparty::SignInUpPOST;
  using AppleRedirectHandlerPOST = thirdparty::AppleRedirectHandlerPOST;

  /// What the recipe does. Each hook runs on the caller's thread and may block on the storage. @throws
  /// StorageError
  struct Functions {
    Hook<GetProvider> getProvider{};
    Hook<SignInUp> signInUp{};
    Hook<ManuallyCreateOrUpdateUser> manuallyCreateOrUpdateUser{};
  };

  /// The routes, one hook each. An emptied hook takes its route off the server. A malformed request, and a
  /// provider that is not configured, are answered before the hook runs: with 400, and with GENERAL_ERROR.
  /// The defaults answer GENERAL_ERROR.
  struct Apis {
    /// GET /authorisationurl?thirdPartyId=…&redirectURIOnProviderDashboard=…[&clientType=…]
    /// @code
    /// -> {"status":"OK", "urlWithQueryParams": string, "pkceCodeVerifier"?: string}
    /// @endcode
    Hook<AuthorisationUrlGET> authorisationUrlGET{};
    /// POST /signinup
    /// @code
    /// <- {"thirdPartyId": string, "clientType"?: string, "shouldTryLinkingWithSessionUser"?: bool,
    ///     "redirectURIInfo": {"redirectURIOnProviderDashboard": string, "redirectURIQueryParams": {…},
    ///                         "pkceCodeVerifier"?: string}}
    ///  | {"thirdPartyId": string, …, "oAuthTokens": {…}}
    /// -> {"status":"OK", "user": User, "createdNewRecipeUser": bool}                 + session tokens
    ///  | {"status":"NO_EMAIL_GIVEN_BY_PROVIDER"} | {"status":"SIGN_IN_UP_NOT_ALLOWED", "reason": string}
    /// @endcode
    Hook<SignInUpPOST> signInUpPOST{};
    /// POST /callback/apple, a form
    /// @code
    /// -> 303 to the front end, with the fields of the form as query
    /// @endcode
    Hook<AppleRedirectHandlerPOST> appleRedirectHandlerPOST{};
  };

  struct SignInAndUpFeature {
    std::vector<ProviderConfig> providers{};
  };

  /// How the recipe behaves. Auth's constructor checks it.
  struct Config {
    SignInAndUpFeature signInAndUpFeature{};
    Override<Functions, Apis> override{};
  };

  /// An entry of `Config::recipeList`. Where `ThirdPartyEmailPassword` is configured, leave this one out:
  /// that one serves the same routes.
  [[nodiscard]] static Recipe init();
  [[nodiscard]] static Recipe init(Config config);

  // Each call goes through the final table. An empty context is bound to this recipe's `Auth`.
  [[nodiscard]] std::optional<Provider> getProvider(GetProvider::Input input) const;
  SignInUp::Result signInUp(SignInUp::Input input) const;
  ManuallyCreateOrUpdateUser::Result manuallyCreateOrUpdateUser(
      ManuallyCreateOrUpdateUser::Input input) const;

  [[nodiscard]] std::string recipeId() const override;
  [[nodiscard]] std::vector<Route> routes() const override;

  struct Impl;
  explicit ThirdParty(std::unique_ptr<Impl> impl);
  ~ThirdParty() override;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mfa
