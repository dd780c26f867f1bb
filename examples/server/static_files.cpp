#include "static_files.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace server {
namespace {

namespace fs = std::filesystem;

std::string contentType(const std::string& extension) {
  static const std::map<std::string, std::string> types{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".json", "application/json; charset=utf-8"},
      {".map", "application/json; charset=utf-8"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".txt", "text/plain; charset=utf-8"},
      {".woff2", "font/woff2"},
  };
  const auto found = types.find(extension);
  return found == types.end() ? "application/octet-stream" : found->second;
}

std::string read(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

StaticFiles::StaticFiles(const std::string& folder) {
  if (folder.empty() || !fs::is_directory(folder)) return;
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    if (!entry.is_regular_file()) continue;
    const auto path = "/" + fs::relative(entry.path(), folder).generic_string();
    const bool isImmutable = path != "/index.html";
    files_[path] = {contentType(entry.path().extension().string()), read(entry.path()), isImmutable};
  }
}

const StaticFile* StaticFiles::find(std::string_view path) const {
  const auto found = files_.find(path == "/" ? std::string_view{"/index.html"} : path);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace server
