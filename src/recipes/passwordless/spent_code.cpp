#include "recipes/passwordless/spent_code.hpp"

namespace mfa::passwordless {

namespace {

constexpr const char* kKey = "mfa.passwordless.spentCode";

}  // namespace

void keepSpentCode(UserContext userContext, const SpentCode& spent) { userContext.set(kKey, spent); }

std::optional<SpentCode> takeSpentCode(const UserContext& userContext) {
  const auto* kept = userContext.get<SpentCode>(kKey);
  if (kept == nullptr) return std::nullopt;
  auto spent = *kept;
  userContext.erase(kKey);
  return spent;
}

}  // namespace mfa::passwordless
