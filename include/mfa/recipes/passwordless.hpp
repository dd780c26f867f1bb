/// @file
/// Passwordless: a user proves an address by the code sent to it, as first factor or as second.
///
/// createCode makes a code for an address or a number; its API sends it. consumeCode takes it back. A device
/// (one attempt in one browser) survives a bounded number of wrong codes, then the flow restarts.
///
/// Three rules hold below the override tables, whatever an override, a token or metadata says:
///  1. A code raises only the session under which it was made: create, resend and consume compare the session
///  of their own
///     request with the one that the device was made under; both may be none. A mismatch is
///     RESTART_FLOW_ERROR, before anything is counted or compared.
///  2. When `createNewSession` returns the session of the request instead of a new one, the code completes
///  that session:
///     its contact is compared with the user's enrolled factor, or enrolled if there is none. Another contact
///     is RESTART_FLOW_ERROR.
///  3. Sends and guesses draw from budgets of the account and of the destination (`mfa/limits.hpp`), which no
///  new code
///     resets. An empty one is GENERAL_ERROR, for the right code too.
///
/// Source: FDI 4.2, passwordless; NIST SP 800-63B (out-of-band devices); OWASP ASVS 6.5, 6.6.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mfa/delivery.hpp"
#include "mfa/export.hpp"
#include "mfa/recipe.hpp"
#include "mfa/recipes/session.hpp"
#include "mfa/time.hpp"
#include "mfa/user.hpp"

namespace mfa {

/// Which kind of contact codes are sent to.
enum class ContactMethod { Phone, Email, EmailOrPhone };

/// What is sent: a code to type, a link to open, or both.
enum class FlowType { UserInputCode, MagicLink, UserInputCodeAndMagicLink };

/// "USER_INPUT_CODE", "MAGIC_LINK", "USER_INPUT_CODE_AND_MAGIC_LINK".
[[nodiscard]] MFA_EXPORT std::string_view name(FlowType flowType) noexcept;

namespace passwordless {

/// Unknown, spent, out of attempts, or made under another session. The user asks for a new code.
struct RestartFlowError {};

/// The code is wrong; the device may try again while failed < maximum.
struct IncorrectUserInputCodeError {
  int failedCodeInputAttemptCount = 0;
  int maximumCodeInputAttempts = 0;
};

/// The code was right once and is older than `Config::codeLifetime`. It counts as a wrong one.
struct ExpiredUserInputCodeError {
  int failedCodeInputAttemptCount = 0;
  int maximumCodeInputAttempts = 0;
};

/// The app does not let this user in.
struct SignInUpNotAllowed {
  std::string reason{};  ///< for the user to read; ends in "(ERR_CODE_NNN)"
};

/// The login method could not be linked with the session's user. Only where account linking is configured.
struct LinkingToSessionUserFailed {
  std::string reason{};
};

/// A code that was made. `userInputCode` and `linkCode` are secrets: for the sender, never for an answer.
struct CreatedCode {
  std::string preAuthSessionId{};
  std::string codeId{};
  std::string deviceId{};
  std::string userInputCode{};
  std::string linkCode{};
  std::chrono::milliseconds codeLifetime{};
  Time timeCreated{};
};

/// Makes a device and its first code; sends nothing. Earlier devices of the same destination and purpose are
/// gone.
struct CreateCode {
  /// Either email or phoneNumber.
  struct Input {
    std::optional<std::string> email{};
    std::optional<std::string> phoneNumber{};
    std::optional<std::string> userInputCode{};  ///< a code of the host's making: 1 to 64 bytes
    SessionPtr session{};                        ///< the verified session of the request, or null
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  using Ok = CreatedCode;
  using Result = std::variant<Ok>;
};

/// Makes one more code for a device (a resend). The newest older one stays valid beside it.
struct CreateNewCodeForDevice {
  struct Input {
    std::string deviceId{};
    std::optional<std::string> userInputCode{};
    SessionPtr session{};  ///< the verified session of the request, or null
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  using Ok = CreatedCode;
  /// The device has this very code already.
  struct UserInputCodeAlreadyUsedError {};
  using Result = std::variant<Ok, RestartFlowError, UserInputCodeAlreadyUsedError>;
};

/// The device whose code was right.
struct ConsumedDevice {
  std::string preAuthSessionId{};
  int failedCodeInputAttemptCount = 0;
  std::optional<std::string> email{};
  std::optional<std::string> phoneNumber{};
};

/// Spends a code. A right code works once, also when two requests bring it at the same time.
struct ConsumeCode {
  /// Either deviceId and userInputCode, or linkCode.
  struct Input {
    std::string preAuthSessionId{};
    std::optional<std::string> deviceId{};
    std::optional<std::string> userInputCode{};
    std::optional<std::string> linkCode{};
    SessionPtr session{};  ///< the verified session of the request, or null
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  struct Ok {
    ConsumedDevice consumedDevice{};
    bool createdNewRecipeUser = false;
    User user{};
    std::string recipeUserId{};
  };
  using Result = std::variant<Ok, IncorrectUserInputCodeError, ExpiredUserInputCodeError, RestartFlowError,
                              LinkingToSessionUserFailed, GeneralError>;
};

/// Compares a code without spending it. A wrong one counts; a right one that is consumed in the same request
/// counts once.
struct CheckCode {
  /// Either deviceId and userInputCode, or linkCode.
  struct Input {
    std::string preAuthSessionId{};
    std::optional<std::string> deviceId{};
    std::optional<std::string> userInputCode{};
    std::optional<std::string> linkCode{};
    SessionPtr session{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  struct Ok {
    ConsumedDevice consumedDevice{};
  };
  using Result = std::variant<Ok, IncorrectUserInputCodeError, ExpiredUserInputCodeError, RestartFlowError,
                              GeneralError>;
};

/// Changes or (an empty text) removes the e-mail address or phone number of a passwordless login method.
struct UpdateUser {
  struct Input {
    std::string recipeUserId{};
    std::optional<std::string> email{};
    std::optional<std::string> phoneNumber{};
    UserContext userContext{};
  };
  struct Ok {};
  struct UnknownUserIdError {};
  struct EmailAlreadyExistsError {};
  struct PhoneNumberAlreadyExistsError {};
  struct EmailChangeNotAllowedError {
    std::string reason{};
  };
  struct PhoneNumberChangeNotAllowedError {
    std::string reason{};
  };
  using Result = std::variant<Ok, UnknownUserIdError, EmailAlreadyExistsError, PhoneNumberAlreadyExistsError,
                              EmailChangeNotAllowedError, PhoneNumberChangeNotAllowedError>;
};

/// Removes every device of a contact. Either email or phoneNumber.
struct RevokeAllCodes {
  struct Input {
    std::optional<std::string> email{};
    std::optional<std::string> phoneNumber{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  struct Ok {};
  using Result = std::variant<Ok>;
};

/// Removes one code (and its device with the last one), or a device. Either codeId or preAuthSessionId.
struct RevokeCode {
  struct Input {
    std::optional<std::string> codeId{};
    std::optional<std::string> preAuthSessionId{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  struct Ok {};
  using Result = std::variant<Ok>;
};

/// An open device, as listed. Shows no code.
struct Device {
  struct Code {
    std::string codeId{};
    Time timeCreated{};
    std::chrono::milliseconds codeLifetime{};
  };
  std::string preAuthSessionId{};
  int failedCodeInputAttemptCount = 0;
  std::optional<std::string> email{};
  std::optional<std::string> phoneNumber{};
  std::vector<Code> codes{};
};

/// Lists open devices.
struct ListCodesByEmail {
  struct Input {
    std::string email{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  using Result = std::vector<Device>;
};
struct ListCodesByPhoneNumber {
  struct Input {
    std::string phoneNumber{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  using Result = std::vector<Device>;
};
struct ListCodesByDeviceId {
  struct Input {
    std::string deviceId{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  using Result = std::optional<Device>;
};
struct ListCodesByPreAuthSessionId {
  struct Input {
    std::string preAuthSessionId{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  using Result = std::optional<Device>;
};

/// POST /signinup/code
struct CreateCodePOST {
  struct Input {
    std::optional<std::string> email{};        ///< canonical
    std::optional<std::string> phoneNumber{};  ///< E.164
    std::string tenantId = kPublicTenant;
    SessionPtr session{};  ///< the verified session of the request, or null
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {
    std::string deviceId{};
    std::string preAuthSessionId{};
    FlowType flowType = FlowType::UserInputCode;
  };
  using Result = std::variant<Ok, SignInUpNotAllowed, GeneralError>;
};

/// POST /signinup/code/resend
struct ResendCodePOST {
  struct Input {
    std::string deviceId{};
    std::string preAuthSessionId{};
    std::string tenantId = kPublicTenant;
    SessionPtr session{};
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {};
  using Result = std::variant<Ok, RestartFlowError, GeneralError>;
};

/// POST /signinup/code/consume
struct ConsumeCodePOST {
  struct Input {
    std::string preAuthSessionId{};
    std::optional<std::string> deviceId{};
    std::optional<std::string> userInputCode{};
    std::optional<std::string> linkCode{};
    std::string tenantId = kPublicTenant;
    SessionPtr session{};
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {
    bool createdNewRecipeUser = false;
    User user{};
    SessionPtr session{};  ///< the new one, or that of the request, raised
  };
  using Result = std::variant<Ok, IncorrectUserInputCodeError, ExpiredUserInputCodeError, RestartFlowError,
                              SignInUpNotAllowed, GeneralError>;
};

/// GET /passwordless/email/exists
struct EmailExistsGET {
  struct Input {
    std::string email{};
    std::string tenantId = kPublicTenant;
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {
    bool exists = false;
  };
  using Result = std::variant<Ok, GeneralError>;
};

/// GET /passwordless/phonenumber/exists
struct PhoneNumberExistsGET {
  struct Input {
    std::string phoneNumber{};
    std::string tenantId = kPublicTenant;
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {
    bool exists = false;
  };
  using Result = std::variant<Ok, GeneralError>;
};

/// What `Config::validatePhoneNumber` and its kin are given.
struct ContactInput {
  std::string value{};  ///< as the client sent it, trimmed
  std::string tenantId{};
  UserContext userContext{};
};

/// Whose code a hook is to make.
struct CustomCodeInput {
  std::string tenantId{};
  UserContext userContext{};
};

}  // namespace passwordless

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
    /// Wrong codes until a device restarts. Budgets per account and destination stand above it.
    int maximumCodeInputAttempts = 5;
    /// Answers what is wrong with a number, for the user to read, or nothing. Default: "Phone number is
    /// invalid" for what no telephone network could have (libphonenumber), or what is no E.164 number where
    /// the library was built without it.
    std::function<std::optional<std::string>(const passwordless::ContactInput&)> validatePhoneNumber{};
    /// Answers what is wrong with an address, or nothing. Default: "Email is invalid".
    std::function<std::optional<std::string>(const passwordless::ContactInput&)> validateEmailAddress{};
    /// Makes codes of a form of the host's own, 1 to 64 bytes. Default: 6 random digits.
    std::function<std::string(const passwordless::CustomCodeInput&)> getCustomUserInputCode{};
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

  struct Impl;
  explicit Passwordless(std::unique_ptr<Impl> impl);
  ~Passwordless() override;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mfa
