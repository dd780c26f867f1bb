// The tables, and how a transaction undoes itself: it works on a copy, and the copy is kept or dropped.
#pragma once

#include <mfa/errors.hpp>
#include <mfa/storage.hpp>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace custom_storage {

/// A table that copies share until one of them writes: copying a whole database costs eleven pointers.
template <class Table>
class CopyOnWrite {
 public:
  [[nodiscard]] const Table& read() const { return *table_; }

  [[nodiscard]] Table& write() {
    if (table_.use_count() > 1) table_ = std::make_shared<Table>(*table_);
    return *table_;
  }

 private:
  std::shared_ptr<Table> table_ = std::make_shared<Table>();
};

/// A login method and the user it makes: one and the same as long as nothing links users.
struct Account {
  mfa::LoginMethod method{};
  std::optional<std::string> passwordHash{};
};

/// What was taken from a budget and is not back yet.
struct Taken {
  mfa::Time seenAt{};  ///< the latest time it was told
  mfa::Time fullAt{};
  std::vector<mfa::Time> times{};  ///< of a window
};

using FactorKey = std::pair<std::string, std::string>;        // user id, factor id
using EventKey = std::pair<mfa::Time, std::int64_t>;          // time, number
using ClientKey = std::pair<std::string, std::string>;        // user id, client hash
using BudgetKey = std::pair<std::string, mfa::Budget::Kind>;  // a key may name one of each kind

struct Tables {
  CopyOnWrite<std::map<std::string, mfa::SessionRow>> sessions{};      // by handle
  CopyOnWrite<std::map<std::string, Account>> accounts{};              // by recipe user id
  CopyOnWrite<std::map<std::string, mfa::DeviceWithCodes>> devices{};  // by preAuthSessionId
  CopyOnWrite<std::map<FactorKey, mfa::EnrolledFactor>> factors{};
  CopyOnWrite<std::map<BudgetKey, Taken>> budgets{};
  CopyOnWrite<std::map<std::string, mfa::Circuit>> circuits{};       // by name
  CopyOnWrite<std::map<ClientKey, mfa::Time>> knownClients{};        // when they expire
  CopyOnWrite<std::map<std::string, mfa::json::object>> metadata{};  // by user id
  CopyOnWrite<std::map<std::string, mfa::SigningKeyRow>> keys{};     // by key id
  CopyOnWrite<std::map<std::string, std::string>> settings{};        // by name
  CopyOnWrite<std::map<EventKey, mfa::Event>> events{};              // in their order
};

/// What one transaction works on.
class Draft {
 public:
  enum class Access { ReadWrite, ReadOnly };

  Draft(Tables tables, Access access) : tables_{std::move(tables)}, access_{access} {}

  [[nodiscard]] const Tables& read() const { return tables_; }

  /// @throws mfa::Error in a read
  [[nodiscard]] Tables& write() {
    if (access_ == Access::ReadOnly) throw mfa::Error{"a read was given work that writes"};
    return tables_;
  }

  [[nodiscard]] Tables take() && { return std::move(tables_); }

 private:
  Tables tables_;
  Access access_;
};

}  // namespace custom_storage
