/// @file
/// Delivery: what the library sends, and the senders that a host plugs in.
///
/// A sender runs on the request's thread and may block; hand slow work to a queue. If it throws, the code
/// routes answer GENERAL_ERROR and raise the event `code_not_sent`. Without a sender, messages go to the
/// development outbox
/// (`mfa/delivery/outbox.hpp`). Codes are never logged.
///
/// Source: FDI back-end delivery, "PASSWORDLESS_LOGIN".
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mfa/export.hpp"
#include "mfa/recipe.hpp"
#include "mfa/time.hpp"
#include "mfa/user_context.hpp"

namespace mfa {

/// A code, a link, or both, for a phone or an e-mail address.
struct PasswordlessLogin {
  bool isFirstFactor = true;
  /// The code enrols this contact for somebody who is signed in (`mfa/factors.hpp`): it logs nobody in.
  bool isNewContact = false;
  std::string to{};                              ///< E.164 number or canonical e-mail address
  std::optional<std::string> userInputCode{};    ///< what the user types
  std::optional<std::string> urlWithLinkCode{};  ///< what the user opens
  std::chrono::milliseconds codeLifetime{};
  std::string preAuthSessionId{};
  std::string tenantId{};
  std::string appName{};
  UserContext userContext{};
};

/// The text of a message, in English: code, link, lifetime, and whether it is a first or second factor. For
/// senders that have no templates of their own.
[[nodiscard]] MFA_EXPORT std::string messageText(const PasswordlessLogin& message);

/// The subject that goes with it in an e-mail: "Login to your account".
[[nodiscard]] MFA_EXPORT std::string messageSubject(const PasswordlessLogin& message);

/// What a notice tells.
enum class NoticeType {
  FactorEnrolled,  ///< one more contact was enrolled
  FactorReplaced,
  FactorRemoved,
  FactorReset,  ///< an administrator has removed all
};

/// "FACTOR_ENROLLED", "FACTOR_REPLACED", "FACTOR_REMOVED", "FACTOR_RESET".
[[nodiscard]] MFA_EXPORT std::string_view name(NoticeType type) noexcept;

/// Tells a contact that was enrolled before that the factors of its account have changed: if it was not the
/// owner who did that, the owner learns of it here. It holds no code and no link.
struct SecurityNotice {
  NoticeType type = NoticeType::FactorReplaced;
  std::string to{};                            ///< E.164 number or canonical e-mail address
  std::optional<std::string> contactMasked{};  ///< what is enrolled now, "•••0123"; nothing: removed or reset
  Time time{};                                 ///< of the change
  std::string tenantId{};
  std::string appName{};
  UserContext userContext{};
};

/// The text of a notice, in English, and the subject that goes with it in an e-mail. For senders that have no
/// templates of their own.
[[nodiscard]] MFA_EXPORT std::string messageText(const SecurityNotice& notice);
[[nodiscard]] MFA_EXPORT std::string messageSubject(const SecurityNotice& notice);

/// Sends text messages. Safe to call from many threads at once.
class MFA_EXPORT SmsSender {
 public:
  virtual ~SmsSender();

  /// Hands the message over; returning means it is on its way.
  /// @throws DeliveryError, or `GeneralErrorException` to show the user a text
  virtual void sendSms(const PasswordlessLogin& message) = 0;

  /// The same for a notice. A sender that does not know how throws, and nobody is told.
  /// @throws DeliveryError
  virtual void sendNotice(const SecurityNotice& notice);
};

/// Sends e-mails. Safe to call from many threads at once.
class MFA_EXPORT EmailSender {
 public:
  virtual ~EmailSender();

  /// Hands the message over; returning means it is on its way.
  /// @throws DeliveryError, or `GeneralErrorException` to show the user a text
  virtual void sendEmail(const PasswordlessLogin& message) = 0;

  /// The same for a notice. A sender that does not know how throws, and nobody is told.
  /// @throws DeliveryError
  virtual void sendNotice(const SecurityNotice& notice);
};

/// The functions of a sender, for overriding: change the message, or send it another way.
struct SmsFunctions {
  std::function<void(PasswordlessLogin)> sendSms{};
  std::function<void(SecurityNotice)> sendNotice{};
};
struct EmailFunctions {
  std::function<void(PasswordlessLogin)> sendEmail{};
  std::function<void(SecurityNotice)> sendNotice{};
};

/// Who sends text messages. Null service: the development outbox.
struct SmsDelivery {
  std::shared_ptr<SmsSender> service{};
  Layers<SmsFunctions> override{};
};

/// Who sends e-mails. Null service: the development outbox.
struct EmailDelivery {
  std::shared_ptr<EmailSender> service{};
  Layers<EmailFunctions> override{};
};

}  // namespace mfa
