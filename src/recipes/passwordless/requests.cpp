#include "recipes/passwordless/requests.hpp"

#include "identity/email_address.hpp"
#include "identity/phone_number.hpp"
#include "mfa/errors.hpp"
#include "recipes/passwordless/contacts.hpp"

namespace mfa::passwordless {

namespace {

constexpr const char* kInvalidPhoneNumber = "Phone number is invalid";
constexpr const char* kInvalidEmail = "Email is invalid";

GeneralError invalid(ContactKind kind) {
  return {kind == ContactKind::Email ? kInvalidEmail : kInvalidPhoneNumber};
}

std::optional<std::string> optionalText(const json::object& body, std::string_view name) {
  const auto* member = body.if_contains(name);
  if (member == nullptr) return std::nullopt;
  if (!member->is_string()) throw BadInputError{std::string{name} + " must be a string"};
  return std::string{member->get_string()};
}

std::string requiredText(const json::object& body, std::string_view name) {
  auto text = optionalText(body, name);
  if (!text) throw BadInputError{"please provide " + std::string{name}};
  return *std::move(text);
}

/// What the validator of that kind says; without one of the host's, what no network could have is wrong.
std::optional<std::string> objectionTo(const Passwordless::Impl& impl, ContactKind kind,
                                       const ContactInput& input) {
  if (kind == ContactKind::Email) {
    if (impl.config.validateEmailAddress) return impl.config.validateEmailAddress(input);
    return emailContact(input.value) ? std::nullopt : std::optional<std::string>{kInvalidEmail};
  }
  if (impl.config.validatePhoneNumber) return impl.config.validatePhoneNumber(input);
  const auto number = identity::PhoneNumber::parse(input.value);
  return number && number->isAssignable() ? std::nullopt : std::optional<std::string>{kInvalidPhoneNumber};
}

}  // namespace

std::variant<Contact, GeneralError> readContact(const Passwordless::Impl& impl, const json::object& body,
                                                const std::string& tenantId, const UserContext& userContext) {
  const auto* email = body.if_contains("email");
  const auto* phoneNumber = body.if_contains("phoneNumber");
  if ((email == nullptr) == (phoneNumber == nullptr))
    throw BadInputError{"please provide exactly one of email or phoneNumber"};
  const auto kind = email != nullptr ? ContactKind::Email : ContactKind::Phone;
  if (!reaches(impl.config.contactMethod, kind))
    throw BadInputError{kind == ContactKind::Email ? "please provide a phoneNumber, and no email"
                                                   : "please provide an email, and no phoneNumber"};
  const auto& typed = kind == ContactKind::Email ? *email : *phoneNumber;
  if (!typed.is_string()) return invalid(kind);
  return checkContact(impl, {kind, std::string{typed.get_string()}}, tenantId, userContext);
}

std::variant<Contact, GeneralError> checkContact(const Passwordless::Impl& impl, const Contact& typed,
                                                 const std::string& tenantId,
                                                 const UserContext& userContext) {
  const auto kind = typed.kind;
  const ContactInput input{
      .value = std::string{identity::trimmed(typed.value)}, .tenantId = tenantId, .userContext = userContext};
  if (const auto objection = objectionTo(impl, kind, input)) return GeneralError{*objection};
  // A validator of the host's may be kinder than we can be: what has no canonical form cannot be sent to.
  auto contact = kind == ContactKind::Email ? emailContact(input.value) : phoneContact(input.value);
  if (!contact) return invalid(kind);
  return *std::move(contact);
}

ResendBody readResend(const json::object& body) {
  return {.deviceId = requiredText(body, "deviceId"),
          .preAuthSessionId = requiredText(body, "preAuthSessionId")};
}

ConsumeBody readConsume(const json::object& body) {
  ConsumeBody read{.preAuthSessionId = requiredText(body, "preAuthSessionId"),
                   .deviceId = optionalText(body, "deviceId"),
                   .userInputCode = optionalText(body, "userInputCode"),
                   .linkCode = optionalText(body, "linkCode")};
  const bool isPartlyTyped = read.deviceId || read.userInputCode;
  if (isPartlyTyped && read.linkCode)
    throw BadInputError{"please provide either linkCode or deviceId and userInputCode, and not both"};
  if (isPartlyTyped && !(read.deviceId && read.userInputCode))
    throw BadInputError{"please provide both deviceId and userInputCode"};
  if (!isPartlyTyped && !read.linkCode)
    throw BadInputError{"please provide either linkCode or deviceId and userInputCode"};
  return read;
}

std::string readQuery(const Request& req, std::string_view name) {
  auto value = queryParameter(req, name);
  if (!value) throw BadInputError{"please provide " + std::string{name} + " in the query"};
  return *std::move(value);
}

}  // namespace mfa::passwordless
