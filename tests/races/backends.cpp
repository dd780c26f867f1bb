#include "races/backends.hpp"

#include "map_storage.hpp"
#include "mfa/storage/sqlite.hpp"
#include "support/temporary_directory.hpp"

namespace mfa::test {
namespace {

/// The storage goes before the directory that it lies in.
struct InDirectory {
  testing::TemporaryDirectory directory{};
  std::shared_ptr<Storage> storage = sqlite::open(directory.file("auth.db"));
};

std::shared_ptr<Storage> openFile() {
  const auto kept = std::make_shared<InDirectory>();
  return {kept, kept->storage.get()};
}

}  // namespace

std::vector<Backend> backends() {
  return {{"sqlite file", openFile},
          {"sqlite memory", [] { return sqlite::open(":memory:"); }},
          {"map", custom_storage::openMapStorage}};
}

}  // namespace mfa::test
