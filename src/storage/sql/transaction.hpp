// A transaction of an SQL database: every store over one connection.
#pragma once

#include "mfa/storage.hpp"
#include "storage/sql/budgets.hpp"
#include "storage/sql/circuits.hpp"
#include "storage/sql/codes.hpp"
#include "storage/sql/events.hpp"
#include "storage/sql/factors.hpp"
#include "storage/sql/keys.hpp"
#include "storage/sql/known_clients.hpp"
#include "storage/sql/metadata.hpp"
#include "storage/sql/sessions.hpp"
#include "storage/sql/settings.hpp"
#include "storage/sql/users.hpp"

namespace mfa::sql {

class Stores final : public Transaction {
 public:
  explicit Stores(Connection& db)
      : sessions_{db},
        users_{db},
        codes_{db},
        factors_{db},
        budgets_{db},
        circuits_{db},
        knownClients_{db},
        metadata_{db},
        keys_{db},
        settings_{db},
        events_{db} {}

  SessionStore& sessions() override { return sessions_; }
  UserStore& users() override { return users_; }
  CodeStore& codes() override { return codes_; }
  FactorStore& factors() override { return factors_; }
  BudgetStore& budgets() override { return budgets_; }
  CircuitStore& circuits() override { return circuits_; }
  KnownClientStore& knownClients() override { return knownClients_; }
  MetadataStore& metadata() override { return metadata_; }
  KeyStore& keys() override { return keys_; }
  SettingStore& settings() override { return settings_; }
  EventStore& events() override { return events_; }

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

}  // namespace mfa::sql
