#include "support/seeded_pauses.hpp"

#include <atomic>
#include <thread>
#include <utility>

#include "support/relayed_storage.hpp"
#include "support/seed.hpp"

namespace mfa::test {
namespace {

void spin(std::uint64_t turns) {
  std::atomic<std::uint64_t> turned = 0;
  while (turned.fetch_add(1, std::memory_order_relaxed) < turns) {
  }
}

void yield(std::uint64_t times) {
  for (std::uint64_t i = 0; i < times; ++i) std::this_thread::yield();
}

class Pauses {
 public:
  explicit Pauses(std::uint64_t seed) : seed_{seed} {}

  void pause() {
    const auto lot = mixed(seed_ + drawn_.fetch_add(1, std::memory_order_relaxed) * 0x9e3779b97f4a7c15);
    switch (lot % 8) {
      case 0:
        return yield(lot / 8 % 8);
      case 1:
      case 2:
        return yield(1);
      case 3:
        return spin(lot / 8 % 2'000);
      default:
        return;
    }
  }

 private:
  std::uint64_t seed_;
  std::atomic<std::uint64_t> drawn_ = 0;
};

}  // namespace

std::shared_ptr<Storage> paused(std::shared_ptr<Storage> storage, std::uint64_t seed) {
  return watched(std::move(storage), [pauses = std::make_shared<Pauses>(seed)](
                                         StorageStep, std::string_view) { pauses->pause(); });
}

}  // namespace mfa::test
