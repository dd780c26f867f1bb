// Refuses transactions that are begun inside another one.
#pragma once

#include <utility>

#include "mfa/errors.hpp"

namespace mfa::storage {

/// Marks this thread as running somebody's work, as long as it lives. A transaction begun meanwhile would
/// wait for itself.
/// @throws Error if the thread runs one already
class WorkMark {
 public:
  WorkMark() {
    refuseInsideWork();
    running() = true;
  }
  ~WorkMark() { running() = false; }
  WorkMark(const WorkMark&) = delete;
  WorkMark& operator=(const WorkMark&) = delete;

  static void refuseInsideWork() {
    if (running()) throw Error{"a transaction was begun inside another one; use the one that is open"};
  }

 private:
  static bool& running() {
    thread_local bool value = false;
    return value;
  }
};

}  // namespace mfa::storage
