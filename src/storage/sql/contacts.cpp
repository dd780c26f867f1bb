#include "storage/sql/contacts.hpp"

#include "storage/sql/columns.hpp"

namespace mfa::sql {

std::vector<Contact> contactsOf(const LoginMethod& method) {
  std::vector<Contact> contacts;
  if (method.email) contacts.push_back({.kind = ContactKind::Email, .value = *method.email});
  if (method.phoneNumber) contacts.push_back({.kind = ContactKind::Phone, .value = *method.phoneNumber});
  if (method.thirdParty)
    contacts.push_back({.kind = ContactKind::ThirdParty, .value = contactValueOf(*method.thirdParty)});
  return contacts;
}

bool identifies(const LoginMethod& method, ContactKind kind) {
  return kind == ContactKind::ThirdParty || !method.thirdParty;
}

}  // namespace mfa::sql
