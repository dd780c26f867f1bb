#include "delivery/senders.hpp"

#include <utility>

#include "mfa/errors.hpp"

namespace mfa::delivery {

namespace {

void addTo(const DevelopmentOutbox& development, const std::string& channel,
           const PasswordlessLogin& message) {
  if (!development.outbox) throw DeliveryError{"there is no sender for " + channel};
  development.outbox->add({.channel = channel,
                           .type = "PASSWORDLESS_LOGIN",
                           .to = message.to,
                           .userInputCode = message.userInputCode,
                           .urlWithLinkCode = message.urlWithLinkCode,
                           .time = development.clock->now()});
}

void addTo(const DevelopmentOutbox& development, const std::string& channel, const SecurityNotice& notice) {
  if (!development.outbox) throw DeliveryError{"there is no sender for " + channel};
  development.outbox->add({.channel = channel,
                           .type = std::string{name(notice.type)},
                           .to = notice.to,
                           .time = development.clock->now()});
}

/// What a configured sender does with notices, or the outbox in its place.
template <class Sender>
std::function<void(SecurityNotice)> notices(const std::shared_ptr<Sender>& service,
                                            const DevelopmentOutbox& development,
                                            const std::string& channel) {
  if (service) return [service](const SecurityNotice& notice) { service->sendNotice(notice); };
  return [development, channel](const SecurityNotice& notice) { addTo(development, channel, notice); };
}

}  // namespace

SmsFunctions smsFunctions(const SmsDelivery& configured, const DevelopmentOutbox& development) {
  SmsFunctions functions;
  if (configured.service)
    functions.sendSms = [service = configured.service](PasswordlessLogin message) {
      service->sendSms(message);
    };
  else
    functions.sendSms = [development](PasswordlessLogin message) { addTo(development, "sms", message); };
  functions.sendNotice = notices(configured.service, development, "sms");
  return configured.override.over(std::move(functions));
}

EmailFunctions emailFunctions(const EmailDelivery& configured, const DevelopmentOutbox& development) {
  EmailFunctions functions;
  if (configured.service)
    functions.sendEmail = [service = configured.service](PasswordlessLogin message) {
      service->sendEmail(message);
    };
  else
    functions.sendEmail = [development](PasswordlessLogin message) { addTo(development, "email", message); };
  functions.sendNotice = notices(configured.service, development, "email");
  return configured.override.over(std::move(functions));
}

}  // namespace mfa::delivery
