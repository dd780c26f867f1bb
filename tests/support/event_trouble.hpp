// A storage in which a transaction that keeps events fails when a test says so: at the event, or at its end.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "mfa/errors.hpp"
#include "support/relayed_storage.hpp"

namespace mfa::test {

enum class EventTrouble {
  None,
  AppendFails,
  CommitFails,  ///< when all was written, events too
};

class TroubledStorage final : public Storage {
 public:
  explicit TroubledStorage(std::shared_ptr<Storage> inner) : inner_{std::move(inner)} {}

  [[nodiscard]] std::string name() const override { return inner_->name(); }
  void set(EventTrouble trouble) { trouble_ = trouble; }

 private:
  using Work = std::function<void(Transaction&)>;

  [[noreturn]] static void fail() {
    throw StorageError{StorageError::Retry::No, "NO_EVENTS", "a test wants this to fail"};
  }

  class TroubledVerbs final : public Verbs {
   public:
    TroubledVerbs(Transaction& tx, EventTrouble trouble) : tx_{tx}, trouble_{trouble} {}

    void commit() const {
      if (appended_ && trouble_ == EventTrouble::CommitFails) fail();
    }

   private:
    void relay(std::string_view name, const Work& call) override {
      if (name.starts_with("events.append")) {
        appended_ = true;
        if (trouble_ == EventTrouble::AppendFails) fail();
      }
      call(tx_);
    }

    Transaction& tx_;
    EventTrouble trouble_;
    bool appended_ = false;
  };

  void runTransaction(const Work& work) override {
    inner_->transact([&](Transaction& tx) {
      TroubledVerbs verbs{tx, trouble_};
      RelayedTransaction relayed{verbs};
      work(relayed);
      verbs.commit();
    });
  }
  void runRead(const Work& work) override { inner_->read(work); }

  std::shared_ptr<Storage> inner_;
  EventTrouble trouble_ = EventTrouble::None;
};

}  // namespace mfa::test
