// A server whose answers and whose work are written down: what a client sees but for the time, and what the
// time is made of.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "contract/passwordless_server.hpp"

namespace mfa::test {

/// An answer without what is random in it.
struct Seen {
  int status = 0;
  std::string body{};                            ///< the values of ids are replaced by their lengths
  std::map<std::string, std::size_t> headers{};  ///< name, length of the value
  std::vector<std::string> cookies{};            ///< name, and length of the whole

  bool operator==(const Seen&) const = default;
};

/// For Catch2, when two differ.
std::ostream& operator<<(std::ostream& out, const Seen& seen);

[[nodiscard]] Seen seenOf(const Answer& answer);

/// What one request made the server do.
struct Observed {
  Seen seen{};
  std::vector<std::string> work{};  ///< verbs of the storage, and messages sent, in order

  bool operator==(const Observed&) const = default;
};

class ObservedServer {
 public:
  explicit ObservedServer(std::function<void(Config&)> change = {});

  [[nodiscard]] GuideServer& server() { return server_; }
  [[nodiscard]] Observed observe(const std::function<Answer()>& request);

 private:
  [[nodiscard]] GuideChanges changes(std::function<void(Config&)> change);

  std::vector<std::string> work_{};
  GuideServer server_;
};

}  // namespace mfa::test
