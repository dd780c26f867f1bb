#include "recipes/passwordless/contacts.hpp"

#include "identity/email_address.hpp"
#include "identity/phone_number.hpp"
#include "mfa/errors.hpp"
#include "testing/defences.hpp"

namespace mfa::passwordless {

std::optional<Contact> emailContact(std::string_view typed) {
  const auto address = identity::EmailAddress::parse(typed);
  if (!address) return std::nullopt;
  return Contact{.kind = ContactKind::Email, .value = address->text()};
}

std::optional<Contact> phoneContact(std::string_view typed) {
  const auto number = identity::PhoneNumber::parse(typed);
  if (!number) return std::nullopt;
  if (!stands(Defence::ContactsAreCanonical))
    return Contact{.kind = ContactKind::Phone, .value = std::string{typed}};
  return Contact{.kind = ContactKind::Phone, .value = number->e164()};
}

Contact contactOf(const std::optional<std::string>& email, const std::optional<std::string>& phoneNumber) {
  if (email.has_value() == phoneNumber.has_value())
    throw BadInputError{"give either email or phoneNumber, and not both"};
  auto contact = email ? emailContact(*email) : phoneContact(*phoneNumber);
  if (!contact) throw BadInputError{email ? "email is no address" : "phoneNumber is no E.164 number"};
  return *std::move(contact);
}

std::optional<std::string> emailOf(const Contact& contact) {
  return contact.kind == ContactKind::Email ? std::optional{contact.value} : std::nullopt;
}

std::optional<std::string> phoneNumberOf(const Contact& contact) {
  return contact.kind == ContactKind::Phone ? std::optional{contact.value} : std::nullopt;
}

bool reaches(ContactMethod method, ContactKind kind) {
  if (method == ContactMethod::EmailOrPhone || !stands(Defence::ContactMethodIsKept)) return true;
  return (method == ContactMethod::Phone) == (kind == ContactKind::Phone);
}

std::string factorIdOf(const Contact& contact) {
  return contact.kind == ContactKind::Phone ? "otp-phone" : "otp-email";
}

std::string nameOf(const Contact& contact) {
  return (contact.kind == ContactKind::Phone ? "phone:" : "email:") + contact.value;
}

}  // namespace mfa::passwordless
