// What every recipe works with: one per `Auth`, immutable, safe from any thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "crypto/key_ring.hpp"
#include "crypto/secret.hpp"
#include "mfa/auth.hpp"

namespace mfa {

namespace abuse {
class Budgets;
}
namespace tokens {
class SigningKeys;
}

struct Services {
  Mode mode = Mode::Development;
  AppInfo appInfo{};     ///< normalised: domains are origins, paths begin with a slash or are empty
  std::string issuer{};  ///< API domain, gateway path and base path
  std::vector<std::string> tenantIds{};
  std::shared_ptr<Storage> storage{};
  std::shared_ptr<Clock> clock{};  ///< never goes back, not even across restarts
  std::shared_ptr<RandomSource> random{};
  std::shared_ptr<const crypto::KeyRing> keyRing{};
  /// Keys hashes of codes and contacts. Derived from the master key, else kept in the database.
  std::shared_ptr<const crypto::Secret> hashingKey{};
  std::shared_ptr<Outbox> outbox{};
  bool sendsToOutbox =
      false;  ///< true if `Config::outbox` was left to its default or set: the development outbox
  std::shared_ptr<const abuse::Budgets> budgets{};
  std::function<void(Event)> emit{};  ///< adds time and request id, calls `Config::onEvent`; never throws
};

/// The services of `auth`, from within its recipes. Complete before the first recipe is built.
[[nodiscard]] const Services& services(const Auth& auth);

}  // namespace mfa
