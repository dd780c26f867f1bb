// A sender of a host's own that does not keep requests waiting: docs/how-to/bring-your-own-sender.md explains
// it.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mfa/mfa.hpp>
#include <mutex>
#include <string>
#include <thread>

// [sender]
/// Text messages wait in a queue; one thread hands them to the gateway.
class QueuedSms final : public mfa::SmsSender {
 public:
  /// Hands one message to the gateway. Runs on the queue's thread; what it throws loses the message.
  using Gateway = std::function<void(const std::string& to, const std::string& text)>;

  QueuedSms(Gateway gateway, std::size_t capacity);
  void sendSms(const mfa::PasswordlessLogin& message) override;
  void sendNotice(const mfa::SecurityNotice& notice) override;

 private:
  struct Message {
    std::string to{};
    std::string text{};
  };

  void add(Message message);
  void run(const std::stop_token& stop);

  Gateway gateway_;
  std::size_t capacity_;
  std::mutex mutex_{};
  std::condition_variable_any filled_{};
  std::deque<Message> waiting_{};
  std::jthread worker_;
};
// [sender]

/// Codes by text message, through such a queue.
mfa::Recipe codesThrough(QueuedSms::Gateway gateway);
