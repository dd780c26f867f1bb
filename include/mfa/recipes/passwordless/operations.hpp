/// @file
/// The operations of the passwordless recipe: what each of its functions takes and gives.
///
/// Contacts are E.164 numbers ("+12015550123", at most 15 digits) and canonical e-mail addresses (at most 254
/// bytes); what has no canonical form throws `BadInputError`. Every call blocks on the storage and may run on
/// any thread; its defaults throw `StorageError` if the database fails. None of them sends anything: senders
/// are called by the routes.
///
/// Source: FDI back-end functions, passwordless; NIST SP 800-63B 5.1.3; OWASP ASVS 6.5, 6.6.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/recipe.hpp"
#include "mfa/recipes/session.hpp"
#include "mfa/time.hpp"
#include "mfa/user.hpp"
#include "mfa/user_context.hpp"

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
  std::string preAuthSessionId{};  ///< hash of the device id, base64url
  std::string codeId{};            ///< UUID, no secret
  std::string deviceId{};          ///< 32 random octets, base64
  std::string userInputCode{};     ///< 6 decimal digits, or the host's own
  std::string linkCode{};          ///< 32 octets, base64url
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

/// What `Config::validatePhoneNumber` and its kin are given.
struct ContactInput {
  std::string value{};  ///< as the client sent it, trimmed
  std::string tenantId{};
  UserContext userContext{};
};

/// Whose first second factor is about to be enrolled.
struct FirstEnrolmentInput {
  SessionPtr session{};  ///< of the request, with the first factor passed
  std::optional<std::string> email{};
  std::optional<std::string> phoneNumber{};  ///< either of them: the contact whose code came back
  UserContext userContext{};
};

/// Whose code a hook is to make.
struct CustomCodeInput {
  std::string tenantId{};
  UserContext userContext{};
};

}  // namespace passwordless

}  // namespace mfa
