// What the contacts of a login method are, and which of them nobody else may have.
#pragma once

#include <mfa/storage/users.hpp>

#include <algorithm>
#include <vector>

namespace custom_storage {

[[nodiscard]] inline std::vector<mfa::Contact> contactsOf(const mfa::LoginMethod& method) {
  std::vector<mfa::Contact> contacts;
  if (method.email) contacts.push_back({mfa::ContactKind::Email, *method.email});
  if (method.phoneNumber) contacts.push_back({mfa::ContactKind::Phone, *method.phoneNumber});
  if (method.thirdParty)
    contacts.push_back(
        {mfa::ContactKind::ThirdParty, method.thirdParty->id + "|" + method.thirdParty->userId});
  return contacts;
}

/// Those that must be unique in tenant and recipe. The address that a third party reports is data.
[[nodiscard]] inline std::vector<mfa::Contact> identitiesOf(const mfa::LoginMethod& method) {
  auto contacts = contactsOf(method);
  if (method.thirdParty)
    std::erase_if(contacts, [](const auto& contact) { return contact.kind != mfa::ContactKind::ThirdParty; });
  return contacts;
}

[[nodiscard]] inline bool has(const std::vector<mfa::Contact>& contacts, const mfa::Contact& contact) {
  return std::find(contacts.begin(), contacts.end(), contact) != contacts.end();
}

[[nodiscard]] inline bool has(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace custom_storage
