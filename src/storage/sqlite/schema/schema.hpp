// The tables, as SQLite has them: one file per step.
#pragma once

#include <vector>

#include "storage/sql/migrations.hpp"

namespace mfa::sqlite {

[[nodiscard]] sql::Migration usersMigration();           // 0001
[[nodiscard]] sql::Migration sessionsMigration();        // 0002
[[nodiscard]] sql::Migration codesMigration();           // 0003
[[nodiscard]] sql::Migration factorsMigration();         // 0004
[[nodiscard]] sql::Migration budgetsMigration();         // 0005
[[nodiscard]] sql::Migration documentsMigration();       // 0006
[[nodiscard]] sql::Migration eventsMigration();          // 0007
[[nodiscard]] sql::Migration abuseMigration();           // 0008
[[nodiscard]] sql::Migration factorChangesMigration();   // 0009
[[nodiscard]] sql::Migration sessionRemovalMigration();  // 0010

/// All of them, in order.
[[nodiscard]] std::vector<sql::Migration> migrations();

}  // namespace mfa::sqlite
