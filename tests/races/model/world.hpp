// A server, some browsers, and what people, thieves and administrators do with them, drawn from seeds.
//
// Requests overlap without threads: while one is between two of its transactions, another one runs from
// beginning to end. So a history is the same each time it is played.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "races/model/ledger.hpp"
#include "support/guide_server.hpp"
#include "support/seed.hpp"

namespace mfa::test::model {

enum class Kind {
  Guide,  ///< the guide: a code is a second factor and nothing else
  Mixed,  ///< a code under a session completes it; one without a session signs in
};

/// How often something came of it: a history in which nothing ever succeeds shows nothing.
struct Successes {
  int raised = 0;
  int signedInByCode = 0;
  int passwordsChanged = 0;
  int overlapped = 0;
};

class World {
 public:
  World(Kind kind, std::shared_ptr<Storage> storage);

  /// Does one thing, and looks at everything afterwards.
  /// @throws Violation
  void perform(std::uint64_t lot);

  /// Everything that was done so far, one thing a line.
  [[nodiscard]] const std::string& told() const { return told_; }
  [[nodiscard]] const Successes& successes() const { return successes_; }

  /// What may stand in no database and no event.
  [[nodiscard]] const std::set<std::string>& secrets() const { return secrets_; }
  [[nodiscard]] std::vector<Event> events() const { return server_.events(); }

 private:
  class Sender;
  enum class Nested : bool { No, Yes };

  /// Who asks for a message, and where it goes.
  struct Send {
    std::optional<Requester> requester{};
    std::string contact{};
  };
  using Act = void (World::*)(Lots& lots);

  [[nodiscard]] GuideChanges changes(Kind kind, const std::shared_ptr<Storage>& storage);
  void act(Lots& lots, Nested nested);
  void overlap();
  void tell(const std::string& text) { told_ += text; }

  // people.cpp
  void signUp(Lots& lots);
  void signIn(Lots& lots);
  void ask(Lots& lots);
  void askAgain(Lots& lots);
  void consumeRight(Lots& lots);
  void consumeWrong(Lots& lots);
  void refresh(Lots& lots);
  void signOut(Lots& lots);
  void changePassword(Lots& lots);
  void copyCookies(Lots& lots);
  void consume(Browser& browser, const Device& device, const std::string& code);
  void noteOutcome(const BroughtCode& brought, const std::optional<Requester>& after);
  void noteOpened(Browser& browser, const std::string& email, const std::string& password);
  void take(const std::string& what, const Answer& answer);
  [[nodiscard]] std::optional<Requester> requesterOf(Browser& browser) const;
  [[nodiscard]] static Requester requesterOf(const json::object& payload);
  [[nodiscard]] static std::optional<Requester> requesterAfter(const Answer& answer,
                                                               const BroughtCode& brought);
  [[nodiscard]] Browser& someBrowser(Lots& lots);
  [[nodiscard]] Browser& browserOfLastDevice(Lots& lots);
  [[nodiscard]] const SentCode* codeFor(const std::optional<Requester>& requester, Lots& lots) const;
  [[nodiscard]] std::vector<std::string> subjectsOf(const std::optional<Requester>& requester,
                                                    const std::string& contact);
  [[nodiscard]] std::vector<std::string> subjectsOfSend();
  [[nodiscard]] bool isLive(const std::optional<Requester>& requester) const;

  // administrators.cpp
  void revoke(Lots& lots);
  void deleteUser(Lots& lots);
  void housekeep(Lots& lots);
  void passTime(Lots& lots);
  void restart(Lots& lots);
  [[nodiscard]] std::vector<User> allUsers();
  [[nodiscard]] std::optional<std::string> enrolledContact(const std::string& userId);

  // inspection.cpp
  void inspect();
  void inspectSessions(Transaction& tx, const std::string& userId);
  void inspectDevices(Transaction& tx);
  void inspectDeleted(Transaction& tx);

  Ledger ledger_{};
  Allowance messages_;
  Allowance guesses_;
  std::map<std::string, int> resets_{};  ///< of the guesses of a subject
  Send send_{};                          ///< what the running request sends
  std::string senderSaw_{};              ///< the violation that a sender noticed
  std::string told_{};
  Successes successes_{};
  std::set<std::string> secrets_{};
  std::map<std::string, std::string> passwords_{};   ///< by address
  std::map<std::string, std::string> emails_{};      ///< by user id
  std::set<std::string> deadAtRestart_{};            ///< session handles
  std::map<std::string, std::string> openedWith_{};  ///< password, by session handle
  int passwordNumber_ = 0;
  std::optional<std::size_t> stepsUntilOverlap_{};
  std::uint64_t overlapLot_ = 0;
  Time latest_{};
  std::shared_ptr<Storage> storage_;  ///< not watched: what is read here overlaps with nothing
  GuideServer server_;
  std::vector<Browser> browsers_{};
};

}  // namespace mfa::test::model
