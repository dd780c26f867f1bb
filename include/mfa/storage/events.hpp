/// @file
/// Kept events: what happened to accounts. Table `mfa_audit_events`.
///
/// They are appended in the transaction of the change that they tell of, and never changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mfa/events.hpp"
#include "mfa/storage/results.hpp"
#include "mfa/time.hpp"

namespace mfa {

/// An event as it was kept. Its `userId` is always there.
struct StoredEvent {
  std::int64_t number = 0;  ///< unique; grows in the order of appending
  Event event{};

  bool operator==(const StoredEvent&) const = default;
};

/// One page, in the order of (time, number), the latest first.
struct EventPageQuery {
  struct Position {
    Time time{};
    std::int64_t number = 0;
  };

  std::string userId{};
  int limit = 50;
  std::optional<Position> from{};  ///< inclusive: the first event of the page
};

class EventStore {
 public:
  virtual ~EventStore() = default;

  /// Appends an event of an account: `userId` is there.
  virtual void append(const Event& event) = 0;

  /// Appends it, unless the account has one of the same type, reason, session and client address that is
  /// later than `since`: then Conflict. Two transactions at once may both append.
  virtual Insert appendUnlessRepeated(const Event& event, Time since) = 0;

  [[nodiscard]] virtual std::vector<StoredEvent> listNewestFirst(const EventPageQuery& query) = 0;

  /// Removes every event of an account; returns how many.
  virtual int removeAll(const std::string& userId) = 0;

  /// Removes up to `limit` events earlier than `time`; returns how many.
  virtual int removeEarlierThan(Time time, int limit) = 0;
};

}  // namespace mfa
