#include <chrono>
#include <string>
#include <utility>

#include "delivery/senders.hpp"
#include "identity/phone_number.hpp"
#include "mfa/errors.hpp"
#include "recipes/passwordless/apis.hpp"
#include "recipes/passwordless/contacts.hpp"
#include "recipes/passwordless/functions.hpp"

namespace mfa {

namespace {

using namespace std::chrono_literals;

constexpr auto kMaxCodeLifetime = 10min;  // NIST SP 800-63B, OWASP ASVS 6.5.5
constexpr int kMaxAttempts = 10;

void checkCodes(const Passwordless::Config& config, ConfigProblems& problems) {
  if (config.codeLifetime < 1ms || config.codeLifetime > kMaxCodeLifetime)
    problems.add("passwordless.codeLifetime", "must be at least 1 ms and at most 10 min");
  if (config.maximumCodeInputAttempts < 1 || config.maximumCodeInputAttempts > kMaxAttempts)
    problems.add("passwordless.maximumCodeInputAttempts", "must be 1 to 10");
}

void checkSenders(const Passwordless::Config& config, const Services& services, ConfigProblems& problems) {
  if (services.mode != Mode::Production) return;
  const bool sendsSms = passwordless::reaches(config.contactMethod, ContactKind::Phone);
  const bool sendsEmail = passwordless::reaches(config.contactMethod, ContactKind::Email);
  if (sendsSms && !config.smsDelivery.service)
    problems.add("passwordless.smsDelivery.service",
                 "is missing; production needs a sender of text messages, or contactMethod Email");
  if (sendsEmail && !config.emailDelivery.service)
    problems.add("passwordless.emailDelivery.service",
                 "is missing; production needs a sender of e-mails, or contactMethod Phone");
  if (sendsSms && config.smsDelivery.service && services.limits.allowedCallingCodes.empty())
    problems.add("limits.allowedCallingCodes",
                 "is empty; list the calling codes to send to, such as \"1\" or \"49\": codes sent to "
                 "premium-rate numbers all over the world are somebody's income");
}

void checkHooks(const Passwordless::Functions& functions, ConfigProblems& problems) {
  requireHook(functions.createCode, "passwordless.createCode", problems);
  requireHook(functions.createNewCodeForDevice, "passwordless.createNewCodeForDevice", problems);
  requireHook(functions.consumeCode, "passwordless.consumeCode", problems);
  requireHook(functions.checkCode, "passwordless.checkCode", problems);
  requireHook(functions.updateUser, "passwordless.updateUser", problems);
  requireHook(functions.revokeAllCodes, "passwordless.revokeAllCodes", problems);
  requireHook(functions.revokeCode, "passwordless.revokeCode", problems);
  requireHook(functions.listCodesByEmail, "passwordless.listCodesByEmail", problems);
  requireHook(functions.listCodesByPhoneNumber, "passwordless.listCodesByPhoneNumber", problems);
  requireHook(functions.listCodesByDeviceId, "passwordless.listCodesByDeviceId", problems);
  requireHook(functions.listCodesByPreAuthSessionId, "passwordless.listCodesByPreAuthSessionId", problems);
}

// Two ways of reading numbers would make one phone two contacts, with a user and budgets each.
void requireNormaliser(Storage& storage) {
  const std::string ours{identity::PhoneNumber::normaliser()};
  const auto recorded = storage.transact(
      [&ours](Transaction& tx) { return tx.settings().insertIfAbsent("phone_normaliser", ours); });
  if (recorded != ours)
    throw ConfigError{
        {{"storage", "has phone numbers that were read by \"" + recorded +
                         "\", and this build reads them by \"" + ours + "\"; use a build with the same"}}};
}

}  // namespace

Passwordless::Impl::Impl(const RecipeSetup& setup, Passwordless::Config chosen)
    : auth{setup.auth},
      services{mfa::services(setup.auth)},
      config{std::move(chosen)},
      sms{delivery::smsFunctions(config.smsDelivery, {services.outbox, services.clock})},
      email{delivery::emailFunctions(config.emailDelivery, {services.outbox, services.clock})} {
  functions = config.override.functions.over(passwordless::defaultFunctions(*this));
  apis = config.override.apis.over(passwordless::defaultApis(*this));
  checkCodes(config, setup.problems);
  checkSenders(config, services, setup.problems);
  checkHooks(functions, setup.problems);
  requireHook(sms.sendSms, "passwordless.smsDelivery.sendSms", setup.problems);
  requireHook(email.sendEmail, "passwordless.emailDelivery.sendEmail", setup.problems);
}

abuse::Carrier Passwordless::Impl::carrierTo(const Contact& contact) const {
  const bool hasSender = contact.kind == ContactKind::Phone ? config.smsDelivery.service != nullptr
                                                            : config.emailDelivery.service != nullptr;
  return hasSender ? abuse::Carrier::Sender : abuse::Carrier::Outbox;
}

Recipe Passwordless::init() { return init(Config{}); }

Recipe Passwordless::init(Config config) {
  return Recipe{passwordless::kRecipeId, [config = std::move(config)](const RecipeSetup& setup) {
                  return std::make_unique<Passwordless>(std::make_unique<Impl>(setup, config));
                }};
}

Passwordless::Passwordless(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Passwordless::~Passwordless() = default;

std::string Passwordless::recipeId() const { return passwordless::kRecipeId; }

std::vector<Route> Passwordless::routes() const { return passwordless::routesOf(*impl_); }

void Passwordless::start() {
  if (passwordless::reaches(impl_->config.contactMethod, ContactKind::Phone))
    requireNormaliser(*impl_->services.storage);
}

}  // namespace mfa
