/// @file
/// Sessions: one row per session, with the hashes of its refresh tokens. Table `mfa_sessions`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mfa/json.hpp"
#include "mfa/storage/results.hpp"
#include "mfa/time.hpp"

namespace mfa {

/// A factor that was completed in a session: the evidence behind the claim.
struct CompletedFactor {
  std::string factorId{};  ///< "otp-phone"
  std::string codeId{};    ///< of the code that was spent for it
  Time completedAt{};

  bool operator==(const CompletedFactor&) const = default;
};

/// A session.
struct SessionRow {
  std::string sessionHandle{};  ///< UUID v4; for a tenant other than public followed by "_" and the tenant
  std::string userId{};
  std::string recipeUserId{};
  std::string tenantId{};
  std::string refreshTokenHash2{};                     ///< of the live refresh token
  std::optional<std::string> prevRefreshTokenHash2{};  ///< of its parent, while that is in the grace window
  std::optional<Time> refreshTokenRotatedAt{};
  /// The live refresh token (and anti-CSRF token), sealed under a key derived from its parent: only who holds
  /// the parent opens it. Octets.
  std::string sealedChild{};
  json::object accessTokenPayload{};  ///< custom claims
  json::value sessionDataInDatabase = json::object{};
  bool useStaticKey = false;
  bool antiCsrfDisabled = false;  ///< header mode
  std::optional<std::string> antiCsrfToken{};
  /// The contact to whose code this session owes its being, as "phone:+12015550123": a second code to it is
  /// no second factor.
  std::optional<std::string> openedByContact{};
  std::optional<CompletedFactor> completedFactor{};
  Time createdAt{};
  Time expiresAt{};  ///< of the refresh token; a row at or past it is as good as missing

  bool operator==(const SessionRow&) const = default;
};

/// A refresh: what the row must still be, and what it becomes.
struct SessionRotation {
  std::string sessionHandle{};
  std::string expectedRefreshTokenHash2{};  ///< becomes the previous one
  std::string refreshTokenHash2{};
  std::string sealedChild{};
  std::optional<std::string> antiCsrfToken{};
  bool useStaticKey = false;
  Time rotatedAt{};
  Time expiresAt{};
};

/// Every verb is atomic by itself: of several transactions that bring the same change, one finds the row as
/// it expects it.
class SessionStore {
 public:
  virtual ~SessionStore() = default;

  virtual Insert insertUnique(const SessionRow& session) = 0;

  /// The session, unless it is missing or expired at `now`.
  [[nodiscard]] virtual std::optional<SessionRow> find(const std::string& sessionHandle, Time now) = 0;

  /// Rotates, if the live refresh token is still the expected one and the session not expired at `rotatedAt`.
  virtual Update rotate(const SessionRotation& rotation) = 0;

  /// Replaces the session data. Missing: unknown or expired.
  virtual Update updateSessionData(const std::string& sessionHandle, const json::value& data, Time now) = 0;

  /// Merges into the custom claims (see `mfa::merge`) and returns what they became; nothing if the session is
  /// unknown or expired. Two merges at once both count.
  [[nodiscard]] virtual std::optional<json::object> mergePayload(const std::string& sessionHandle,
                                                                 const json::object& update, Time now) = 0;

  /// Records the evidence of a completed factor. Missing: unknown or expired.
  virtual Update completeFactor(const std::string& sessionHandle, const CompletedFactor& factor,
                                Time now) = 0;

  /// Records to whose code the session owes its being.
  virtual Update markOpenedByContact(const std::string& sessionHandle, const std::string& contact,
                                     Time now) = 0;

  /// Removes the session. Missing: there was none.
  virtual Update revoke(const std::string& sessionHandle) = 0;

  /// Removes every session of a user (of one tenant, or of all) but `except`, and returns their handles.
  virtual std::vector<std::string> revokeAllForUser(const std::string& userId,
                                                    const std::optional<std::string>& tenantId,
                                                    const std::optional<std::string>& except) = 0;

  /// Handles of the live sessions of a user, oldest first.
  [[nodiscard]] virtual std::vector<std::string> handlesForUser(const std::string& userId,
                                                                const std::optional<std::string>& tenantId,
                                                                Time now) = 0;

  /// Removes up to `limit` rows expired at `now`. Returns how many it removed, or looked at and left because
  /// a refresh had renewed them: fewer than `limit` if none is left to remove.
  virtual int removeExpired(Time now, int limit) = 0;
};

}  // namespace mfa
