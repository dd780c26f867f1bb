#include <algorithm>
#include <array>
#include <string_view>

#include "identity/email_address.hpp"
#include "mfa/recipes/session.hpp"
#include "recipes/emailpassword/credentials.hpp"
#include "recipes/emailpassword/workings.hpp"
#include "recipes/session/credential_evidence.hpp"

namespace mfa::emailpassword {
namespace {

GeneralError noPasswordReset() { return {"Resetting a password is not available on this server"}; }

std::string textOf(const std::vector<FormField>& formFields, std::string_view id) {
  const auto* value = valueOf(formFields, id);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string{} : std::string{*text};
}

// Addresses that are made up for users whose provider gives none: nobody can own one.
bool isMadeUp(const std::string& typed) {
  const auto email = identity::EmailAddress::parse(typed);
  return email &&
         (email->domain() == "stfakeemail.supertokens.com" || email->domain().ends_with(".fakeemail.com"));
}

// The numbers by which support staff tell refusals apart; front ends show the text as it is.
constexpr int kFirstSignInCode = 9;
constexpr int kFirstSignUpCode = 13;

std::string reasonFor(const LinkingToSessionUserFailed& failure, int firstCode) {
  constexpr std::array<std::string_view, 4> kReasons{
      "EMAIL_VERIFICATION_REQUIRED", "RECIPE_USER_ID_ALREADY_LINKED_WITH_ANOTHER_PRIMARY_USER_ID_ERROR",
      "ACCOUNT_INFO_ALREADY_ASSOCIATED_WITH_ANOTHER_PRIMARY_USER_ID_ERROR",
      "SESSION_USER_ACCOUNT_INFO_ALREADY_ASSOCIATED_WITH_ANOTHER_PRIMARY_USER_ID_ERROR"};
  const auto position = std::ranges::find(kReasons, failure.reason) - kReasons.begin();
  const auto code = std::to_string(firstCode + static_cast<int>(std::min<std::ptrdiff_t>(position, 3)));
  return "Cannot sign in / up due to security reasons. Please contact support. (ERR_CODE_" +
         std::string(3 - code.size(), '0') + code + ")";
}

// Options and context are those of the request, so that overrides of `createNewSession` see them.
template <class Input>
SessionPtr startSession(const Workings& workings, const Input& input, const std::string& recipeUserId) {
  return workings.auth.session().createNewSession(input.options.req, input.options.res, input.tenantId,
                                                  recipeUserId, json::object{}, json::object{},
                                                  input.userContext);
}

SignUpPOST::Result signUpPOST(const Workings& workings, const SignUpPOST::Input& input) {
  const auto email = textOf(input.formFields, kEmailField);
  if (isMadeUp(email) && !input.session) return EmailAlreadyExistsError{};
  auto result =
      workings.functions.signUp({.email = email,
                                 .password = textOf(input.formFields, kPasswordField),
                                 .session = input.session,
                                 .shouldTryLinkingWithSessionUser = input.shouldTryLinkingWithSessionUser,
                                 .tenantId = input.tenantId,
                                 .userContext = input.userContext});
  if (std::holds_alternative<EmailAlreadyExistsError>(result)) return EmailAlreadyExistsError{};
  if (const auto* failure = std::get_if<LinkingToSessionUserFailed>(&result))
    return SignUpNotAllowed{reasonFor(*failure, kFirstSignUpCode)};
  if (auto* refusal = std::get_if<GeneralError>(&result)) return std::move(*refusal);
  auto& [user, recipeUserId] = *ok(result);
  try {
    return SignUpPOST::Ok{std::move(user), startSession(workings, input, recipeUserId)};
  } catch (const session::CredentialChanged&) {
    return GeneralError{"The account was removed just now"};
  }
}

SignInPOST::Result signInPOST(const Workings& workings, const SignInPOST::Input& input) {
  const auto email = textOf(input.formFields, kEmailField);
  if (isMadeUp(email) && !input.session) return WrongCredentialsError{};
  auto result =
      workings.functions.signIn({.email = email,
                                 .password = textOf(input.formFields, kPasswordField),
                                 .session = input.session,
                                 .shouldTryLinkingWithSessionUser = input.shouldTryLinkingWithSessionUser,
                                 .tenantId = input.tenantId,
                                 .userContext = input.userContext});
  if (std::holds_alternative<WrongCredentialsError>(result)) return WrongCredentialsError{};
  if (const auto* failure = std::get_if<LinkingToSessionUserFailed>(&result))
    return SignInNotAllowed{reasonFor(*failure, kFirstSignInCode)};
  if (auto* refusal = std::get_if<GeneralError>(&result)) return std::move(*refusal);
  auto& [user, recipeUserId] = *ok(result);
  try {
    return SignInPOST::Ok{std::move(user), startSession(workings, input, recipeUserId)};
  } catch (const session::CredentialChanged&) {
    // The password was right when it was compared, and is no more.
    return WrongCredentialsError{};
  }
}

EmailExistsGET::Result emailExistsGET(const Workings& workings, const EmailExistsGET::Input& input) {
  const auto email = identity::EmailAddress::parse(input.email);
  return EmailExistsGET::Ok{email && findAccount(workings, input.tenantId, *email)};
}

}  // namespace

EmailPassword::Apis defaultApis(const Workings& workings) {
  const auto& with = workings;
  return {
      .signUpPOST = [&with](SignUpPOST::Input input) { return signUpPOST(with, input); },
      .signInPOST = [&with](SignInPOST::Input input) { return signInPOST(with, input); },
      .emailExistsGET = [&with](EmailExistsGET::Input input) { return emailExistsGET(with, input); },
      .generatePasswordResetTokenPOST =
          [](GeneratePasswordResetTokenPOST::Input) { return noPasswordReset(); },
      .passwordResetPOST = [](PasswordResetPOST::Input) { return noPasswordReset(); },
  };
}

}  // namespace mfa::emailpassword
