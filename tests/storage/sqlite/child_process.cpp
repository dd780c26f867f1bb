#include "storage/sqlite/child_process.hpp"

#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace mfa::testing {
namespace {

constexpr unsigned kNobody = 65534;

struct Pipe {
  int from = -1;
  int into = -1;
};

Pipe makePipe() {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error{"no pipe"};
  return {.from = ends[0], .into = ends[1]};
}

std::string readAll(int from) {
  std::string text;
  std::array<char, 512> part{};
  for (;;) {
    const auto size = read(from, part.data(), part.size());
    if (size <= 0) return text;
    text.append(part.data(), static_cast<std::size_t>(size));
  }
}

void writeAll(int into, const std::string& text) {
  if (write(into, text.data(), text.size()) < 0) std::_Exit(2);
}

std::string failureOf(const std::function<void()>& work) {
  try {
    work();
    return "";
  } catch (const std::exception& error) {
    return std::string{"threw: "} + error.what();
  }
}

}  // namespace

// The child leaves by _Exit: destructors and buffers of the parent are not its own.
std::string inChild(const std::function<void()>& work) {
  const auto report = makePipe();
  const int child = fork();
  if (child == 0) {
    close(report.from);
    writeAll(report.into, failureOf(work));
    std::_Exit(0);
  }
  close(report.into);
  const auto text = readAll(report.from);
  close(report.from);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return "the child ended with " + std::to_string(status);
  return text;
}

void expect(bool holds, const std::string& text) {
  if (!holds) throw std::runtime_error{text};
}

void becomeNobody() {
  if (geteuid() != 0) return;
  expect(setgroups(0, nullptr) == 0 && setgid(kNobody) == 0 && setuid(kNobody) == 0, "cannot give up root");
}

Bystander::Bystander(const std::function<void()>& work) {
  const auto ready = makePipe();
  const auto leash = makePipe();
  processId_ = fork();
  if (processId_ == 0) {
    close(ready.from);
    close(leash.into);
    writeAll(ready.into, failureOf(work) + "\n");
    char end = 0;
    if (read(leash.from, &end, 1) < 0) std::_Exit(2);  // until the parent lets go
    std::_Exit(0);
  }
  close(ready.into);
  close(leash.from);
  leash_ = leash.into;
  char first = 0;
  if (read(ready.from, &first, 1) != 1 || first != '\n') throw std::runtime_error{"the bystander failed"};
  close(ready.from);
}

void Bystander::kill() {
  if (processId_ < 0) return;
  ::kill(processId_, SIGKILL);
  waitpid(processId_, nullptr, 0);
  processId_ = -1;
}

Bystander::~Bystander() {
  close(leash_);
  if (processId_ >= 0) waitpid(processId_, nullptr, 0);
}

}  // namespace mfa::testing
