// The command line of mfa-server.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace server {

struct Options {
  std::string host = "127.0.0.1";
  unsigned short port = 3567;
  std::string storage = "sqlite:mfa-server.db";
  std::string outbox{};         ///< file of JSON lines; empty: none
  std::string websiteDomain{};  ///< empty: http://localhost:PORT
  std::string apiDomain{};      ///< empty: http://localhost:PORT
  std::string webFolder{};      ///< the built page; empty: where the build put it
  std::string masterKeyFile{};  ///< one key a line, the current one first
  std::vector<std::string> trustedProxies{};
  std::optional<std::chrono::seconds> accessTokenValidity{};
  bool phoneHint = false;      ///< the access token hints at the enrolled number, and does not name it
  unsigned ioThreads = 0;      ///< 0: one per core
  unsigned workerThreads = 0;  ///< 0: four times the cores, at least 8
  bool help = false;
};

/// A command line that cannot be understood; `what()` says what to write instead.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// How many threads there are for what blocks.
[[nodiscard]] unsigned workerThreadsOf(const Options& options);

[[nodiscard]] Options parseOptions(int argc, const char* const* argv);

/// What `--help` prints.
[[nodiscard]] std::string usage();

}  // namespace server
