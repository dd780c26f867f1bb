// What a transaction has to tell: its events are kept in the transaction itself, and told when it has
// committed. So there is no change without its line, and no line without its change.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "mfa/events.hpp"
#include "mfa/storage.hpp"
#include "mfa/user_context.hpp"
#include "services.hpp"

namespace mfa::observe {

/// Where the events of one call come from: its time, its request, its client.
class Origin {
 public:
  Origin(const Services& services, const UserContext& userContext);

  /// The event with all that it tells of where it comes from, and of the contact: a keyed hash and the masked
  /// tail.
  [[nodiscard]] Event complete(Event event) const;
  [[nodiscard]] Event complete(Event event, const Contact& contact) const;

  [[nodiscard]] const Services& services() const { return services_; }

 private:
  const Services& services_;
  std::string requestId_;
  std::optional<std::string> clientAddress_{};
};

/// The events of one transaction.
class Report {
 public:
  explicit Report(const Origin& origin) : origin_{origin} {}

  /// The transaction changes something.
  void add(Event event) { kept_.push_back(origin_.complete(std::move(event))); }
  void add(Event event, const Contact& contact) {
    kept_.push_back(origin_.complete(std::move(event), contact));
  }

  /// Something happened that changes nothing: it is told, and not kept.
  void mention(Event event) { mentioned_.push_back(origin_.complete(std::move(event))); }

  /// Begins anew: the work runs again.
  void clear();

  /// Keeps the events in the transaction, if the configuration says so.
  /// @throws StorageError if that fails, and with it the transaction
  void keep(Transaction& tx) const;

  /// Tells the host.
  void tell() const;

 private:
  const Origin& origin_;
  std::vector<Event> kept_{};
  std::vector<Event> mentioned_{};
};

/// `Storage::transact` with a report: what `work` adds to it is kept with the change, and told after the
/// commit.
/// @code
/// observe::transact(services, input.userContext, [&](Transaction& tx, observe::Report& report) {
///   if (tx.sessions().revoke(handle) == Update::Done)
///     report.add({.type = EventType::SessionRevoked, .userId = userId, .sessionHandle = handle});
/// });
/// @endcode
template <class Work>
auto transact(const Services& services, const UserContext& userContext, Work work) {
  using Result = std::invoke_result_t<Work&, Transaction&, Report&>;
  const Origin origin{services, userContext};
  Report report{origin};
  const auto tellingWork = [&](Transaction& tx) -> Result {
    report.clear();
    if constexpr (std::is_void_v<Result>) {
      work(tx, report);
      report.keep(tx);
    } else {
      auto result = work(tx, report);
      report.keep(tx);
      return result;
    }
  };
  if constexpr (std::is_void_v<Result>) {
    services.storage->transact(tellingWork);
    report.tell();
  } else {
    auto result = services.storage->transact(tellingWork);
    report.tell();
    return result;
  }
}

}  // namespace mfa::observe
