/// @file
/// Passwordless: a user proves an address by the code sent to it, as first factor or as second.
///
/// createCode makes a code for an address or a number; its API sends it. consumeCode takes it back. A device
/// (one attempt in one browser) survives a bounded number of wrong codes, then the flow restarts.
///
/// Three rules hold below the override tables, whatever an override, a token or metadata says:
///  1. A code raises only the session under which it was made. Create, resend and consume compare the session
///     of their own request with the one that the device was made under; both may be none. A mismatch is
///     RESTART_FLOW_ERROR, before anything is counted or compared.
///  2. When `createNewSession` returns the session of the request instead of a new one, the code completes
///     that session: its contact is compared with the user's enrolled factor, or enrolled if there is none.
///     Another contact is RESTART_FLOW_ERROR. Only a code that was typed in completes a session, no link.
///  3. Sends and guesses draw from budgets of the account and of the destination (`mfa/limits.hpp`), which no
///     new code resets. An empty one is GENERAL_ERROR, for the right code too.
///
/// Source: FDI 4.2, passwordless; NIST SP 800-63B (out-of-band devices); OWASP ASVS 6.5, 6.6.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mfa/delivery.hpp"
#include "mfa/export.hpp"
#include "mfa/recipe.hpp"
#include "mfa/recipes/passwordless/api_operations.hpp"
#include "mfa/recipes/passwordless/operations.hpp"

namespace mfa {

/// The recipe: its types, its configuration, its object.
class MFA_EXPORT Passwordless final : public RecipeObject {
 public:
  using CreateCode = passwordless::CreateCode;
  using CreateNewCodeForDevice = passwordless::CreateNewCodeForDevice;
  using ConsumeCode = passwordless::ConsumeCode;
  using CheckCode = passwordless::CheckCode;
  using UpdateUser = passwordless::UpdateUser;
  using RevokeAllCodes = passwordless::RevokeAllCodes;
  using RevokeCode = passwordless::RevokeCode;
  using ListCodesByEmail = passwordless::ListCodesByEmail;
  using ListCodesByPhoneNumber = passwordless::ListCodesByPhoneNumber;
  using ListCodesByDeviceId = passwordless::ListCodesByDeviceId;
  using ListCodesByPreAuthSessionId = passwordless::ListCodesByPreAuthSessionId;
  using CreateCodePOST = passwordless::CreateCodePOST;
  using ResendCodePOST = passwordless::ResendCodePOST;
  using ConsumeCodePOST = passwordless::ConsumeCodePOST;
  using EmailExistsGET = passwordless::EmailExistsGET;
  using PhoneNumberExistsGET = passwordless::PhoneNumberExistsGET;

  /// What the recipe does. Each hook runs on the caller's thread and may block on the storage. @throws
  /// StorageError
  struct Functions {
    Hook<CreateCode> createCode{};
    Hook<CreateNewCodeForDevice> createNewCodeForDevice{};
    Hook<ConsumeCode> consumeCode{};
    Hook<CheckCode> checkCode{};
    Hook<UpdateUser> updateUser{};
    Hook<RevokeAllCodes> revokeAllCodes{};
    Hook<RevokeCode> revokeCode{};
    Hook<ListCodesByEmail> listCodesByEmail{};
    Hook<ListCodesByPhoneNumber> listCodesByPhoneNumber{};
    Hook<ListCodesByDeviceId> listCodesByDeviceId{};
    Hook<ListCodesByPreAuthSessionId> listCodesByPreAuthSessionId{};
  };

  /// The routes, one hook each. An emptied hook takes its route off the server. Every result is sent with
  /// 200; a malformed body is answered with 400 before the hook runs; any of them may answer
  /// `{"status":"GENERAL_ERROR","message":string}`.
  struct Apis {
    /// POST /signinup/code
    /// @code
    /// <- {"email": string} | {"phoneNumber": string}            + "shouldTryLinkingWithSessionUser"?: bool
    ///    under a session also the masked form of an enrolled contact ("•••0123"), or neither if one is
    ///    enrolled: the hook is given that contact
    /// -> {"status":"OK", "deviceId": string, "preAuthSessionId": string,
    ///     "flowType":"USER_INPUT_CODE"|"MAGIC_LINK"|"USER_INPUT_CODE_AND_MAGIC_LINK"}
    ///  | {"status":"SIGN_IN_UP_NOT_ALLOWED", "reason": string}
    /// @endcode
    Hook<CreateCodePOST> createCodePOST{};
    /// POST /signinup/code/resend
    /// @code
    /// <- {"deviceId": string, "preAuthSessionId": string}
    /// -> {"status":"OK"} | {"status":"RESTART_FLOW_ERROR"}
    /// @endcode
    Hook<ResendCodePOST> resendCodePOST{};
    /// POST /signinup/code/consume
    /// @code
    /// <- {"preAuthSessionId": string, "deviceId": string, "userInputCode": string}
    ///  | {"preAuthSessionId": string, "linkCode": string}
    /// -> {"status":"OK", "user": User, "createdNewRecipeUser": bool}                 + session tokens
    ///  | {"status":"INCORRECT_USER_INPUT_CODE_ERROR"|"EXPIRED_USER_INPUT_CODE_ERROR",
    ///     "failedCodeInputAttemptCount": int, "maximumCodeInputAttempts": int}
    ///  | {"status":"RESTART_FLOW_ERROR"} | {"status":"SIGN_IN_UP_NOT_ALLOWED", "reason": string}
    /// @endcode
    Hook<ConsumeCodePOST> consumeCodePOST{};
    /// GET /passwordless/email/exists?email=…         -> {"status":"OK", "exists": bool}
    Hook<EmailExistsGET> emailExistsGET{};
    /// GET /passwordless/phonenumber/exists?phoneNumber=…  -> {"status":"OK", "exists": bool}
    Hook<PhoneNumberExistsGET> phoneNumberExistsGET{};
  };

  /// How the recipe behaves. Every field has a default; Auth's constructor checks them.
  struct Config {
    ContactMethod contactMethod = ContactMethod::EmailOrPhone;
    FlowType flowType = FlowType::UserInputCodeAndMagicLink;
    /// How long a code lives. At most 10 minutes (NIST SP 800-63B, ASVS 6.5.5).
    std::chrono::milliseconds codeLifetime = std::chrono::minutes{5};
    /// Wrong codes until a device restarts, 1 to 10. Budgets per account and destination stand above it.
    int maximumCodeInputAttempts = 5;
    /// Answers what is wrong with a number, for the user to read, or nothing. Default: "Phone number is
    /// invalid" for what no telephone network could have (libphonenumber), or what is no E.164 number where
    /// the library was built without it.
    std::function<std::optional<std::string>(const passwordless::ContactInput&)> validatePhoneNumber{};
    /// Answers what is wrong with an address, or nothing. Default: "Email is invalid".
    std::function<std::optional<std::string>(const passwordless::ContactInput&)> validateEmailAddress{};
    /// Makes codes of a form of the host's own, 1 to 64 bytes. Default: 6 random digits.
    std::function<std::string(const passwordless::CustomCodeInput&)> getCustomUserInputCode{};
    /// Asked before a user's first second factor is enrolled: answers why not, for the user to read, or
    /// nothing. Default: whoever passed the first factor may. A host can ask for more, such as a verified
    /// e-mail address, because until then a stolen password is enough to enrol another phone.
    ///
    /// It runs below the API table, after the code was spent and before anything is written, and also for
    /// the enrolment that follows a removal or an administrator's reset. Later contacts are changed under a
    /// session that has completed a factor (`mfa/factors.hpp`), where it is not asked.
    std::function<std::optional<std::string>(const passwordless::FirstEnrolmentInput&)>
        validateFirstEnrolment{};
    SmsDelivery smsDelivery{};
    EmailDelivery emailDelivery{};
    Override<Functions, Apis> override{};
  };

  /// An entry of `Config::recipeList`.
  [[nodiscard]] static Recipe init();
  [[nodiscard]] static Recipe init(Config config);

  // Each call goes through the final table. An empty context is bound to this recipe's `Auth`.
  [[nodiscard]] CreateCode::Result createCode(CreateCode::Input input) const;
  [[nodiscard]] CreateNewCodeForDevice::Result createNewCodeForDevice(
      CreateNewCodeForDevice::Input input) const;
  [[nodiscard]] ConsumeCode::Result consumeCode(ConsumeCode::Input input) const;
  [[nodiscard]] CheckCode::Result checkCode(CheckCode::Input input) const;
  UpdateUser::Result updateUser(UpdateUser::Input input) const;
  void revokeAllCodes(RevokeAllCodes::Input input) const;
  void revokeCode(RevokeCode::Input input) const;
  [[nodiscard]] std::vector<passwordless::Device> listCodesByEmail(ListCodesByEmail::Input input) const;
  [[nodiscard]] std::vector<passwordless::Device> listCodesByPhoneNumber(
      ListCodesByPhoneNumber::Input input) const;
  [[nodiscard]] std::optional<passwordless::Device> listCodesByDeviceId(
      ListCodesByDeviceId::Input input) const;
  [[nodiscard]] std::optional<passwordless::Device> listCodesByPreAuthSessionId(
      ListCodesByPreAuthSessionId::Input input) const;

  /// A link that signs the owner of the contact in, to be sent by the host. Either email or phoneNumber.
  [[nodiscard]] std::string createMagicLink(CreateCode::Input input) const;

  /// Signs the owner of a contact in or up without a code: the host has proven the contact. Makes and spends
  /// a code; makes no session. Either email or phoneNumber.
  [[nodiscard]] ConsumeCode::Result signInUp(CreateCode::Input input) const;

  [[nodiscard]] std::string recipeId() const override;
  [[nodiscard]] std::vector<Route> routes() const override;
  void start() override;

  struct Impl;
  explicit Passwordless(std::unique_ptr<Impl> impl);
  ~Passwordless() override;

  /// For the library's other rooms.
  [[nodiscard]] const Impl& impl() const noexcept { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mfa
