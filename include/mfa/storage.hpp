/// @file
/// Storage: what a database must offer, and how the library uses it.
///
/// `Storage::transact(work)` runs `work(Transaction&)` as one atomic, durable transaction; a `Transaction`
/// gives one small store per concern. Stores offer atomic verbs (`consumeOnce`, `rotate`, `take`, `merge`),
/// never a read that is followed by a write: each verb carries its own race, and every answer tells which of
/// several callers won.
///
/// Bundled: `mfa/storage/sqlite.hpp`. To bring another, implement these interfaces and run the suite of
/// `mfa/testing/storage_conformance.hpp`; `examples/custom_storage` does so over `std::map`.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "mfa/errors.hpp"
#include "mfa/export.hpp"
#include "mfa/storage/budgets.hpp"
#include "mfa/storage/circuits.hpp"
#include "mfa/storage/codes.hpp"
#include "mfa/storage/events.hpp"
#include "mfa/storage/factors.hpp"
#include "mfa/storage/keys.hpp"
#include "mfa/storage/known_clients.hpp"
#include "mfa/storage/metadata.hpp"
#include "mfa/storage/results.hpp"
#include "mfa/storage/sessions.hpp"
#include "mfa/storage/settings.hpp"
#include "mfa/storage/users.hpp"

namespace mfa {

/// An open transaction. Its stores live as long as it does.
class MFA_EXPORT Transaction {
 public:
  virtual ~Transaction();

  virtual SessionStore& sessions() = 0;
  virtual UserStore& users() = 0;
  virtual CodeStore& codes() = 0;
  virtual FactorStore& factors() = 0;
  virtual BudgetStore& budgets() = 0;
  virtual CircuitStore& circuits() = 0;
  virtual KnownClientStore& knownClients() = 0;
  virtual MetadataStore& metadata() = 0;
  virtual KeyStore& keys() = 0;
  virtual SettingStore& settings() = 0;
  virtual EventStore& events() = 0;
};

/// A database. Safe to call from many threads at once.
///
/// `work` may run on another thread and more than once, and touches nothing but the transaction and what it
/// captured; starting a transaction from inside it throws. Values passed in are canonical, bounded and valid
/// UTF-8 without NUL (octet strings, named so, aside).
class MFA_EXPORT Storage {
 public:
  virtual ~Storage();

  /// Runs `work` as one atomic, durable transaction and returns its result; rolls back when it throws, and
  /// throws that on. Runs it again on a serialization conflict. Blocks until the transaction is on the disk.
  /// @throws StorageError when the database fails, or conflicts outlast the retries
  template <class Work>
  auto transact(Work work) {
    return collect<Work>([this](const auto& body) { runTransaction(body); }, work);
  }

  /// Runs `work` on a snapshot, and returns its result. It must only call verbs that read: one that writes
  /// throws. Blocks. Sees everything that was acknowledged before it began.
  /// @throws StorageError when the database fails
  template <class Work>
  auto read(Work work) {
    return collect<Work>([this](const auto& body) { runRead(body); }, work);
  }

  /// What this is, for messages and metrics: "sqlite".
  [[nodiscard]] virtual std::string name() const = 0;

 private:
  using Body = std::function<void(Transaction&)>;

  virtual void runTransaction(const Body& work) = 0;
  virtual void runRead(const Body& work) = 0;

  template <class Work, class Run>
  static auto collect(const Run& run, Work& work) {
    using Result = std::invoke_result_t<Work&, Transaction&>;
    if constexpr (std::is_void_v<Result>) {
      run(Body{[&work](Transaction& tx) { work(tx); }});
    } else {
      std::optional<Result> result;
      run(Body{[&work, &result](Transaction& tx) { result.emplace(work(tx)); }});
      return *std::move(result);
    }
  }
};

}  // namespace mfa
