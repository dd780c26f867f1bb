// The session object that hosts and overrides hold.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "recipes/session/access_token_state.hpp"
#include "recipes/session/impl.hpp"
#include "recipes/session/transfer.hpp"

namespace mfa::session {

/// Tokens of a session that was created or refreshed just now, beside its access token.
struct IssuedTokens {
  std::string refreshToken{};
  std::optional<std::string> antiCsrfToken{};
  Time refreshTokenExpiresAt{};
};

class Container final : public SessionContainer {
 public:
  /// @param issued nothing for a session that a request brought
  Container(const Session::Impl& impl, AccessTokenStatePtr state, std::optional<IssuedTokens> issued);

  const std::string& getUserId() const override { return state_->claims.userId; }
  const std::string& getRecipeUserId() const override { return state_->claims.recipeUserId; }
  const std::string& getTenantId() const override { return state_->claims.tenantId; }
  const std::string& getHandle() const override { return state_->claims.sessionHandle; }
  const std::string& getAccessToken() const override { return state_->token; }
  const json::object& getAccessTokenPayload() const override { return state_->payload; }
  SessionTokens getAllSessionTokensDangerously() const override;
  std::optional<TokenTransferMethod> getTokenTransferMethod() const override;

  void revokeSession(const UserContext& userContext) override;
  json::value getSessionDataFromDatabase(const UserContext& userContext) const override;
  void updateSessionDataInDatabase(const json::value& newSessionData,
                                   const UserContext& userContext) override;
  void mergeIntoAccessTokenPayload(const json::object& accessTokenPayloadUpdate,
                                   const UserContext& userContext) override;
  Time getTimeCreated(const UserContext& userContext) const override;
  Time getExpiry(const UserContext& userContext) const override;

  void assertClaims(const std::vector<SessionClaimValidator>& validators,
                    const UserContext& userContext) override;
  void fetchAndSetClaim(const std::shared_ptr<const SessionClaim>& claim,
                        const UserContext& userContext) override;
  void setClaimValue(const std::shared_ptr<const SessionClaim>& claim, const json::value& value,
                     const UserContext& userContext) override;
  void removeClaim(const std::shared_ptr<const SessionClaim>& claim, const UserContext& userContext) override;

  void attachToRequestResponse(const Request& req, Response& res, TokenTransferMethod tokenTransferMethod,
                               const UserContext& userContext) override;

 private:
  struct Attachment {
    const Request& req;
    Response& res;
    TokenTransferMethod method;
  };

  /// An unbound context becomes one of this session's `Auth` and request.
  [[nodiscard]] const UserContext& bound(const UserContext& userContext) const;
  [[nodiscard]] SessionInformation information(const UserContext& userContext) const;
  void become(AccessTokenStatePtr state, const UserContext& userContext);
  void send(const UserContext& userContext) const;

  const Session::Impl& impl_;
  AccessTokenStatePtr state_;
  std::vector<AccessTokenStatePtr> earlier_{};  ///< payloads that somebody may still hold a reference to
  std::optional<IssuedTokens> issued_;
  bool updated_;
  std::optional<Attachment> attachment_{};
};

}  // namespace mfa::session
