// The storages that every race runs on. A new one is one more entry.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "mfa/storage.hpp"

namespace mfa::test {

struct Backend {
  std::string name{};
  /// Opens a storage that holds nothing. What it lies in goes with it.
  std::function<std::shared_ptr<Storage>()> open{};
};

inline std::ostream& operator<<(std::ostream& out, const Backend& backend) { return out << backend.name; }

[[nodiscard]] std::vector<Backend> backends();

}  // namespace mfa::test
