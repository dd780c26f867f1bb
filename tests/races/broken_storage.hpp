// Storages with one guard taken out, to show that the races find it: the verb that decides reads first and
// writes later, as "SELECT, then UPDATE" does on a database that lets others in between.
#pragma once

#include <memory>

#include "mfa/storage.hpp"

namespace mfa::test {

/// Which verb is broken, and how.
enum class Broken {
  Nothing,       ///< though no verb shares a transaction with another one
  ConsumeOnce,   ///< looks for the code, then removes it
  CountAttempt,  ///< tells what it read, plus one
  TakeBudget,    ///< looks whether one is left, then takes it
  Rotate,        ///< compares the token, then writes the new one over whatever is there
  InsertUnique,  ///< looks for the address, then adds a user; no index stands behind it
  Merge,         ///< reads the document, then writes the merged one
  Revoke,        ///< says that it was done
  GraceWindow,   ///< tells that every token was rotated just now
};

/// `storage` through transactions that are none: each verb commits for itself, and that one is broken.
[[nodiscard]] std::shared_ptr<Storage> brokenStorage(std::shared_ptr<Storage> storage, Broken broken);

}  // namespace mfa::test
