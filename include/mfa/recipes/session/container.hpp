/// @file
/// SessionContainer: the session of one request, verified.
///
/// @code
/// const auto session = auth.session().getSession(req, res);   // or it throws
/// session->getUserId();
/// session->setClaimValue(secondFactorClaim, true);            // a new access token goes out with `res`
/// @endcode
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mfa/claims.hpp"
#include "mfa/export.hpp"
#include "mfa/http.hpp"
#include "mfa/json.hpp"
#include "mfa/time.hpp"
#include "mfa/user_context.hpp"

namespace mfa {

namespace session {

/// How tokens travel: in HttpOnly cookies, or in the headers `authorization`, `st-access-token` and
/// `st-refresh-token`.
enum class TokenTransferMethod {
  Any,  ///< whatever the client asks for; no session has it
  Cookie,
  Header,
};

/// The tokens of a session, all of them, for transports of the host's own. Whoever has them has the session.
struct SessionTokens {
  std::string accessToken{};
  std::optional<std::string> refreshToken{};   ///< of a session just created or refreshed
  std::optional<std::string> antiCsrfToken{};  ///< with `AntiCsrf::ViaToken`
  std::string frontToken{};                    ///< what the front end may read; no secret
  bool accessAndFrontTokenUpdated = false;     ///< since the session was read from the request
};

}  // namespace session

/// A session. Made by `Session` alone, after its tokens were verified.
///
/// A change of its payload makes a new access token, which goes out with the response that the session
/// belongs to; sessions made without a response keep it for `getAllSessionTokensDangerously`. One request's
/// session is used by one thread at a time, and no longer than its request and response live. An empty
/// `userContext` is a new one of the session's own `Auth` and request.
class MFA_EXPORT SessionContainer {
 public:
  virtual ~SessionContainer();

  [[nodiscard]] virtual const std::string& getUserId() const = 0;
  [[nodiscard]] virtual const std::string& getRecipeUserId() const = 0;
  [[nodiscard]] virtual const std::string& getTenantId() const = 0;
  [[nodiscard]] virtual const std::string& getHandle() const = 0;
  [[nodiscard]] virtual const std::string& getAccessToken() const = 0;

  /// The whole payload of the access token, claims of the host's own among it. The reference is valid as long
  /// as this object, and keeps saying what it said when the payload changes: ask again after a change.
  [[nodiscard]] virtual const json::object& getAccessTokenPayload() const = 0;

  [[nodiscard]] virtual session::SessionTokens getAllSessionTokensDangerously() const = 0;

  /// How this session's tokens travel: as they came, for the rest of its request. Nothing while it belongs to
  /// no response.
  [[nodiscard]] virtual std::optional<session::TokenTransferMethod> getTokenTransferMethod() const = 0;

  /// Removes the session from the database and takes its tokens away from the client, whichever way they
  /// travel. May block.
  virtual void revokeSession(const UserContext& userContext = {}) = 0;

  /// What the host keeps with the session; never sent to the client. May block.
  /// @throws UnauthorisedError if the session is gone
  [[nodiscard]] virtual json::value getSessionDataFromDatabase(const UserContext& userContext = {}) const = 0;

  /// Replaces that data as a whole. May block.
  /// @throws UnauthorisedError if the session is gone
  virtual void updateSessionDataInDatabase(const json::value& newSessionData,
                                           const UserContext& userContext = {}) = 0;

  /// Merges into the payload, at the root: null removes a member. Names that the library itself uses (`sub`,
  /// `exp`, …) are left alone. The new access token expires when the old one did. May block.
  /// @throws UnauthorisedError if the session is gone
  /// @throws Error if the access token would be longer than 4,000 bytes: browsers would drop its cookie
  virtual void mergeIntoAccessTokenPayload(const json::object& accessTokenPayloadUpdate,
                                           const UserContext& userContext = {}) = 0;

  /// When the session was created, and when its refresh token expires. May block.
  /// @throws UnauthorisedError if the session is gone
  [[nodiscard]] virtual Time getTimeCreated(const UserContext& userContext = {}) const = 0;
  [[nodiscard]] virtual Time getExpiry(const UserContext& userContext = {}) const = 0;

  /// Checks `validators` against the payload, fetching claims again where they ask for it.
  /// @throws InvalidClaimsError naming every one that does not hold
  virtual void assertClaims(const std::vector<SessionClaimValidator>& validators,
                            const UserContext& userContext = {}) = 0;

  /// Fetches the claim's value and merges it into the payload. May block.
  virtual void fetchAndSetClaim(const std::shared_ptr<const SessionClaim>& claim,
                                const UserContext& userContext = {}) = 0;
  template <class Kind>
  void fetchAndSetClaim(const claims::BasicClaim<Kind>& claim, const UserContext& userContext = {}) {
    fetchAndSetClaim(claim.claim(), userContext);
  }

  /// Makes the payload say `value`, now. May block.
  virtual void setClaimValue(const std::shared_ptr<const SessionClaim>& claim, const json::value& value,
                             const UserContext& userContext = {}) = 0;
  template <class Kind>
  void setClaimValue(const claims::BasicClaim<Kind>& claim, const typename Kind::Value& value,
                     const UserContext& userContext = {}) {
    setClaimValue(claim.claim(), json::value(value), userContext);
  }

  /// What the payload says, if anything.
  template <class Kind>
  [[nodiscard]] std::optional<typename Kind::Value> getClaimValue(
      const claims::BasicClaim<Kind>& claim) const {
    return claim.getValueFromPayload(getAccessTokenPayload());
  }
  [[nodiscard]] const json::value* getClaimValue(const std::shared_ptr<const SessionClaim>& claim) const {
    return claim->fromPayload(getAccessTokenPayload());
  }

  /// Takes the claim out of the payload. May block.
  virtual void removeClaim(const std::shared_ptr<const SessionClaim>& claim,
                           const UserContext& userContext = {}) = 0;
  template <class Kind>
  void removeClaim(const claims::BasicClaim<Kind>& claim, const UserContext& userContext = {}) {
    removeClaim(claim.claim(), userContext);
  }

  /// Lets the session's tokens travel with `res` from now on, those it has at once. For sessions made without
  /// request and response.
  /// @throws Error for `TokenTransferMethod::Any`
  virtual void attachToRequestResponse(const Request& req, Response& res,
                                       session::TokenTransferMethod tokenTransferMethod,
                                       const UserContext& userContext = {}) = 0;
};

/// A session, shared between the overrides of a request.
using SessionPtr = std::shared_ptr<SessionContainer>;

}  // namespace mfa
