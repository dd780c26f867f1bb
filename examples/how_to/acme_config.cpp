#include "acme_config.hpp"

#include <chrono>
#include <iostream>
#include <utility>

using namespace std::chrono_literals;

namespace {

void logEvent(const mfa::Event& event) {
  std::clog << mfa::json::serialize(mfa::toJson(event)) + '\n';  // one write per line: many threads log
}

}  // namespace

// [production]
mfa::Config acmeConfig(const std::string& database, std::vector<std::string> masterKeys,
                       std::shared_ptr<mfa::SmsSender> sms) {
  return {
      .mode = mfa::Mode::Production,
      .appInfo = {.appName = "Acme",
                  .apiDomain = "https://api.acme.example",
                  .websiteDomain = "https://acme.example"},
      .storage = mfa::sqlite::open(database),
      .recipeList = {mfa::EmailPassword::init(),
                     mfa::Passwordless::init({.contactMethod = mfa::ContactMethod::Phone,
                                              .flowType = mfa::FlowType::UserInputCode,
                                              .smsDelivery = {.service = std::move(sms)}}),
                     mfa::Session::init({.accessTokenValidity = 15min, .maximumSessionLifetime = 90 * 24h})},
      .masterKeys = std::move(masterKeys),
      .trustedProxies = {"127.0.0.1/32", "::1/128"},
      .limits = {.allowedCallingCodes = {"1", "49"}},
      .onEvent = logEvent,
  };
}
// [production]
