#include "crypto/password_hasher.hpp"

#include <utility>

#include "crypto/argon2.hpp"
#include "crypto/bcrypt.hpp"
#include "mfa/errors.hpp"

namespace mfa::crypto {
namespace {

bool matches(std::string_view password, const std::string& encoded, const PasswordScheme& scheme) {
  if (std::holds_alternative<BcryptScheme>(scheme)) return bcryptMatches(password, encoded);
  return argon2Matches(password, encoded);
}

void spend(std::string_view password, const PasswordScheme& scheme) {
  if (const auto* const bcrypt = std::get_if<BcryptScheme>(&scheme)) return spendBcrypt(bcrypt->cost);
  spendArgon2(password, std::get<Argon2Scheme>(scheme));
}

}  // namespace

PasswordHasher::PasswordHasher(Argon2Scheme scheme, HashPool::Limits limits,
                               std::shared_ptr<RandomSource> random)
    : scheme_{scheme}, pool_{limits}, random_{std::move(random)}, cost_{scheme} {
  if (!isUsable(scheme)) throw Error{"the Argon2 parameters are out of range"};
}

std::string PasswordHasher::hash(std::string_view password) {
  if (password.size() > kMaxPasswordBytes) throw BadInputError{"the password is too long"};
  return pool_.run([&] { return argon2Hash(password, scheme_, *random_); });
}

PasswordCheck PasswordHasher::verify(std::string_view password, const std::optional<std::string>& encoded) {
  if (password.size() > kMaxPasswordBytes) return {};
  const auto scheme = encoded ? passwordScheme(*encoded) : std::nullopt;
  if (scheme) learn(*scheme);

  return pool_.run([&]() -> PasswordCheck {
    if (scheme && matches(password, *encoded, *scheme))
      return {.matches = true, .needsRehash = *scheme != PasswordScheme{scheme_}};
    for (const PasswordScheme& due : cost().outstanding(scheme)) spend(password, due);
    return {};
  });
}

void PasswordHasher::expect(std::string_view encoded) {
  if (const auto scheme = passwordScheme(encoded)) learn(*scheme);
}

PasswordCost PasswordHasher::cost() const {
  const std::lock_guard lock{mutex_};
  return cost_;
}

void PasswordHasher::learn(const PasswordScheme& scheme) {
  const std::lock_guard lock{mutex_};
  cost_.learn(scheme);
}

}  // namespace mfa::crypto
