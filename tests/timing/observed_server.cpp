#include "timing/observed_server.hpp"

#include <ostream>
#include <utility>

#include "support/relayed_storage.hpp"

namespace mfa::test {
namespace {

using Work = std::vector<std::string>;

/// Notes each verb; of budgets also how many are taken, for each is a row.
class NotedVerbs final : public Verbs {
 public:
  NotedVerbs(Transaction& tx, Work& work) : tx_{tx}, work_{work} {}

 private:
  void relay(std::string_view name, const std::function<void(Transaction&)>& call) override {
    work_.emplace_back(name);
    call(tx_);
  }

  Transaction& tx_;
  Work& work_;
};

class NotedBudgets final : public RelayedBudgets {
 public:
  NotedBudgets(Verbs& verbs, Work& work) : RelayedBudgets{verbs}, work_{work} {}

  std::optional<BudgetRefusal> take(const std::vector<Budget>& budgets, Time now) override {
    for (std::size_t i = 0; i < budgets.size(); ++i) work_.emplace_back("one budget");
    return RelayedBudgets::take(budgets, now);
  }

 private:
  Work& work_;
};

class NotedTransaction final : public RelayedTransaction {
 public:
  NotedTransaction(Verbs& verbs, Work& work) : RelayedTransaction{verbs}, budgets_{verbs, work} {}
  BudgetStore& budgets() override { return budgets_; }

 private:
  NotedBudgets budgets_;
};

class NotedStorage final : public Storage {
 public:
  explicit NotedStorage(Work& work) : work_{work} {}
  [[nodiscard]] std::string name() const override { return storage_->name(); }

 private:
  using Body = std::function<void(Transaction&)>;

  void runTransaction(const Body& body) override {
    work_.emplace_back("transaction");
    storage_->transact([&](Transaction& tx) { note(body, tx); });
  }
  void runRead(const Body& body) override {
    work_.emplace_back("read");
    storage_->read([&](Transaction& tx) { note(body, tx); });
  }
  void note(const Body& body, Transaction& tx) {
    NotedVerbs verbs{tx, work_};
    NotedTransaction noted{verbs, work_};
    body(noted);
  }

  Work& work_;
  std::shared_ptr<Storage> storage_ = sqlite::open(":memory:");
};

class NotedOutbox final : public Outbox {
 public:
  NotedOutbox(std::shared_ptr<Outbox> outbox, Work& work) : outbox_{std::move(outbox)}, work_{work} {}
  void add(const OutboxMessage& message) override {
    work_.emplace_back("message");
    outbox_->add(message);
  }

 private:
  std::shared_ptr<Outbox> outbox_;
  Work& work_;
};

}  // namespace

Seen seenOf(const Answer& answer) {
  Seen seen{.status = answer.status};
  auto body = answer.body;
  for (const auto* id : {"deviceId", "preAuthSessionId"})
    if (auto* value = body.if_contains(id))
      *value = std::to_string(value->as_string().size()) + " characters";
  seen.body = json::serialize(body);
  for (const auto& [name, value] : answer.response.headerMap) seen.headers[name] = value.size();
  for (const auto& cookie : answer.response.cookieList)
    seen.cookies.push_back(cookie.substr(0, cookie.find('=')) + ": " + std::to_string(cookie.size()));
  return seen;
}

std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  out << seen.status << ' ' << seen.body;
  for (const auto& [name, length] : seen.headers) out << ", " << name << ": " << length;
  for (const auto& cookie : seen.cookies) out << ", cookie " << cookie;
  return out;
}

ObservedServer::ObservedServer(std::function<void(Config&)> change) : server_{changes(std::move(change))} {}

GuideChanges ObservedServer::changes(std::function<void(Config&)> change) {
  auto changed = codesAlone({}, [this, change = std::move(change)](Config& config) {
    config.outbox = std::make_shared<NotedOutbox>(config.outbox, work_);
    if (change) change(config);
  });
  changed.session = [](Session::Config& config) {
    config = {.signingAlgorithm = Session::SigningAlgorithm::EdDSA};
  };
  changed.storage = std::make_shared<NotedStorage>(work_);
  return changed;
}

Observed ObservedServer::observe(const std::function<Answer()>& request) {
  work_.clear();
  Observed observed{.seen = seenOf(request())};
  observed.work = std::exchange(work_, {});
  return observed;
}

}  // namespace mfa::test
