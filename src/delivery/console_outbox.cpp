#include <iostream>
#include <mutex>

#include "mfa/delivery/outbox.hpp"

namespace mfa {

namespace {

std::string inWords(const OutboxMessage& message) {
  auto text = '[' + message.channel + " to " + message.to + ']';
  if (!message.userInputCode && !message.urlWithLinkCode) text += ' ' + message.type;
  if (message.userInputCode) text += " code: " + *message.userInputCode;
  if (message.urlWithLinkCode) text += " link: " + *message.urlWithLinkCode;
  return text + '\n';
}

class ConsoleOutbox final : public Outbox {
 public:
  void add(const OutboxMessage& message) override {
    const auto text = inWords(message);
    const std::lock_guard lock{mutex_};
    std::cout << text << std::flush;
  }

 private:
  std::mutex mutex_{};
};

}  // namespace

std::shared_ptr<Outbox> consoleOutbox() { return std::make_shared<ConsoleOutbox>(); }

}  // namespace mfa
