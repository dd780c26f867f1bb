#include "credential_change.hpp"

#include "recipes/session/neighbours.hpp"

namespace mfa {
namespace {

constexpr const char* kCodeRecipe = "passwordless";

}  // namespace

void removeSignInCodes(Transaction& tx, const LoginMethod& method) {
  if (method.recipeId != kCodeRecipe) return;
  for (const auto& tenantId : method.tenantIds) {
    if (method.email) tx.codes().removeSignInDevices(tenantId, {ContactKind::Email, *method.email});
    if (method.phoneNumber)
      tx.codes().removeSignInDevices(tenantId, {ContactKind::Phone, *method.phoneNumber});
  }
}

std::vector<std::string> endAllElse(Transaction& tx, observe::Report& report,
                                    const CredentialChange& change) {
  if (const auto user = tx.users().find(change.userId))
    for (const auto& method : user->loginMethods) removeSignInCodes(tx, method);
  tx.codes().removeDevicesOfAccount(change.userId, std::nullopt);
  auto ended = tx.sessions().revokeAllForUser(change.userId, std::nullopt, change.keptSession);
  for (const auto& handle : ended)
    report.add({.type = EventType::SessionRevoked,
                .userId = change.userId,
                .sessionHandle = handle,
                .reason = change.reason});
  return ended;
}

void forgetEnded(const Services& services, const std::vector<std::string>& sessionHandles) {
  if (services.session != nullptr) session::forgetSessions(*services.session, sessionHandles);
}

}  // namespace mfa
