#include "auth_start.hpp"

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

}  // namespace

void prepareStorage(Services& services, SteadyClock& clock, const ConfigProblems& problems) {
  if (!services.storage) services.storage = std::make_shared<NoStorage>();
  if (!problems.all().empty()) {
    services.hashingKey = shared(crypto::randomSecret(*services.random, kHashingKeyBytes));
    return;
  }
  services.storage->transact([&clock](Transaction& tx) { clock.resume(tx); });
  auto derived = services.keyRing->derive("mfa: hashes of codes and contacts");
  services.hashingKey = derived.empty() ? keptHashingKey(services) : shared(std::move(derived.front()));
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
