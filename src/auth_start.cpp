#include "auth_start.hpp"

#include "abuse/budgets.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "mfa/errors.hpp"

namespace mfa {
namespace {

constexpr std::size_t kHashingKeyBytes = 32;
constexpr const char* kSetting = "hashing_key";

/// Stands in for a storage that the configuration does not give.
class NoStorage final : public Storage {
 public:
  [[nodiscard]] std::string name() const override { return "none"; }

 private:
  [[noreturn]] static void fail() { throw StorageError{StorageError::Retry::No, "NO_STORAGE", {}}; }
  void runTransaction(const std::function<void(Transaction&)>&) override { fail(); }
  void runRead(const std::function<void(Transaction&)>&) override { fail(); }
};

std::shared_ptr<const crypto::Secret> shared(crypto::Secret secret) {
  return std::make_shared<const crypto::Secret>(std::move(secret));
}

std::shared_ptr<const crypto::Secret> keptHashingKey(Services& services) {
  const auto drawn = crypto::base64url(crypto::randomBytes(*services.random, kHashingKeyBytes));
  const auto kept = services.storage->transact(
      [&drawn](Transaction& tx) { return tx.settings().insertIfAbsent(kSetting, drawn); });
  const auto key = crypto::decodeBase64url(kept);
  if (!key || key->size() != kHashingKeyBytes)
    throw Error{"the setting hashing_key of the database is damaged"};
  return shared(crypto::Secret{*key});
}

std::shared_ptr<const crypto::Secret> hashingKey(Services& services) {
  auto derived = services.keyRing->derive("mfa: hashes of codes and contacts");
  return derived.empty() ? keptHashingKey(services) : shared(std::move(derived.front()));
}

}  // namespace

void prepareStorage(Services& services, SteadyClock& clock, const ConfigProblems& problems) {
  if (!services.storage) services.storage = std::make_shared<NoStorage>();
  const bool isSound = problems.all().empty();
  if (isSound) services.storage->transact([&clock](Transaction& tx) { clock.resume(tx); });
  services.hashingKey =
      isSound ? hashingKey(services) : shared(crypto::randomSecret(*services.random, kHashingKeyBytes));
  services.budgets = std::make_shared<const abuse::Budgets>(services.limits, services.storage, services.clock,
                                                            services.hashingKey);
}

std::function<void(Event)> emitter(std::function<void(const Event&)> onEvent,
                                   std::shared_ptr<const Clock> clock) {
  if (!onEvent) return [](const Event&) {};
  return [onEvent = std::move(onEvent), clock = std::move(clock)](Event event) {
    try {
      if (event.time == Time{}) event.time = clock->now();
      onEvent(event);
    } catch (...) {  // an alarm that fails must not fail the request
    }
  };
}

}  // namespace mfa
