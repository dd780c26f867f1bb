#include "map_storage.hpp"

#include <mutex>

#include "stores.hpp"

namespace custom_storage {
namespace {

/// Every store over one draft.
class MapTransaction final : public mfa::Transaction {
 public:
  explicit MapTransaction(Draft& draft)
      : sessions_{draft},
        users_{draft},
        codes_{draft},
        factors_{draft},
        budgets_{draft},
        circuits_{draft},
        knownClients_{draft},
        metadata_{draft},
        keys_{draft},
        settings_{draft},
        events_{draft} {}

  mfa::SessionStore& sessions() override { return sessions_; }
  mfa::UserStore& users() override { return users_; }
  mfa::CodeStore& codes() override { return codes_; }
  mfa::FactorStore& factors() override { return factors_; }
  mfa::BudgetStore& budgets() override { return budgets_; }
  mfa::CircuitStore& circuits() override { return circuits_; }
  mfa::KnownClientStore& knownClients() override { return knownClients_; }
  mfa::MetadataStore& metadata() override { return metadata_; }
  mfa::KeyStore& keys() override { return keys_; }
  mfa::SettingStore& settings() override { return settings_; }
  mfa::EventStore& events() override { return events_; }

 private:
  Sessions sessions_;
  Users users_;
  Codes codes_;
  Factors factors_;
  Budgets budgets_;
  Circuits circuits_;
  KnownClients knownClients_;
  Metadata metadata_;
  Keys keys_;
  Settings settings_;
  Events events_;
};

/// Marks the thread that runs somebody's work: a transaction begun from there would wait for itself.
class Inside {
 public:
  Inside() {
    if (inside) throw mfa::Error{"a transaction was begun inside another one"};
    inside = true;
  }
  ~Inside() { inside = false; }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  static inline thread_local bool inside = false;
};

class MapStorage final : public mfa::Storage {
 public:
  [[nodiscard]] std::string name() const override { return "map"; }

 private:
  using Work = std::function<void(mfa::Transaction&)>;

  // One writer at a time, from beginning to end: nothing conflicts, so nothing runs twice. Work that throws
  // leaves its draft behind, and with it all that it wrote.
  void runTransaction(const Work& work) override {
    const Inside inside;
    const std::lock_guard writer{writing_};
    Draft draft{committed(), Draft::Access::ReadWrite};
    run(work, draft);
    const std::lock_guard lock{mutex_};
    tables_ = std::move(draft).take();
  }

  // Readers keep the tables that were committed when they began, and wait for nobody.
  void runRead(const Work& work) override {
    const Inside inside;
    Draft draft{committed(), Draft::Access::ReadOnly};
    run(work, draft);
  }

  static void run(const Work& work, Draft& draft) {
    MapTransaction transaction{draft};
    work(transaction);
  }

  [[nodiscard]] Tables committed() const {
    const std::lock_guard lock{mutex_};
    return tables_;
  }

  std::mutex writing_{};
  mutable std::mutex mutex_{};
  Tables tables_{};
};

}  // namespace

std::shared_ptr<mfa::Storage> openMapStorage() { return std::make_shared<MapStorage>(); }

}  // namespace custom_storage
