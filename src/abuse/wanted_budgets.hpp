// What something that is limited draws from: all of it, or nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/client_address.hpp"
#include "mfa/limits.hpp"
#include "mfa/storage.hpp"
#include "mfa/time.hpp"

namespace mfa::abuse {

/// So many times as much in the same time.
[[nodiscard]] WindowLimit times(int factor, const WindowLimit& limit);

/// What a limit of client addresses allows a network.
struct NetworkLimit {
  std::string network{};
  WindowLimit limit{};
};

/// The networks of a client that a limit of addresses counts by: its group, and, for sixteen times as much,
/// its site.
[[nodiscard]] std::vector<NetworkLimit> perNetwork(const http::Address& client, const WindowLimit& limit);

/// The budgets of one thing about to happen. A limit that is off wants nothing.
class WantedBudgets {
 public:
  void add(const std::string& key, const BucketLimit& limit);
  void add(const std::string& key, const WindowLimit& limit);

  /// Counts like a window and refuses nothing: where somebody is spared a limit, by a row less an onlooker
  /// could measure who that is.
  void addUnlimited(const std::string& key, const WindowLimit& limit);

  /// Takes one from each, or from none. Clears away as many that are full again as a call can add: where
  /// nobody keeps house, whoever tries ever new names pays for the rows of older ones.
  [[nodiscard]] std::optional<BudgetRefusal> take(Transaction& tx, Time now) const;

 private:
  std::vector<Budget> budgets_{};
};

}  // namespace mfa::abuse
