/// @file
/// The development outbox: instead of sending, it shows each message where a developer or a test looks.
///
/// It is the default sender in development, and `Auth` refuses to start with it in production.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mfa/delivery.hpp"
#include "mfa/export.hpp"
#include "mfa/time.hpp"

namespace mfa {

/// One message that would have been sent.
struct OutboxMessage {
  std::string channel{};  ///< "sms" or "email"
  std::string type{};     ///< "PASSWORDLESS_LOGIN", or the name of a notice, such as "FACTOR_REPLACED"
  std::string to{};
  std::optional<std::string> userInputCode{};
  std::optional<std::string> urlWithLinkCode{};
  Time time{};
};

/// As one JSON line. Absent codes and links are null.
/// @code
/// {"channel":"sms"|"email","type":"PASSWORDLESS_LOGIN"|"FACTOR_REPLACED"|…,"to":…,"userInputCode":…|null,"urlWithLinkCode":…|null,"time":ms}
/// @endcode
[[nodiscard]] MFA_EXPORT json::object toJson(const OutboxMessage& message);

/// Takes messages of both channels. Safe to call from many threads at once.
class MFA_EXPORT Outbox {
 public:
  virtual ~Outbox();
  virtual void add(const OutboxMessage& message) = 0;
};

/// Prints each message on standard output, in words.
[[nodiscard]] MFA_EXPORT std::shared_ptr<Outbox> consoleOutbox();

/// Appends each message to a file (mode 0600), one JSON line each.
/// @throws DeliveryError if the file cannot be opened
[[nodiscard]] MFA_EXPORT std::shared_ptr<Outbox> fileOutbox(const std::string& path);

/// Keeps the newest messages in memory: for tests, and for the page of the bundled server.
class MFA_EXPORT MemoryOutbox final : public Outbox {
 public:
  explicit MemoryOutbox(std::size_t capacity = 1'000);
  ~MemoryOutbox() override;
  void add(const OutboxMessage& message) override;

  /// All kept messages, oldest first.
  [[nodiscard]] std::vector<OutboxMessage> messages() const;

  /// The newest message to that address or number, if any.
  [[nodiscard]] std::optional<OutboxMessage> last(const std::string& to) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Passes each message on to all of these.
[[nodiscard]] MFA_EXPORT std::shared_ptr<Outbox> outboxes(std::vector<std::shared_ptr<Outbox>> all);

}  // namespace mfa
