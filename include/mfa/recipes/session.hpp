/// @file
/// Session: who a request belongs to, and what was proven so far.
///
/// A session is a row in the database, a signed access token (a JWT, verified without asking anybody) and an
/// opaque refresh token that rotates. Tokens travel in HttpOnly cookies or in headers, as the front end asks.
/// @code
/// const auto session = auth.session().getSession(req, res);  // throws: answered with 401 or 403
/// const auto maybe = auth.session().getSession(req, res, {.sessionRequired = false});  // or null
/// const auto critical = auth.session().getSession(req, res, {.checkDatabase = true});
/// @endcode
/// A revoked session's access token is refused in this process from the next call on, restarts included (a
/// token from before the start is looked up once); on other nodes of the same database until it expires
/// (`Config::accessTokenValidity`), but where `checkDatabase` asks.
///
/// Claims (`mfa/claims.hpp`) say in the payload what was proven; global claim validators let only sessions
/// pass that have what the app wants. What they refuse is answered with 403.
///
/// Source: FDI 4.2, session; RFC 9700 (refresh token rotation), RFC 8725; OWASP ASVS 7.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/recipe.hpp"
#include "mfa/recipes/session/config.hpp"
#include "mfa/recipes/session/container.hpp"
#include "mfa/recipes/session/operations.hpp"

namespace mfa {

/// The recipe: its types, its configuration, its object.
class MFA_EXPORT Session final : public RecipeObject {
 public:
  using CreateNewSession = session::CreateNewSession;
  using GetGlobalClaimValidators = session::GetGlobalClaimValidators;
  using GetSession = session::GetSession;
  using RefreshSession = session::RefreshSession;
  using GetSessionInformation = session::GetSessionInformation;
  using RevokeAllSessionsForUser = session::RevokeAllSessionsForUser;
  using GetAllSessionHandlesForUser = session::GetAllSessionHandlesForUser;
  using RevokeSession = session::RevokeSession;
  using RevokeMultipleSessions = session::RevokeMultipleSessions;
  using UpdateSessionDataInDatabase = session::UpdateSessionDataInDatabase;
  using MergeIntoAccessTokenPayload = session::MergeIntoAccessTokenPayload;
  using RegenerateAccessToken = session::RegenerateAccessToken;
  using ValidateClaims = session::ValidateClaims;
  using FetchAndSetClaim = session::FetchAndSetClaim;
  using SetClaimValue = session::SetClaimValue;
  using GetClaimValue = session::GetClaimValue;
  using RemoveClaim = session::RemoveClaim;
  using ValidateClaimsForSessionHandle = session::ValidateClaimsForSessionHandle;
  using CreateJWT = session::CreateJWT;
  using GetJWKS = session::GetJWKS;
  using GetOpenIdDiscoveryConfiguration = session::GetOpenIdDiscoveryConfiguration;
  using RefreshPOST = session::RefreshPOST;
  using SignOutPOST = session::SignOutPOST;
  using VerifySession = session::VerifySession;
  using GetJWKSGET = session::GetJWKSGET;
  using GetOpenIdDiscoveryConfigurationGET = session::GetOpenIdDiscoveryConfigurationGET;
  using VerifySessionOptions = session::VerifySessionOptions;
  using TokenTransferMethod = session::TokenTransferMethod;
  using AntiCsrf = session::AntiCsrf;
  using SameSite = mfa::SameSite;
  using TokenType = session::TokenType;
  using SigningAlgorithm = session::SigningAlgorithm;

  /// What the recipe does. Each hook runs on the caller's thread; all but `getGlobalClaimValidators` and
  /// `getSession` block on the storage. @throws StorageError
  struct Functions {
    /// @throws Error if the access token would be longer than 4,000 bytes
    Hook<CreateNewSession> createNewSession{};
    Hook<GetGlobalClaimValidators> getGlobalClaimValidators{};
    /// @throws UnauthorisedError, TryRefreshTokenError
    Hook<GetSession> getSession{};
    /// @throws UnauthorisedError, TokenTheftDetectedError (the session is revoked then)
    Hook<RefreshSession> refreshSession{};
    Hook<GetSessionInformation> getSessionInformation{};
    Hook<RevokeAllSessionsForUser> revokeAllSessionsForUser{};
    Hook<GetAllSessionHandlesForUser> getAllSessionHandlesForUser{};
    Hook<RevokeSession> revokeSession{};
    Hook<RevokeMultipleSessions> revokeMultipleSessions{};
    Hook<UpdateSessionDataInDatabase> updateSessionDataInDatabase{};
    Hook<MergeIntoAccessTokenPayload> mergeIntoAccessTokenPayload{};
    Hook<RegenerateAccessToken> regenerateAccessToken{};
    Hook<ValidateClaims> validateClaims{};
    Hook<FetchAndSetClaim> fetchAndSetClaim{};
    Hook<SetClaimValue> setClaimValue{};
    Hook<GetClaimValue> getClaimValue{};
    Hook<RemoveClaim> removeClaim{};
    Hook<CreateJWT> createJWT{};
    Hook<GetJWKS> getJWKS{};
    Hook<GetOpenIdDiscoveryConfiguration> getOpenIdDiscoveryConfiguration{};
  };

  /// The routes, one hook each, and the guard of the host's own. An emptied hook takes its route off the
  /// server.
  struct Apis {
    /// POST /session/refresh, without a body
    /// @code
    /// -> 200 {}                                        + new tokens and front-token
    ///  | 401 {"message":"unauthorised"}                + every token cleared
    ///  | 401 {"message":"token theft detected"}        + every token cleared; the session is revoked
    ///  | 200 {"message":…}                             + cookies of `olderCookieDomain` cleared
    /// @endcode
    Hook<RefreshPOST> refreshPOST{};
    /// POST /signout
    /// @code
    /// -> {"status":"OK"}                               + the tokens of the request's own method cleared
    /// @endcode
    /// No claim is checked. 401 without tokens; a session that was revoked already is signed out: OK.
    Hook<SignOutPOST> signOutPOST{};
    /// What `Session::verifySession` does; no route of its own, and never to be emptied.
    Hook<VerifySession> verifySession{};
    /// GET /jwt/jwks.json
    /// @code
    /// -> {"keys":[{"kty":"RSA","kid":…,"n":…,"e":"AQAB","alg":"RS256","use":"sig"}]}     + Cache-Control
    /// @endcode
    Hook<GetJWKSGET> getJWKSGET{};
    /// GET /.well-known/openid-configuration
    /// @code
    /// -> {"issuer","jwks_uri","authorization_endpoint","token_endpoint","userinfo_endpoint",
    ///     "revocation_endpoint","token_introspection_endpoint","end_session_endpoint",
    ///     "subject_types_supported":[…],"id_token_signing_alg_values_supported":[…],
    ///     "response_types_supported":[…]}
    /// @endcode
    Hook<GetOpenIdDiscoveryConfigurationGET> getOpenIdDiscoveryConfigurationGET{};
  };

  /// How the recipe behaves. Every field has a default; Auth's constructor checks them.
  struct Config {
    // Cookies
    std::string accessTokenPath = "/";
    /// Lets subdomains share the session: ".acme.example". Nothing: the API's host alone.
    std::optional<std::string> cookieDomain{};
    /// The domain that cookies had before `cookieDomain` was changed (empty: the host alone), so that
    /// browsers that still bring both are cleaned up. Keep it for as long as a refresh token lives.
    std::optional<std::string> olderCookieDomain{};
    std::optional<bool> cookieSecure{};           ///< nothing: whether the API's domain is https
    std::optional<SameSite> cookieSameSite{};     ///< nothing: `None` if website and API are not one site
    std::optional<session::AntiCsrf> antiCsrf{};  ///< nothing: `ViaCustomHeader` if SameSite is `None`
    /// Sends the access token of cookie sessions in `st-access-token` too, where scripts can read it.
    bool exposeAccessTokenToFrontendInCookieBasedAuth = false;

    // Names and ways of tokens
    /// Nothing: the client's `st-auth-mode`.
    std::function<session::TokenTransferMethod(const session::TokenTransferMethodInput&)>
        getTokenTransferMethod{};
    /// Nothing: "sAccessToken", "sRefreshToken". "__Host-…" and "__Secure-…" keep other hosts from planting
    /// cookies.
    std::function<std::string(const Request&, session::TokenType, const UserContext&)>
        getCookieNameForTokenType{};
    /// Nothing: "st-access-token", "st-refresh-token".
    std::function<std::string(const Request&, session::TokenType, const UserContext&)>
        getResponseHeaderNameForTokenType{};

    // Answers
    int sessionExpiredStatusCode = 401;
    int invalidClaimStatusCode = 403;
    session::ErrorHandlers errorHandlers{};

    // Lifetimes
    /// 10 to 15 minutes are advised where revocations on other nodes matter. At most a day.
    std::chrono::seconds accessTokenValidity = std::chrono::hours{1};
    /// At random up to this share of `accessTokenValidity` is taken off each token, so that sessions that
    /// began together do not come back to refresh together. 0 to 50.
    int accessTokenJitterPercent = 5;
    /// Since the last refresh.
    std::chrono::seconds refreshTokenValidity = std::chrono::hours{24 * 100};
    /// Since the session was created, however often it is refreshed. Nothing: no limit; 90 days are advised.
    std::optional<std::chrono::seconds> maximumSessionLifetime{};
    /// How long a used refresh token is still answered, with the same child. 0 to 300 s.
    std::chrono::seconds refreshTokenGracePeriod{30};

    // Keys
    session::SigningAlgorithm signingAlgorithm = session::SigningAlgorithm::RS256;
    /// False: one key that never rotates signs the sessions.
    bool useDynamicAccessTokenSigningKey = true;
    std::chrono::seconds signingKeyUpdateInterval = std::chrono::hours{168};
    /// How often a process looks for keys that another node published. An unknown key is looked for at once.
    std::chrono::seconds jwksRefreshInterval = std::chrono::hours{4};

    /// How many verified access tokens are remembered, so that the next request with one costs no signature
    /// check. About 4 KiB each, at most. 0: none.
    std::size_t verifiedTokenCacheSize = 10'000;

    Override<Functions, Apis> override{};
  };

  /// An entry of `Config::recipeList`.
  [[nodiscard]] static Recipe init();
  [[nodiscard]] static Recipe init(Config config);

  // Everything below goes through the final table. An empty context is bound to this recipe's `Auth`.

  /// The session of a request whose global claim validators (or those that `options` put in their place)
  /// hold.
  /// @throws UnauthorisedError, TryRefreshTokenError, InvalidClaimsError: leave them to `Auth::handleError`
  SessionPtr getSession(const Request& req, Response& res) const;
  SessionPtr getSession(const Request& req, Response& res, const UserContext& userContext) const;
  SessionPtr getSession(const Request& req, Response& res, const VerifySessionOptions& options) const;
  SessionPtr getSession(const Request& req, Response& res, const VerifySessionOptions& options,
                        const UserContext& userContext) const;
  /// Verifies a token, and no claims.
  [[nodiscard]] SessionPtr getSession(GetSession::Input input) const;
  /// The same as for a request, for transports of the host's own.
  [[nodiscard]] SessionPtr getSessionWithoutRequestResponse(
      const std::string& accessToken, const std::optional<std::string>& antiCsrfToken = {},
      const VerifySessionOptions& options = {}, const UserContext& userContext = {}) const;

  /// `getSession` as a guard in front of all routes: lets OPTIONS and TRACE pass, and refreshes where the
  /// request is a POST to the refresh route.
  SessionPtr verifySession(const Request& req, Response& res) const;
  SessionPtr verifySession(const Request& req, Response& res, const VerifySessionOptions& options) const;
  SessionPtr verifySession(const Request& req, Response& res, const VerifySessionOptions& options,
                           const UserContext& userContext) const;

  /// Starts a session of the user that the login method `recipeUserId` belongs to, with the claims of every
  /// recipe, and sends its tokens by the way that the client asks for. An override may return the session of
  /// the request instead: its tokens then keep the way they came.
  /// @throws Error if cookies would need SameSite=None without being Secure, or the token is too long
  SessionPtr createNewSession(const Request& req, Response& res, const std::string& tenantId,
                              const std::string& recipeUserId, const json::object& accessTokenPayload = {},
                              const json::value& sessionDataInDatabase = json::object{},
                              const UserContext& userContext = {}) const;
  [[nodiscard]] SessionPtr createNewSessionWithoutRequestResponse(
      const std::string& tenantId, const std::string& recipeUserId,
      const json::object& accessTokenPayload = {}, const json::value& sessionDataInDatabase = json::object{},
      bool disableAntiCsrf = false, const UserContext& userContext = {}) const;
  [[nodiscard]] SessionPtr createNewSession(CreateNewSession::Input input) const;

  /// Exchanges the refresh token of a request, and sends the new tokens the way it came.
  /// @throws UnauthorisedError, TokenTheftDetectedError, ClearDuplicateSessionCookiesError
  SessionPtr refreshSession(const Request& req, Response& res, const UserContext& userContext = {}) const;
  [[nodiscard]] SessionPtr refreshSessionWithoutRequestResponse(
      const std::string& refreshToken, bool disableAntiCsrf = false,
      const std::optional<std::string>& antiCsrfToken = {}, const UserContext& userContext = {}) const;
  [[nodiscard]] SessionPtr refreshSession(RefreshSession::Input input) const;

  /// See the operation of each name.
  std::vector<std::string> revokeAllSessionsForUser(const std::string& userId,
                                                    bool revokeSessionsForLinkedAccounts = true,
                                                    const std::optional<std::string>& tenantId = {},
                                                    const UserContext& userContext = {}) const;
  std::vector<std::string> revokeAllSessionsForUser(RevokeAllSessionsForUser::Input input) const;
  bool revokeSession(const std::string& sessionHandle, const UserContext& userContext = {}) const;
  bool revokeSession(RevokeSession::Input input) const;
  std::vector<std::string> revokeMultipleSessions(const std::vector<std::string>& sessionHandles,
                                                  const UserContext& userContext = {}) const;
  std::vector<std::string> revokeMultipleSessions(RevokeMultipleSessions::Input input) const;

  [[nodiscard]] std::vector<std::string> getAllSessionHandlesForUser(
      const std::string& userId, bool fetchSessionsForAllLinkedAccounts = true,
      const std::optional<std::string>& tenantId = {}, const UserContext& userContext = {}) const;
  [[nodiscard]] std::vector<std::string> getAllSessionHandlesForUser(
      GetAllSessionHandlesForUser::Input input) const;
  [[nodiscard]] std::optional<session::SessionInformation> getSessionInformation(
      const std::string& sessionHandle, const UserContext& userContext = {}) const;
  [[nodiscard]] std::optional<session::SessionInformation> getSessionInformation(
      GetSessionInformation::Input input) const;
  bool updateSessionDataInDatabase(const std::string& sessionHandle, const json::value& newSessionData,
                                   const UserContext& userContext = {}) const;
  bool updateSessionDataInDatabase(UpdateSessionDataInDatabase::Input input) const;
  bool mergeIntoAccessTokenPayload(const std::string& sessionHandle,
                                   const json::object& accessTokenPayloadUpdate,
                                   const UserContext& userContext = {}) const;
  bool mergeIntoAccessTokenPayload(MergeIntoAccessTokenPayload::Input input) const;
  [[nodiscard]] RegenerateAccessToken::Result regenerateAccessToken(RegenerateAccessToken::Input input) const;

  /// Claims of a session by its handle. `claim` is a `BooleanClaim` or its kin, or a
  /// `shared_ptr<const SessionClaim>`.
  bool fetchAndSetClaim(FetchAndSetClaim::Input input) const;
  template <class Kind>
  bool fetchAndSetClaim(const std::string& sessionHandle, const claims::BasicClaim<Kind>& claim,
                        const UserContext& userContext = {}) const {
    return fetchAndSetClaim(
        {.sessionHandle = sessionHandle, .claim = claim.claim(), .userContext = userContext});
  }
  bool setClaimValue(SetClaimValue::Input input) const;
  template <class Kind>
  bool setClaimValue(const std::string& sessionHandle, const claims::BasicClaim<Kind>& claim,
                     const typename Kind::Value& value, const UserContext& userContext = {}) const {
    return setClaimValue({.sessionHandle = sessionHandle,
                          .claim = claim.claim(),
                          .value = json::value(value),
                          .userContext = userContext});
  }
  [[nodiscard]] GetClaimValue::Result getClaimValue(GetClaimValue::Input input) const;
  template <class Kind>
  [[nodiscard]] GetClaimValue::Result getClaimValue(const std::string& sessionHandle,
                                                    const claims::BasicClaim<Kind>& claim,
                                                    const UserContext& userContext = {}) const {
    return getClaimValue(
        {.sessionHandle = sessionHandle, .claim = claim.claim(), .userContext = userContext});
  }
  bool removeClaim(RemoveClaim::Input input) const;
  template <class Kind>
  bool removeClaim(const std::string& sessionHandle, const claims::BasicClaim<Kind>& claim,
                   const UserContext& userContext = {}) const {
    return removeClaim({.sessionHandle = sessionHandle, .claim = claim.claim(), .userContext = userContext});
  }
  [[nodiscard]] std::vector<SessionClaimValidator> getGlobalClaimValidators(
      GetGlobalClaimValidators::Input input) const;
  [[nodiscard]] session::ClaimsValidationResult validateClaims(ValidateClaims::Input input) const;
  ValidateClaimsForSessionHandle::Result validateClaimsForSessionHandle(
      ValidateClaimsForSessionHandle::Input input) const;

  /// @throws Error if the payload cannot be signed
  [[nodiscard]] CreateJWT::Result createJWT(CreateJWT::Input input) const;
  [[nodiscard]] session::JsonWebKeySet getJWKS(const UserContext& userContext = {}) const;
  /// Takes a signing key out of use, for the day it may be known to somebody else: every token that it signed
  /// is refused, here from the next call on, on other nodes after `jwksRefreshInterval` at the latest, and
  /// another key signs. Sessions live on: their refresh tokens do not depend on it. `keyId` is the `kid` of a
  /// token's header and of the key set. False: no such key.
  bool revokeSigningKey(const std::string& keyId) const;
  [[nodiscard]] session::OpenIdDiscoveryConfiguration getOpenIdDiscoveryConfiguration(
      const UserContext& userContext = {}) const;

  [[nodiscard]] std::string recipeId() const override;
  [[nodiscard]] std::vector<Route> routes() const override;
  void start() override;

  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  ~Session() override;

  /// For the library's other rooms.
  [[nodiscard]] Impl& impl() const noexcept { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mfa
