#include <string>

#include "delivery/lifetime_in_words.hpp"
#include "mfa/delivery.hpp"
#include "mfa/errors.hpp"

namespace mfa {

namespace delivery {

namespace {

std::string counted(const std::string& count, const std::string& unit, bool isPlural) {
  return count + ' ' + unit + (isPlural ? "s" : "");
}

std::string hoursWithOneDecimal(std::chrono::seconds::rep tenths) {
  const auto whole = std::to_string(tenths / 10);
  return tenths % 10 == 0 ? whole : whole + '.' + std::to_string(tenths % 10);
}

}  // namespace

std::string lifetimeInWords(std::chrono::milliseconds lifetime) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(lifetime).count();
  if (seconds < 60) return counted(std::to_string(seconds), "second", seconds != 1);
  if (seconds < 3'600) return counted(std::to_string(seconds / 60), "minute", seconds / 60 != 1);
  const auto tenths = seconds / 360;
  return counted(hoursWithOneDecimal(tenths), "hour", tenths > 10);
}

}  // namespace delivery

namespace {

std::string purposeOf(const PasswordlessLogin& message) {
  if (message.isNewContact) return "to use this contact for your account at " + message.appName;
  return message.isFirstFactor ? "to log in to " + message.appName
                               : "to complete your login to " + message.appName;
}

}  // namespace

std::string messageText(const PasswordlessLogin& message) {
  const auto purpose = purposeOf(message);
  std::string text;
  if (message.userInputCode) text += *message.userInputCode + " is your code " + purpose + ".\n";
  if (message.urlWithLinkCode)
    text += (message.userInputCode ? "Or open this link: " : "Open this link " + purpose + ": ") +
            *message.urlWithLinkCode + "\n";
  // Whoever reads a code out to a caller gives his account away: the message itself has to say so.
  return text + "It expires in " + delivery::lifetimeInWords(message.codeLifetime) +
         ". Do not share it with anyone.";
}

std::string messageSubject(const PasswordlessLogin& message) {
  return message.isNewContact ? "Confirm your new e-mail address" : "Login to your account";
}

SmsSender::~SmsSender() = default;
EmailSender::~EmailSender() = default;

void SmsSender::sendNotice(const SecurityNotice&) {
  throw DeliveryError{"this sender of text messages sends no notices"};
}

void EmailSender::sendNotice(const SecurityNotice&) {
  throw DeliveryError{"this sender of e-mails sends no notices"};
}

}  // namespace mfa
