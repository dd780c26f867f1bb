#include "mfa/delivery/outbox.hpp"

#include <utility>

namespace mfa {

namespace {

json::value orNull(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

class Outboxes final : public Outbox {
 public:
  explicit Outboxes(std::vector<std::shared_ptr<Outbox>> all) : all_{std::move(all)} {}

  void add(const OutboxMessage& message) override {
    for (const auto& outbox : all_)
      if (outbox) outbox->add(message);
  }

 private:
  std::vector<std::shared_ptr<Outbox>> all_;
};

}  // namespace

Outbox::~Outbox() = default;

json::object toJson(const OutboxMessage& message) {
  return {{"channel", message.channel},
          {"type", message.type},
          {"to", message.to},
          {"userInputCode", orNull(message.userInputCode)},
          {"urlWithLinkCode", orNull(message.urlWithLinkCode)},
          {"time", toUnixMillis(message.time)}};
}

std::shared_ptr<Outbox> outboxes(std::vector<std::shared_ptr<Outbox>> all) {
  return std::make_shared<Outboxes>(std::move(all));
}

}  // namespace mfa
