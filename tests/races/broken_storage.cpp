#include "races/broken_storage.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "support/relayed_storage.hpp"

namespace mfa::test {
namespace {

/// Between the read and the write: all others get to read as well.
void wait() {
  for (int i = 0; i < 100; ++i) std::this_thread::yield();
}

/// Every verb is a transaction of its own.
class LooseVerbs final : public Verbs {
 public:
  explicit LooseVerbs(Storage& storage) : storage_{storage} {}

 private:
  void relay(std::string_view, const std::function<void(Transaction&)>& call) override {
    storage_.transact(call);
  }

  Storage& storage_;
};

/// What was taken from budgets, kept beside the storage: `BudgetStore` has no verb that only looks.
class TakenBudgets {
 public:
  int of(const std::string& key) {
    const std::lock_guard lock{mutex_};
    return taken_[key];
  }
  void set(const std::string& key, int count) {
    const std::lock_guard lock{mutex_};
    taken_[key] = count;
  }

 private:
  std::mutex mutex_{};
  std::map<std::string, int> taken_{};
};

class BrokenCodes final : public RelayedCodes {
 public:
  BrokenCodes(Verbs& verbs, Broken broken) : RelayedCodes{verbs}, broken_{broken} {}

  code_spending::Result consumeOnce(const CodeSpending& spending) override {
    if (broken_ != Broken::ConsumeOnce) return RelayedCodes::consumeOnce(spending);
    const auto found = findDevice(spending.preAuthSessionId);
    if (!found || found->device.sessionHandle != spending.sessionHandle) return code_spending::NoDevice{};
    const auto code = std::ranges::find(found->codes, spending.codeHash, &Code::codeHash);
    if (code == found->codes.end()) return code_spending::Wrong{};
    wait();
    removeDevicesOfContact(found->device.tenantId, found->device.contact);
    return code_spending::Spent{found->device, *code};
  }

  std::optional<int> countAttempt(const std::string& preAuthSessionId) override {
    if (broken_ != Broken::CountAttempt) return RelayedCodes::countAttempt(preAuthSessionId);
    const auto found = findDevice(preAuthSessionId);
    if (!found) return std::nullopt;
    wait();
    (void)RelayedCodes::countAttempt(preAuthSessionId);
    return found->device.failedAttempts + 1;
  }

 private:
  Broken broken_;
};

class BrokenBudgets final : public RelayedBudgets {
 public:
  BrokenBudgets(Verbs& verbs, Broken broken, TakenBudgets& taken)
      : RelayedBudgets{verbs}, broken_{broken}, taken_{taken} {}

  std::optional<BudgetRefusal> take(const std::vector<Budget>& budgets, Time now) override {
    if (broken_ != Broken::TakeBudget) return RelayedBudgets::take(budgets, now);
    for (const auto& budget : budgets)
      if (taken_.of(budget.key) >= budget.limit) return BudgetRefusal{budget.key, budget.period};
    for (const auto& budget : budgets) {
      const int before = taken_.of(budget.key);
      wait();
      taken_.set(budget.key, before + 1);
    }
    return std::nullopt;
  }

 private:
  Broken broken_;
  TakenBudgets& taken_;
};

class BrokenSessions final : public RelayedSessions {
 public:
  BrokenSessions(Verbs& verbs, Broken broken) : RelayedSessions{verbs}, verbs_{verbs}, broken_{broken} {}

  std::optional<SessionRow> find(const std::string& sessionHandle, Time now) override {
    auto found = RelayedSessions::find(sessionHandle, now);
    if (broken_ == Broken::GraceWindow && found && found->refreshTokenRotatedAt)
      found->refreshTokenRotatedAt = now;
    return found;
  }

  Update rotate(const SessionRotation& rotation) override {
    if (broken_ != Broken::Rotate) return RelayedSessions::rotate(rotation);
    auto row = RelayedSessions::find(rotation.sessionHandle, rotation.rotatedAt);
    if (!row || row->refreshTokenHash2 != rotation.expectedRefreshTokenHash2) return Update::Missing;
    wait();
    row->prevRefreshTokenHash2 = row->refreshTokenHash2;
    row->refreshTokenHash2 = rotation.refreshTokenHash2;
    row->sealedChild = rotation.sealedChild;
    row->refreshTokenRotatedAt = rotation.rotatedAt;
    row->expiresAt = rotation.expiresAt;
    verbs_.run("sessions.overwrite", [&row](Transaction& tx) {
      (void)tx.sessions().revoke(row->sessionHandle);
      (void)tx.sessions().insertUnique(*row);
    });
    return Update::Done;
  }

  Update revoke(const std::string& sessionHandle) override {
    return broken_ == Broken::Revoke ? Update::Done : RelayedSessions::revoke(sessionHandle);
  }

 private:
  Verbs& verbs_;
  Broken broken_;
};

class BrokenUsers final : public RelayedUsers {
 public:
  BrokenUsers(Verbs& verbs, Broken broken) : RelayedUsers{verbs}, broken_{broken} {}

  Insert insertUnique(const NewUser& user) override {
    if (broken_ != Broken::InsertUnique) return RelayedUsers::insertUnique(user);
    const auto& method = user.loginMethod;
    const Contact contact{ContactKind::Email, method.email.value()};
    if (findByContact(user.tenantId, method.recipeId, contact)) return Insert::Conflict;
    wait();
    if (RelayedUsers::insertUnique(user) == Insert::Done) return Insert::Done;
    auto another = user;
    another.loginMethod.email = "another of " + method.recipeUserId;
    return RelayedUsers::insertUnique(another);
  }

 private:
  Broken broken_;
};

class BrokenMetadata final : public RelayedMetadata {
 public:
  BrokenMetadata(Verbs& verbs, Broken broken) : RelayedMetadata{verbs}, verbs_{verbs}, broken_{broken} {}

  json::object merge(const std::string& userId, const json::object& update) override {
    if (broken_ != Broken::Merge) return RelayedMetadata::merge(userId, update);
    auto document = get(userId);
    wait();
    mfa::merge(document, update);
    return verbs_.run("metadata.overwrite", [&](Transaction& tx) {
      (void)tx.metadata().clear(userId);
      return tx.metadata().merge(userId, document);
    });
  }

 private:
  Verbs& verbs_;
  Broken broken_;
};

class BrokenTransaction final : public RelayedTransaction {
 public:
  BrokenTransaction(Verbs& verbs, Broken broken, TakenBudgets& taken)
      : RelayedTransaction{verbs},
        sessions_{verbs, broken},
        users_{verbs, broken},
        codes_{verbs, broken},
        budgets_{verbs, broken, taken},
        metadata_{verbs, broken} {}

  SessionStore& sessions() override { return sessions_; }
  UserStore& users() override { return users_; }
  CodeStore& codes() override { return codes_; }
  BudgetStore& budgets() override { return budgets_; }
  MetadataStore& metadata() override { return metadata_; }

 private:
  BrokenSessions sessions_;
  BrokenUsers users_;
  BrokenCodes codes_;
  BrokenBudgets budgets_;
  BrokenMetadata metadata_;
};

class BrokenStorage final : public Storage {
 public:
  BrokenStorage(std::shared_ptr<Storage> storage, Broken broken)
      : storage_{std::move(storage)}, broken_{broken} {}

  [[nodiscard]] std::string name() const override { return "broken " + storage_->name(); }

 private:
  using Work = std::function<void(Transaction&)>;

  void runTransaction(const Work& work) override {
    LooseVerbs verbs{*storage_};
    BrokenTransaction tx{verbs, broken_, taken_};
    work(tx);
  }
  void runRead(const Work& work) override { runTransaction(work); }

  std::shared_ptr<Storage> storage_;
  Broken broken_;
  TakenBudgets taken_{};
};

}  // namespace

std::shared_ptr<Storage> brokenStorage(std::shared_ptr<Storage> storage, Broken broken) {
  return std::make_shared<BrokenStorage>(std::move(storage), broken);
}

}  // namespace mfa::test
