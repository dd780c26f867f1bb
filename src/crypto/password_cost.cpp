#include "crypto/password_cost.hpp"

#include <algorithm>

namespace mfa::crypto {

void PasswordCost::learn(const PasswordScheme& scheme) {
  if (const auto* const bcrypt = std::get_if<BcryptScheme>(&scheme)) {
    bcryptCost_ = std::max(bcryptCost_, bcrypt->cost);
    return;
  }
  if (argon2_.size() < kMostArgon2Kinds) argon2_.insert(std::get<Argon2Scheme>(scheme));
}

std::vector<PasswordScheme> PasswordCost::outstanding(const std::optional<PasswordScheme>& paid) const {
  std::vector<PasswordScheme> due;
  for (const Argon2Scheme& scheme : argon2_)
    if (paid != PasswordScheme{scheme}) due.emplace_back(scheme);

  const auto* const bcrypt = paid ? std::get_if<BcryptScheme>(&*paid) : nullptr;
  if (bcrypt == nullptr && bcryptCost_ != 0) due.emplace_back(BcryptScheme{.cost = bcryptCost_});
  if (bcrypt != nullptr)
    for (std::uint32_t cost = bcrypt->cost; cost < bcryptCost_; ++cost)
      due.emplace_back(BcryptScheme{.cost = cost});
  return due;
}

}  // namespace mfa::crypto
