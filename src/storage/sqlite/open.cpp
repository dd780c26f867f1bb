#include "mfa/storage/sqlite.hpp"
#include "storage/sqlite/file_storage.hpp"
#include "storage/sqlite/memory_storage.hpp"

namespace mfa::sqlite {

std::shared_ptr<Storage> open(const std::string& path) { return open(Options{.path = path}); }

std::shared_ptr<Storage> open(const Options& options) {
  if (options.path == ":memory:") return std::make_shared<MemoryStorage>();
  return std::make_shared<FileStorage>(options);
}

}  // namespace mfa::sqlite
