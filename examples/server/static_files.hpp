// The built web page, read once at start: a request never touches the file system, so no path can leave the
// folder.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace server {

/// One file, ready to send.
struct StaticFile {
  std::string contentType{};
  std::string content{};
  bool isImmutable = false;  ///< its name holds a hash of its content
};

class StaticFiles {
 public:
  /// Reads every file below `folder`. An empty or missing folder gives no files.
  explicit StaticFiles(const std::string& folder);

  /// The file at a path of the URL ("/main-3f2a.js"), or null. "/" is "/index.html".
  [[nodiscard]] const StaticFile* find(std::string_view path) const;

 private:
  std::map<std::string, StaticFile, std::less<>> files_{};
};

}  // namespace server
