// A storage whose callers meet: the worst moment of a race, made certain.
#pragma once

#include <memory>

#include "mfa/storage.hpp"

namespace mfa::test {

class RendezvousStorage final : public Storage {
 public:
  explicit RendezvousStorage(std::shared_ptr<Storage> inner);
  ~RendezvousStorage() override;

  /// From now on, the next `count` transactions begin only when all of them are there.
  void expect(int count);

  [[nodiscard]] std::string name() const override { return inner_->name(); }

 private:
  void runTransaction(const std::function<void(Transaction&)>& work) override;
  void runRead(const std::function<void(Transaction&)>& work) override { inner_->read(work); }
  void meet();

  struct Meeting;
  std::shared_ptr<Storage> inner_;
  std::unique_ptr<Meeting> meeting_;
};

}  // namespace mfa::test
