#include "acme_config.hpp"

#include <charconv>
#include <chrono>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <utility>

#include "../second_factor/enrolled_phone.hpp"
#include "../second_factor/second_factor.hpp"
#include "hinted_phone.hpp"

namespace {

std::string octetsOf(const std::string& hex) {
  std::string octets;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    unsigned octet = 0;
    const auto* const end = hex.data() + i + 2;
    if (i + 2 > hex.size() || std::from_chars(hex.data() + i, end, octet, 16).ptr != end)
      throw std::runtime_error{"a master key is not made of pairs of hex digits"};
    octets += static_cast<char>(octet);
  }
  return octets;
}

}  // namespace

// [master-keys]
std::vector<std::string> readMasterKeys(const std::string& path) {
  std::ifstream file{path};
  std::vector<std::string> keys;
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) keys.push_back(octetsOf(line));  // 64 hex digits are 32 octets
  if (keys.empty()) throw std::runtime_error{"there is no master key in " + path};
  return keys;
}
// [master-keys]

// [production]
using namespace std::chrono_literals;

void logEvent(const mfa::Event& event) {
  std::clog << mfa::json::serialize(mfa::toJson(event)) + '\n';  // one write per line: many threads log
}

mfa::Config acmeConfig(const std::string& database, std::vector<std::string> masterKeys,
                       std::shared_ptr<mfa::SmsSender> sms) {
  return {
      .mode = mfa::Mode::Production,
      .appInfo = {.appName = "Acme",
                  .apiDomain = "https://api.acme.example",
                  .websiteDomain = "https://acme.example"},
      .storage = mfa::sqlite::open(database),
      .recipeList =
          {
              mfa::EmailPassword::init(),
              mfa::Passwordless::init({
                  .contactMethod = mfa::ContactMethod::Phone,
                  .flowType = mfa::FlowType::UserInputCode,
                  .smsDelivery = {.service = std::move(sms)},
                  .override = {.apis = {onlyEnrolledNumber, secondFactorApis}},
              }),
              mfa::Session::init({
                  .accessTokenValidity = 15min,
                  .maximumSessionLifetime = 90 * 24h,
                  .override = {.functions = {tokenHintsAtEnrolledPhone, keepFirstSession}},
              }),
          },
      .masterKeys = std::move(masterKeys),
      .trustedProxies = {"127.0.0.1/32", "::1/128"},
      .limits = {.allowedCallingCodes = {"1", "49"}},
      .onEvent = logEvent,
  };
}
// [production]
