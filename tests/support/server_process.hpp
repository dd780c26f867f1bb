// A running mfa-server, as a child process on a free port.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace mfa::test {

class ServerProcess {
 public:
  /// Starts `program` and waits until it says where it listens.
  /// @throws std::runtime_error if it ends instead
  ServerProcess(const std::string& program, std::vector<std::string> arguments);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  [[nodiscard]] unsigned short port() const noexcept { return port_; }

  /// From its start until it listened.
  [[nodiscard]] std::chrono::milliseconds startedWithin() const noexcept { return startedWithin_; }

  /// A line of /proc/PID/smaps_rollup in KiB: "Rss", "Anonymous".
  [[nodiscard]] long memoryKiB(const std::string& line) const;

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  unsigned short port_ = 0;
  std::chrono::milliseconds startedWithin_{};
};

}  // namespace mfa::test
