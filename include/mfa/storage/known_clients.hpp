/// @file
/// Known clients: from where users have signed in before. Table `mfa_known_clients`.
#pragma once

#include <string>

#include "mfa/time.hpp"

namespace mfa {

/// A client from which a user signed in.
struct KnownClient {
  std::string userId{};
  std::string clientHash{};  ///< a keyed hash of the client's address
  Time expiresAt{};
};

class KnownClientStore {
 public:
  virtual ~KnownClientStore() = default;

  /// Writes a client, or renews it. Of each user `most` stay: those that expire last.
  virtual void remember(const KnownClient& client, int most) = 0;

  /// Whether the user has signed in from there, and it has not expired at `now`.
  [[nodiscard]] virtual bool knows(const std::string& userId, const std::string& clientHash, Time now) = 0;

  /// Forgets all clients of a user; returns how many there were.
  virtual int removeAll(const std::string& userId) = 0;

  /// Removes up to `limit` that are expired at `now`; returns how many.
  virtual int removeExpired(Time now, int limit) = 0;
};

}  // namespace mfa
