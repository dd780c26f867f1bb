#include "support/server_process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <stdexcept>

namespace mfa::test {

ServerProcess::ServerProcess(const std::string& program, std::vector<std::string> arguments) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error{"cannot make a pipe"};
  arguments.insert(arguments.begin(), program);
  arguments.insert(arguments.end(), {"--listen", "127.0.0.1:0"});
  // Nobody reads what it prints from here on: messages of a whole test must fit.
  ::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);

  const auto begin = std::chrono::steady_clock::now();
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  output_ = ends[0];
  std::string line;
  for (char c = 0; c != '\n' && ::read(output_, &c, 1) == 1;) line += c;
  startedWithin_ =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  const auto colon = line.find(':', line.find("listens on"));
  if (line.find("listens on") == std::string::npos || colon == std::string::npos)
    throw std::runtime_error{program + " did not start: " + line};
  port_ = static_cast<unsigned short>(std::stoi(line.substr(colon + 1)));
}

ServerProcess::~ServerProcess() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  ::close(output_);
}

long ServerProcess::memoryKiB(const std::string& line) const {
  std::ifstream file{"/proc/" + std::to_string(pid_) + "/smaps_rollup"};
  for (std::string text; std::getline(file, text);)
    if (text.starts_with(line + ":")) return std::stol(text.substr(line.size() + 1));
  throw std::runtime_error{"no " + line + " in smaps_rollup"};
}

}  // namespace mfa::test
