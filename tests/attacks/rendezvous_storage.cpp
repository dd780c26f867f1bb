#include "attacks/rendezvous_storage.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace mfa::test {
namespace {

// Nobody waits that long: one who was refused before its transaction would keep the others for ever.
constexpr std::chrono::seconds kPatience{10};

}  // namespace

struct RendezvousStorage::Meeting {
  std::mutex mutex{};
  std::condition_variable allAreThere{};
  int missing = 0;
};

RendezvousStorage::RendezvousStorage(std::shared_ptr<Storage> inner)
    : inner_{std::move(inner)}, meeting_{std::make_unique<Meeting>()} {}

RendezvousStorage::~RendezvousStorage() = default;

void RendezvousStorage::expect(int count) {
  const std::lock_guard lock{meeting_->mutex};
  meeting_->missing = count;
}

void RendezvousStorage::meet() {
  std::unique_lock lock{meeting_->mutex};
  if (meeting_->missing == 0) return;
  if (--meeting_->missing == 0) meeting_->allAreThere.notify_all();
  (void)meeting_->allAreThere.wait_for(lock, kPatience, [this] { return meeting_->missing == 0; });
}

void RendezvousStorage::runTransaction(const std::function<void(Transaction&)>& work) {
  meet();
  inner_->transact(work);
}

}  // namespace mfa::test
