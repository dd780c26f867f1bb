#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {

std::vector<sql::Migration> migrations() {
  return {usersMigration(),         sessionsMigration(),      codesMigration(),  factorsMigration(),
          budgetsMigration(),       documentsMigration(),     eventsMigration(), abuseMigration(),
          factorChangesMigration(), sessionRemovalMigration()};
}

}  // namespace mfa::sqlite
