// Parts of a test that need a process of their own: another user, another limit, a lock that dies with its
// holder.
#pragma once

#include <functional>
#include <string>

namespace mfa::testing {

/// Runs `work` in a forked process and returns the text of what it threw; empty if it threw nothing.
[[nodiscard]] std::string inChild(const std::function<void()>& work);

/// Throws `text` unless `holds`: Catch2 does not reach across processes.
void expect(bool holds, const std::string& text);

/// In a child: gives up root, which permissions do not bind.
void becomeNobody();

/// A process that does `work` and then stays until this object goes.
class Bystander {
 public:
  explicit Bystander(const std::function<void()>& work);
  ~Bystander();
  Bystander(const Bystander&) = delete;
  Bystander& operator=(const Bystander&) = delete;

  [[nodiscard]] int processId() const { return processId_; }
  /// Ends it as `kill -9` does.
  void kill();

 private:
  int processId_ = -1;
  int leash_ = -1;
};

}  // namespace mfa::testing
