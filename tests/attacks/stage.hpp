// Where an attack is played: a server that runs the guide, its outbox, and people.
//
// An attack that needs nothing but HTTP is played on any stage: in this process, where defences can be taken
// away and the clock be moved, and against a running mfa-server.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "support/guide_server.hpp"

namespace mfa::test {

/// Somebody with an account and a phone, whom nobody else on any stage is.
struct Person {
  std::string email{};
  std::string phoneNumber{};
};

/// Who a browser is signed in as.
struct Identity {
  std::string userId{};
  std::string sessionHandle{};
};

class Stage {
 public:
  virtual ~Stage() = default;

  [[nodiscard]] virtual Browser browser(Transfer transfer) = 0;
  [[nodiscard]] Browser browser() { return browser(Transfer::Cookie); }
  /// What was sent, oldest first.
  [[nodiscard]] virtual std::vector<OutboxMessage> messages() = 0;
  [[nodiscard]] virtual Identity whoIs(Browser& browser) = 0;
  /// Time goes by. A running server has its own; nobody waits for it.
  virtual void pass(std::chrono::milliseconds time) = 0;
  /// The user of that browser chooses another password. True: it is another one now.
  virtual bool changePassword(Browser& browser, const std::string& newPassword) = 0;
  /// The server itself. @throws std::logic_error if it is another process
  [[nodiscard]] virtual GuideServer& inside() = 0;

  [[nodiscard]] Person person(const std::string& name) const;
  /// A browser in which that user, made if need be, is signed in with the password alone.
  /// @throws std::runtime_error if the server says no
  [[nodiscard]] Browser signedIn(const Person& person, Transfer transfer = Transfer::Cookie);
  /// The same with the second factor done, with the person's own phone.
  [[nodiscard]] Browser completed(const Person& person);

  /// The newest code that was sent there.
  /// @throws std::runtime_error if none was
  [[nodiscard]] std::string lastCode(const std::string& to);
  [[nodiscard]] int messagesTo(const std::string& to);
};

/// A server in this process.
[[nodiscard]] std::unique_ptr<Stage> stageInProcess(const GuideChanges& changes);

/// A running mfa-server: one for all stages, started by the first.
[[nodiscard]] std::unique_ptr<Stage> stageOverHttp();

/// Asks for a code to that number and types it in. True: the session of the browser was completed.
[[nodiscard]] bool completeWith(Stage& stage, Browser& browser, const std::string& phoneNumber);

}  // namespace mfa::test
