#include "support/temporary_directory.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace mfa::testing {
namespace {

std::filesystem::path makeDirectory() {
  auto pattern = (std::filesystem::temp_directory_path() / "mfa-storage-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary directory"};
  return pattern;
}

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

std::string run(const std::string& path, const std::string& sql) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(path.c_str(), &opened);
  const Database database{opened, &sqlite3_close};
  if (code != SQLITE_OK) throw std::runtime_error{sqlite3_errmsg(opened)};
  std::string first;
  const auto note = [](void* into, int, char** values, char**) {
    auto& text = *static_cast<std::string*>(into);
    if (text.empty() && values[0] != nullptr) text = values[0];
    return 0;
  };
  if (sqlite3_exec(opened, sql.c_str(), note, &first, nullptr) != SQLITE_OK)
    throw std::runtime_error{sqlite3_errmsg(opened)};
  return first;
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() : path_{makeDirectory()} {}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void runSql(const std::string& path, const std::string& sql) { run(path, sql); }

std::string askSql(const std::string& path, const std::string& sql) { return run(path, sql); }

}  // namespace mfa::testing
