#include "recipes/passwordless/enrolled_contact.hpp"

#include <vector>

#include "observe/emit.hpp"
#include "recipes/passwordless/contacts.hpp"

namespace mfa::passwordless {

namespace {

constexpr std::string_view kMask = "\xE2\x80\xA2";  // a bullet: no address or number has one

const json::value* memberOf(const json::object& body, ContactKind kind) {
  return body.if_contains(kind == ContactKind::Email ? "email" : "phoneNumber");
}

bool isMasked(const json::value& typed) {
  return typed.is_string() && std::string_view{typed.get_string()}.find(kMask) != std::string_view::npos;
}

bool isMeant(const Contact& contact, const json::object& body) {
  const auto* typed = memberOf(body, contact.kind);
  return typed != nullptr && typed->is_string() && typed->get_string() == observe::masked(contact);
}

std::vector<Contact> contactsOf(const Passwordless::Impl& impl, const std::string& userId) {
  const auto rows = impl.services.storage->read([&](Transaction& tx) { return tx.factors().list(userId); });
  std::vector<Contact> contacts;
  for (const auto& row : rows)
    if (reaches(impl.config.contactMethod, row.contact.kind)) contacts.push_back(row.contact);
  return contacts;
}

}  // namespace

bool leavesContactToServer(const json::object& body) {
  const auto* email = memberOf(body, ContactKind::Email);
  const auto* phoneNumber = memberOf(body, ContactKind::Phone);
  if (email != nullptr && phoneNumber != nullptr) return false;
  const auto* only = email != nullptr ? email : phoneNumber;
  return only == nullptr || isMasked(*only);
}

std::optional<Contact> enrolledContact(const Passwordless::Impl& impl, const std::string& userId,
                                       const json::object& body) {
  const auto contacts = contactsOf(impl, userId);
  const bool namesNone = !body.contains("email") && !body.contains("phoneNumber");
  if (namesNone && contacts.size() == 1) return contacts.front();
  for (const auto& contact : contacts)
    if (isMeant(contact, body)) return contact;
  return std::nullopt;
}

}  // namespace mfa::passwordless
