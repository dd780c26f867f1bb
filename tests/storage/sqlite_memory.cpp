#include "mfa/storage/sqlite.hpp"

namespace mfa::testing {

std::shared_ptr<Storage> openEmptyStorage();
std::shared_ptr<Storage> reopenStorage(std::shared_ptr<Storage> storage);

std::shared_ptr<Storage> openEmptyStorage() { return sqlite::open(":memory:"); }

std::shared_ptr<Storage> reopenStorage(std::shared_ptr<Storage>) { return nullptr; }

}  // namespace mfa::testing
