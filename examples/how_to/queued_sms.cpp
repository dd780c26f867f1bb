#include "queued_sms.hpp"

#include <exception>
#include <iostream>
#include <memory>
#include <utility>

// [send]
// Number and text are all that is kept: the context must not outlive its request.
void QueuedSms::sendSms(const mfa::PasswordlessLogin& message) {
  add({.to = message.to, .text = mfa::messageText(message)});
}

void QueuedSms::sendNotice(const mfa::SecurityNotice& notice) {
  add({.to = notice.to, .text = mfa::messageText(notice)});
}

void QueuedSms::add(Message message) {
  const std::lock_guard lock{mutex_};
  if (waiting_.size() >= capacity_) throw mfa::DeliveryError{"the queue of text messages is full"};
  waiting_.push_back(std::move(message));
  filled_.notify_one();
}
// [send]

QueuedSms::QueuedSms(Gateway gateway, std::size_t capacity)
    : gateway_{std::move(gateway)}, capacity_{capacity}, worker_{[this](const std::stop_token& stop) {
        run(stop);
      }} {}

void QueuedSms::run(const std::stop_token& stop) {
  while (true) {
    std::unique_lock lock{mutex_};
    filled_.wait(lock, stop, [this] { return !waiting_.empty(); });
    if (waiting_.empty()) return;  // asked to stop, and nothing is left to send
    const auto message = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    try {
      gateway_(message.to, message.text);
    } catch (const std::exception& failure) {
      std::clog << "a text message was lost: " << failure.what() << '\n';
    }
  }
}

mfa::Recipe codesThrough(QueuedSms::Gateway gateway) {
  // [use]
  return mfa::Passwordless::init({
      .contactMethod = mfa::ContactMethod::Phone,
      .flowType = mfa::FlowType::UserInputCode,
      .smsDelivery = {.service = std::make_shared<QueuedSms>(std::move(gateway), 1'000)},
  });
  // [use]
}
