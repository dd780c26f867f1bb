// A directory that goes when the case ends.
#pragma once

#include <filesystem>
#include <string>

namespace mfa::testing {

class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Runs SQL on a database file beside the library, as the sqlite3 shell would. Only while nothing else has it
/// open.
void runSql(const std::string& path, const std::string& sql);

/// The first column of the first row.
[[nodiscard]] std::string askSql(const std::string& path, const std::string& sql);

}  // namespace mfa::testing
