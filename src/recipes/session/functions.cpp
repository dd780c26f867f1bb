#include "recipes/session/functions.hpp"

#include <utility>

namespace mfa::session {
namespace {

/// A function of one of the rooms as a hook of the table.
template <class Operation, class Function>
Hook<Operation> hook(const Session::Impl& impl, Function function) {
  return [&impl, function](typename Operation::Input input) { return function(impl, std::move(input)); };
}

}  // namespace

Session::Functions defaultFunctions(const Session::Impl& impl) {
  return {
      .createNewSession = hook<CreateNewSession>(impl, createNewSession),
      .getGlobalClaimValidators =
          [](GetGlobalClaimValidators::Input input) {
            return std::move(input.claimValidatorsAddedByOtherRecipes);
          },
      .getSession = hook<GetSession>(impl, getSession),
      .refreshSession = hook<RefreshSession>(impl, refreshSession),
      .getSessionInformation = hook<GetSessionInformation>(impl, getSessionInformation),
      .revokeAllSessionsForUser = hook<RevokeAllSessionsForUser>(impl, revokeAllSessionsForUser),
      .getAllSessionHandlesForUser = hook<GetAllSessionHandlesForUser>(impl, getAllSessionHandlesForUser),
      .revokeSession = hook<RevokeSession>(impl, revokeSession),
      .revokeMultipleSessions = hook<RevokeMultipleSessions>(impl, revokeMultipleSessions),
      .updateSessionDataInDatabase = hook<UpdateSessionDataInDatabase>(impl, updateSessionDataInDatabase),
      .mergeIntoAccessTokenPayload = hook<MergeIntoAccessTokenPayload>(impl, mergeIntoAccessTokenPayload),
      .regenerateAccessToken = hook<RegenerateAccessToken>(impl, regenerateAccessToken),
      .validateClaims = hook<ValidateClaims>(impl, validateClaims),
      .fetchAndSetClaim = hook<FetchAndSetClaim>(impl, fetchAndSetClaim),
      .setClaimValue = hook<SetClaimValue>(impl, setClaimValue),
      .getClaimValue = hook<GetClaimValue>(impl, getClaimValue),
      .removeClaim = hook<RemoveClaim>(impl, removeClaim),
      .createJWT = hook<CreateJWT>(impl, createJWT),
      .getJWKS = [&impl](const GetJWKS::Input&) { return getJWKS(impl); },
      .getOpenIdDiscoveryConfiguration =
          [&impl](const GetOpenIdDiscoveryConfiguration::Input&) {
            return getOpenIdDiscoveryConfiguration(impl);
          },
  };
}

}  // namespace mfa::session
