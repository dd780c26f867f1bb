// What every recipe works with: one per `Auth`, safe from any thread.
//
// Recipes are built even if the configuration is unsound, so that all mistakes are reported at once. Hence:
// keep `services(setup.auth)` while a recipe is built, but touch the storage only in `RecipeObject::start`,
// which runs when everything is sound.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/key_ring.hpp"
#include "crypto/secret.hpp"
#include "http/client_address.hpp"
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
  AppInfo appInfo{};       ///< normalised: domains are origins, paths begin with a slash or are empty
  std::string basePath{};  ///< gateway path and base path: "/auth", or empty
  std::string issuer{};    ///< API domain, gateway path and base path
  std::vector<std::string> tenantIds{};
  std::vector<std::string> allowedOrigins{};  ///< besides the website's and the API's
  std::vector<http::Network> trustedProxies{};
  Limits limits{};
  std::optional<AuditLog> auditLog{};
  std::shared_ptr<Storage> storage{};
  std::shared_ptr<Clock> clock{};  ///< never goes back, not even across restarts
  std::shared_ptr<RandomSource> random{};
  std::shared_ptr<const crypto::KeyRing> keyRing{};
  /// Keys hashes of codes and contacts. Derived from the master key, else kept in the database.
  std::shared_ptr<const crypto::Secret> hashingKey{};
  /// Where messages go for which no sender is configured. Null in production: then a recipe that sends and
  /// has no sender is a problem of the configuration.
  std::shared_ptr<Outbox> outbox{};
  bool sendsToOutbox = false;  ///< whether `outbox` is there
  std::shared_ptr<const abuse::Budgets> budgets{};
  /// Calls `Config::onEvent`, adding the time if it is not set; never throws. `observe::emit` adds the rest.
  std::function<void(Event)> emit{};

  // Known once all recipes are there: not while one is being built.
  const Session* session = nullptr;                                  ///< null if it is not in `recipeList`
  const Passwordless* passwordless = nullptr;                        ///< the same
  std::vector<std::shared_ptr<const SessionClaim>> sessionClaims{};  ///< in the order of `recipeList`
  std::vector<SessionClaimValidator> sessionClaimValidators{};
};

/// The services of `auth`, from within its recipes.
[[nodiscard]] const Services& services(const Auth& auth);

/// The client of the request of this context: nothing outside HTTP, or if the adapter cannot tell.
[[nodiscard]] std::optional<http::Address> clientAddress(const UserContext& userContext);

/// The front end's origin for the request of this context: `AppInfo::websiteDomain`, or what
/// `AppInfo::origin` says.
[[nodiscard]] std::string websiteOrigin(const Services& services, const UserContext& userContext);

}  // namespace mfa
