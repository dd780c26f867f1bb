#include "auth_impl.hpp"
#include "mfa/errors.hpp"
#include "observe/keeping.hpp"
#include "recipes/session/neighbours.hpp"

namespace mfa {
namespace {

/// Rows of one step: small enough that no request waits noticeably behind it.
constexpr int kStep = 200;

/// Runs one step in a transaction of its own; true: there may be more of its kind.
template <class Remove>
bool step(Storage& storage, const Remove& remove) {
  return storage.transact(remove) >= kStep;
}

}  // namespace

bool Auth::housekeep() const {
  const auto& services = impl_->services;
  auto& storage = *services.storage;
  const auto now = services.clock->now();
  bool more = step(storage, [now](Transaction& tx) { return tx.sessions().removeExpired(now, kStep); });
  more |= step(storage, [now](Transaction& tx) { return tx.codes().removeExpired(now, kStep); });
  more |= step(storage, [now](Transaction& tx) { return tx.budgets().removeExpired(now, kStep); });
  more |= step(storage, [old = observe::tooOld(services, now)](Transaction& tx) {
    return tx.events().removeEarlierThan(old, kStep);
  });
  more |= step(storage, [now](Transaction& tx) { return tx.circuits().removeExpired(now, kStep); });
  more |= step(storage, [now](Transaction& tx) { return tx.knownClients().removeExpired(now, kStep); });
  if (services.session != nullptr) session::housekeep(*services.session);
  if (impl_->clock->isKeepingDue()) impl_->clock->keep(storage);
  return more;
}

void Auth::Impl::keepTime() const try {
  if (clock->isKeepingDue()) clock->keep(*services.storage);
} catch (const Error&) {  // a minute later somebody tries again
}

void Auth::Impl::rememberTime() const try {
  if (clock->isAhead()) clock->keep(*services.storage);
} catch (const Error&) {  // the next process goes on from what was kept before
}

}  // namespace mfa
