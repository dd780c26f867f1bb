#include "recipes/passwordless/spent_code.hpp"

#include <utility>

#include "abuse/budgets.hpp"

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

void countVerified(Transaction& tx, observe::Report& report, const Services& services,
                   const CodeDevice& device) {
  auto resumed = services.budgets->countVerified(
      tx, {.accountId = device.accountId, .contact = device.contact, .tenantId = device.tenantId});
  if (!resumed) return;
  report.add(
      {.type = EventType::CountryResumed, .callingCode = std::move(resumed), .reason = "enough_verified"});
}

}  // namespace mfa::passwordless
