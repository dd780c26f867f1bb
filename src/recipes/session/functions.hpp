// The rules of the session recipe: the functions that its table begins with. Each calls its siblings through
// the final table.
#pragma once

#include "recipes/session/impl.hpp"

namespace mfa::session {

/// The whole table.
[[nodiscard]] Session::Functions defaultFunctions(const Session::Impl& impl);

// create.cpp, get.cpp, refresh.cpp
[[nodiscard]] SessionPtr createNewSession(const Session::Impl& impl, CreateNewSession::Input input);
[[nodiscard]] SessionPtr getSession(const Session::Impl& impl, GetSession::Input input);
[[nodiscard]] SessionPtr refreshSession(const Session::Impl& impl, RefreshSession::Input input);

// rows.cpp
[[nodiscard]] GetSessionInformation::Result getSessionInformation(const Session::Impl& impl,
                                                                  const GetSessionInformation::Input& input);
[[nodiscard]] std::vector<std::string> getAllSessionHandlesForUser(
    const Session::Impl& impl, const GetAllSessionHandlesForUser::Input& input);
bool updateSessionDataInDatabase(const Session::Impl& impl, const UpdateSessionDataInDatabase::Input& input);

// revoke.cpp
std::vector<std::string> revokeAllSessionsForUser(const Session::Impl& impl,
                                                  const RevokeAllSessionsForUser::Input& input);
bool revokeSession(const Session::Impl& impl, const RevokeSession::Input& input);
std::vector<std::string> revokeMultipleSessions(const Session::Impl& impl,
                                                const RevokeMultipleSessions::Input& input);
/// Refuses access tokens of these sessions in this process from now on.
void refuseFromNowOn(const Session::Impl& impl, const std::vector<std::string>& sessionHandles);

// payload.cpp
bool mergeIntoAccessTokenPayload(const Session::Impl& impl, const MergeIntoAccessTokenPayload::Input& input);
[[nodiscard]] RegenerateAccessToken::Result regenerateAccessToken(const Session::Impl& impl,
                                                                  const RegenerateAccessToken::Input& input);

// claim_functions.cpp
[[nodiscard]] ClaimsValidationResult validateClaims(const Session::Impl& impl,
                                                    const ValidateClaims::Input& input);
bool fetchAndSetClaim(const Session::Impl& impl, const FetchAndSetClaim::Input& input);
bool setClaimValue(const Session::Impl& impl, const SetClaimValue::Input& input);
[[nodiscard]] GetClaimValue::Result getClaimValue(const Session::Impl& impl,
                                                  const GetClaimValue::Input& input);
bool removeClaim(const Session::Impl& impl, const RemoveClaim::Input& input);
[[nodiscard]] ValidateClaimsForSessionHandle::Result validateClaimsForSessionHandle(
    const Session::Impl& impl, ValidateClaimsForSessionHandle::Input input);

// jwt.cpp
[[nodiscard]] CreateJWT::Result createJWT(const Session::Impl& impl, CreateJWT::Input input);
[[nodiscard]] JsonWebKeySet getJWKS(const Session::Impl& impl);
[[nodiscard]] OpenIdDiscoveryConfiguration getOpenIdDiscoveryConfiguration(const Session::Impl& impl);

}  // namespace mfa::session
