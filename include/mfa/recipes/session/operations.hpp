/// @file
/// The operations of the session recipe: what each of its functions and routes takes and gives.
///
/// Handles are UUIDs (with "_" and the tenant behind, but for the tenant "public") and no secrets. Payloads
/// are the app's part of an access token: names of the library's own are dropped from what is given, and an
/// access token has at most 4,000 bytes, else `Error`. Every call may run on any thread; all but `GetSession`
/// block on the storage, and throw `StorageError` if it fails.
///
/// Source: FDI back-end functions, session; RFC 9700 4.14 (rotation), RFC 8725; OWASP ASVS 7.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mfa/claims.hpp"
#include "mfa/errors.hpp"
#include "mfa/export.hpp"
#include "mfa/http.hpp"
#include "mfa/json.hpp"
#include "mfa/recipe.hpp"
#include "mfa/recipes/session/container.hpp"
#include "mfa/time.hpp"
#include "mfa/user.hpp"
#include "mfa/user_context.hpp"

namespace mfa {

namespace session {

/// Which validators one route asks for, made from those that every route asks for.
using OverrideGlobalClaimValidators = std::function<std::vector<SessionClaimValidator>(
    std::vector<SessionClaimValidator> globalValidators, const SessionPtr& session,
    const UserContext& userContext)>;

/// How a route is protected.
struct VerifySessionOptions {
  bool sessionRequired = true;  ///< false: a request without a session gets null instead of a 401
  /// Whether the request must prove that it is the front end's. Nothing: for every method but GET.
  std::optional<bool> antiCsrfCheck{};
  /// Looks the session up in the database, so that a revocation on another node counts at once. Blocks.
  bool checkDatabase = false;
  OverrideGlobalClaimValidators overrideGlobalClaimValidators{};
};

/// The database knows no such session: never made, revoked, or expired.
struct SessionDoesNotExistError {};

/// What the database knows about a session.
struct SessionInformation {
  std::string sessionHandle{};
  std::string userId{};
  std::string recipeUserId{};
  std::string tenantId{};
  Time timeCreated{};
  Time expiry{};  ///< of the refresh token
  json::value sessionDataInDatabase{};
  json::object customClaimsInAccessTokenPayload{};
};

/// Makes a session: its row and its tokens. The place to add to the payload of every new session. An override
/// may return the session of the request (`session` of the API's input) instead of a new one.
/// @throws UnauthorisedError if the password that led here was changed meanwhile, or its user deleted
struct CreateNewSession {
  struct Input {
    std::string userId{};  ///< of the user; `recipeUserId` is the login method's
    std::string recipeUserId{};
    json::object accessTokenPayload{};
    json::value sessionDataInDatabase = json::object{};
    bool disableAntiCsrf = false;  ///< tokens travel in headers
    std::string tenantId = kPublicTenant;
    UserContext userContext{};

    /// So that `merge(input.accessTokenPayload, claim.build(input))` reads as it does.
    MFA_EXPORT operator ClaimInput() const;
  };
  using Result = SessionPtr;
};

/// The validators that every protected route asks for.
struct GetGlobalClaimValidators {
  struct Input {
    std::string tenantId{};
    std::string userId{};
    std::string recipeUserId{};
    std::vector<SessionClaimValidator> claimValidatorsAddedByOtherRecipes{};
    UserContext userContext{};
  };
  using Result = std::vector<SessionClaimValidator>;
};

/// Verifies an access token. Blocks with `checkDatabase` and where a validator fetches a claim; else only to
/// read once a token from before the process started, an unknown signing key (at most once a second), and
/// the keys every `Config::jwksRefreshInterval`.
/// @throws TryRefreshTokenError if it is expired, or lacks the anti-CSRF token it is bound to
/// @throws UnauthorisedError if there is none and one is required, or its session was revoked
struct GetSession {
  struct Input {
    std::optional<std::string> accessToken{};
    std::optional<std::string> antiCsrfToken{};  ///< compared where `options.antiCsrfCheck` is true
    VerifySessionOptions options{};
    UserContext userContext{};
  };
  /// Null: no session, and none required.
  using Result = SessionPtr;
};

/// Exchanges a refresh token for the next one, and a new access token.
///
/// A refresh token lives once. Within `Config::refreshTokenGracePeriod` of its use it is answered with the
/// same child again, so that racing tabs and lost answers cost nobody the session; later, its reuse revokes
/// the session and is reported as theft.
/// @throws UnauthorisedError if it is none of ours, or its session is gone
/// @throws TokenTheftDetectedError if it was used before the grace period; the session is revoked then
struct RefreshSession {
  struct Input {
    std::string refreshToken{};
    std::optional<std::string> antiCsrfToken{};
    bool disableAntiCsrf = false;
    UserContext userContext{};
  };
  using Result = SessionPtr;
};

/// What the row of a session says. Nothing: never made, revoked, or expired.
struct GetSessionInformation {
  struct Input {
    std::string sessionHandle{};
    UserContext userContext{};
  };
  using Result = std::optional<SessionInformation>;
};

/// Revokes the sessions of a user; answers their handles.
struct RevokeAllSessionsForUser {
  struct Input {
    std::string userId{};
    bool revokeSessionsForLinkedAccounts = true;  ///< false: those of this login method alone
    std::optional<std::string> tenantId{};        ///< nothing: of all tenants
    UserContext userContext{};
  };
  using Result = std::vector<std::string>;
};

/// Handles of the live sessions of a user, oldest first.
struct GetAllSessionHandlesForUser {
  struct Input {
    std::string userId{};
    bool fetchSessionsForAllLinkedAccounts = true;  ///< false: those of this login method alone
    std::optional<std::string> tenantId{};          ///< nothing: of all tenants
    UserContext userContext{};
  };
  using Result = std::vector<std::string>;
};

/// False: there was none. In this process its access tokens are refused from the next call on; on other nodes
/// until they expire, but where `checkDatabase` asks.
struct RevokeSession {
  struct Input {
    std::string sessionHandle{};
    UserContext userContext{};
  };
  using Result = bool;
};

/// Answers the handles of those that there were.
struct RevokeMultipleSessions {
  struct Input {
    std::vector<std::string> sessionHandles{};
    UserContext userContext{};
  };
  using Result = std::vector<std::string>;
};

/// Replaces the data as a whole. False: no such session.
struct UpdateSessionDataInDatabase {
  struct Input {
    std::string sessionHandle{};
    json::value newSessionData{};
    UserContext userContext{};
  };
  using Result = bool;
};

/// Merges into the payload that the next access token is made from: the front end sees it at its next
/// refresh. False: no such session.
struct MergeIntoAccessTokenPayload {
  struct Input {
    std::string sessionHandle{};
    json::object accessTokenPayloadUpdate{};
    UserContext userContext{};
  };
  using Result = bool;
};

/// Makes an access token with another payload that expires when `accessToken` does.
struct RegenerateAccessToken {
  struct Input {
    std::string accessToken{};
    /// What the app's part of the payload shall be, as a whole; nothing: what the database says.
    std::optional<json::object> newAccessTokenPayload{};
    /// The claims that the caller set or, with null, took away to come from the old payload to the new one.
    /// They are written even where the old token says the same: the database may say something else by now.
    json::object accessTokenPayloadUpdate{};
    UserContext userContext{};
  };
  struct Session {
    std::string handle{};
    std::string userId{};
    std::string recipeUserId{};
    json::object userDataInJWT{};
    std::string tenantId{};
  };
  struct AccessToken {
    std::string token{};
    Time expiry{};
    Time createdTime{};
  };
  struct Regenerated {
    Session session{};
    std::optional<AccessToken> accessToken{};  ///< nothing: the old one is expired; only the database changed
  };
  /// Nothing: no such session.
  using Result = std::optional<Regenerated>;
};

/// What came of validators.
struct ClaimsValidationResult {
  std::vector<ClaimValidationError> invalidClaims{};
  std::optional<json::object> accessTokenPayloadUpdate{};  ///< what was fetched on the way, to be merged
};

/// Runs validators: first those claims are fetched that their validators want fetched, then all validators
/// see the same payload.
struct ValidateClaims {
  struct Input {
    std::string userId{};
    std::string recipeUserId{};
    std::shared_ptr<const json::object> accessTokenPayload{};  ///< shared with the session: never null
    std::vector<SessionClaimValidator> claimValidators{};
    UserContext userContext{};
  };
  using Result = ClaimsValidationResult;
};

/// The claim functions for a session that no request has, by its handle. False: no such session.
struct FetchAndSetClaim {
  struct Input {
    std::string sessionHandle{};
    std::shared_ptr<const SessionClaim> claim{};
    UserContext userContext{};
  };
  using Result = bool;
};
struct SetClaimValue {
  struct Input {
    std::string sessionHandle{};
    std::shared_ptr<const SessionClaim> claim{};
    json::value value{};
    UserContext userContext{};
  };
  using Result = bool;
};
struct GetClaimValue {
  struct Input {
    std::string sessionHandle{};
    std::shared_ptr<const SessionClaim> claim{};
    UserContext userContext{};
  };
  struct Ok {
    std::optional<json::value> value{};  ///< nothing: the payload does not say
  };
  using Result = std::variant<Ok, SessionDoesNotExistError>;
};
struct RemoveClaim {
  struct Input {
    std::string sessionHandle{};
    std::shared_ptr<const SessionClaim> claim{};
    UserContext userContext{};
  };
  using Result = bool;
};

/// Runs the global validators, or what `overrideGlobalClaimValidators` makes of them, on a session that no
/// request has. Fetched values are merged into its row.
struct ValidateClaimsForSessionHandle {
  struct Input {
    std::string sessionHandle{};
    std::function<std::vector<SessionClaimValidator>(std::vector<SessionClaimValidator> globalValidators,
                                                     const SessionInformation& session,
                                                     const UserContext& userContext)>
        overrideGlobalClaimValidators{};
    UserContext userContext{};
  };
  struct Ok {
    std::vector<ClaimValidationError> invalidClaims{};
  };
  using Result = std::variant<Ok, SessionDoesNotExistError>;
};

/// Signs a token of the host's own with the keys of the JWKS; `iss`, `iat` and `exp` are added.
struct CreateJWT {
  struct Input {
    json::object payload{};
    std::chrono::seconds validity{3'153'600'000};  ///< 100 years
    bool useStaticSigningKey = true;               ///< false: with the key that signs sessions today
    UserContext userContext{};
  };
  struct Ok {
    std::string jwt{};
  };
  struct UnsupportedAlgorithmError {};
  using Result = std::variant<Ok, UnsupportedAlgorithmError>;
};

/// The public keys, for verifiers elsewhere.
struct JsonWebKeySet {
  json::array keys{};
  /// How long they may be kept: until the next key can be published.
  std::optional<std::chrono::seconds> validityInSeconds{};
};
struct GetJWKS {
  struct Input {
    UserContext userContext{};
  };
  using Result = JsonWebKeySet;
};

/// OpenID Connect Discovery 1.0, as far as the FDI has it.
struct OpenIdDiscoveryConfiguration {
  std::string issuer{};
  std::string jwksUri{};
  std::string authorizationEndpoint{};
  std::string tokenEndpoint{};
  std::string userinfoEndpoint{};
  std::string revocationEndpoint{};
  std::string tokenIntrospectionEndpoint{};
  std::string endSessionEndpoint{};
  std::vector<std::string> subjectTypesSupported{};
  std::vector<std::string> idTokenSigningAlgValuesSupported{};
  std::vector<std::string> responseTypesSupported{};
};
struct GetOpenIdDiscoveryConfiguration {
  struct Input {
    UserContext userContext{};
  };
  using Result = OpenIdDiscoveryConfiguration;
};

/// POST /session/refresh: exchanges the tokens of the request, and sends the new ones the way they came.
/// Without a refresh token: 401. See `RefreshSession` for what it throws.
struct RefreshPOST {
  struct Input {
    ApiOptions options;
    UserContext userContext{};
  };
  using Result = SessionPtr;
};

/// POST /signout: revokes the session of the request and takes its tokens away. Without a session the route
/// answers 401 before this is called; one that was revoked already, OK.
struct SignOutPOST {
  struct Input {
    SessionPtr session{};  ///< null: the request has none
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {};
  using Result = std::variant<Ok, GeneralError>;
};

/// The guard of the host's own routes.
struct VerifySession {
  struct Input {
    VerifySessionOptions verifySessionOptions{};
    ApiOptions options;
    UserContext userContext{};
  };
  /// Null: no session, and none required; or an OPTIONS or TRACE request.
  using Result = SessionPtr;
};

/// GET /jwt/jwks.json
struct GetJWKSGET {
  struct Input {
    ApiOptions options;
    UserContext userContext{};
  };
  using Result = std::variant<JsonWebKeySet, GeneralError>;
};

/// GET /.well-known/openid-configuration
struct GetOpenIdDiscoveryConfigurationGET {
  struct Input {
    ApiOptions options;
    UserContext userContext{};
  };
  using Result = std::variant<OpenIdDiscoveryConfiguration, GeneralError>;
};

}  // namespace session

/// For `VerifySessionOptions::overrideGlobalClaimValidators`: asks for none. For the routes that complete a
/// claim, such as those of the second factor.
struct NoClaimValidators {
  template <class Session>
  std::vector<SessionClaimValidator> operator()(const std::vector<SessionClaimValidator>&, const Session&,
                                                const UserContext&) const {
    return {};
  }
};
inline constexpr NoClaimValidators noClaimValidators{};

}  // namespace mfa
