// A clock that never goes back: not when the host's clock is set back, and not across restarts, because the
// latest time seen is kept in the database now and then. An expired code stays expired. While the host's
// clock is behind the latest time, this one goes on at half the pace, until the other has caught up.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>

#include "mfa/storage.hpp"
#include "mfa/time.hpp"

namespace mfa {

/// Any thread.
class SteadyClock final : public Clock {
 public:
  explicit SteadyClock(std::shared_ptr<Clock> source) : source_{std::move(source)} {}

  /// The source's time, unless it has told a later one before.
  [[nodiscard]] Time now() const override;

  /// Goes on from what earlier processes and other nodes have seen. Reads and writes once.
  void resume(Transaction& tx);

  /// Whether the time should be kept again: once a minute. Of several callers at once, one is told so.
  [[nodiscard]] bool isKeepingDue();

  /// Whether there is a later time than the one that was kept.
  [[nodiscard]] bool isAhead() const { return latest_.load() > kept_.load(); }

  /// Keeps the latest time seen. Blocks on the storage.
  /// @throws StorageError
  void keep(Storage& storage);

 private:
  /// The time that is told while the source is behind.
  struct Slew {
    std::chrono::milliseconds since{};  ///< the source's `elapsed` when it was found behind
    UnixMillis from = 0;                ///< what was the latest time then
    UnixMillis told = 0;
  };
  [[nodiscard]] UnixMillis slewed() const;

  std::shared_ptr<Clock> source_;
  mutable std::atomic<UnixMillis> latest_{0};
  mutable std::mutex slewMutex_{};
  mutable Slew slew_{};
  std::atomic<UnixMillis> kept_{0};
};

}  // namespace mfa
