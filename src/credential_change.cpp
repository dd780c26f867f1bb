#include "credential_change.hpp"

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

std::vector<std::string> endAllElse(Transaction& tx, const CredentialChange& change) {
  for (const auto& contact : contactsOf(tx, change.userId))
    for (const auto& tenantId : change.tenantIds) tx.codes().removeDevicesOfContact(tenantId, contact);
  tx.codes().removeDevicesOfAccount(change.userId, std::nullopt);
  return tx.sessions().revokeAllForUser(change.userId, std::nullopt, change.keptSession);
}

}  // namespace mfa
