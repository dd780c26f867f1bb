#include "recipes/session/refresh_token_keys.hpp"

#include <optional>
#include <string>

#include "crypto/key_ring.hpp"
#include "crypto/random.hpp"
#include "mfa/errors.hpp"

namespace mfa::session {
namespace {

constexpr const char* kSetting = "refresh_token_key";
constexpr std::size_t kKeyOctets = 32;

std::optional<std::string> stored(const Services& services) {
  return services.storage->read(
      [](Transaction& transaction) { return transaction.settings().get(kSetting); });
}

std::string storedOrMade(const Services& services) {
  if (auto found = stored(services)) return *std::move(found);
  const auto sealed =
      services.keyRing->seal(crypto::randomSecret(*services.random, kKeyOctets), kSetting, *services.random);
  return services.storage->transact([&sealed](Transaction& transaction) {
    return transaction.settings().insertIfAbsent(kSetting, sealed);
  });
}

}  // namespace

std::vector<crypto::Secret> refreshTokenKeys(const Services& services) {
  auto keys = services.keyRing->derive("mfa refresh tokens");
  if (keys.empty()) {
    auto key = services.keyRing->open(storedOrMade(services), kSetting);
    if (!key)
      throw ConfigError{{{"masterKeys", "cannot open the key of refresh tokens: a master key sealed it"}}};
    keys.push_back(*std::move(key));
  } else if (const auto sealed = stored(services)) {
    // The ring refuses one that lies open, unless the host says that keys may: whoever can write to the
    // database could have put it there.
    if (auto key = services.keyRing->open(*sealed, kSetting)) keys.push_back(*std::move(key));
  }
  return keys;
}

void resealRefreshTokenKey(const Services& services) {
  const auto sealed = stored(services);
  if (!sealed || services.keyRing->isCurrent(*sealed)) return;
  const auto key = services.keyRing->open(*sealed, kSetting);
  if (!key) return;
  const auto again = services.keyRing->seal(*key, kSetting, *services.random);
  services.storage->transact(
      [&again](Transaction& transaction) { transaction.settings().put(kSetting, again); });
}

}  // namespace mfa::session
