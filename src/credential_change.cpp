#include "credential_change.hpp"

#include "recipes/session/neighbours.hpp"

namespace mfa {
namespace {

std::vector<Contact> contactsOf(Transaction& tx, const std::string& userId) {
  std::vector<Contact> contacts;
  if (const auto user = tx.users().find(userId))
    for (const auto& method : user->loginMethods) {
      if (method.email) contacts.push_back({ContactKind::Email, *method.email});
      if (method.phoneNumber) contacts.push_back({ContactKind::Phone, *method.phoneNumber});
    }
  for (const auto& factor : tx.factors().list(userId)) contacts.push_back(factor.contact);
  return contacts;
}

}  // namespace

std::vector<std::string> endAllElse(Transaction& tx, const Services& services, observe::Report& report,
                                    const CredentialChange& change) {
  for (const auto& contact : contactsOf(tx, change.userId))
    for (const auto& tenantId : services.tenantIds) tx.codes().removeDevicesOfContact(tenantId, contact);
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
