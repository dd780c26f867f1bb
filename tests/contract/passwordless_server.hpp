// A server whose codes sign people in, without the overrides of the guide: what the routes do by themselves.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "support/guide_server.hpp"

namespace mfa::test {

inline constexpr const char* kEmail = "ada@example.com";

/// The guide's configuration without its overrides, for e-mail and phone, codes and links.
inline GuideChanges codesAlone(std::function<void(Passwordless::Config&)> change = {},
                               std::function<void(Config&)> changeAll = {}) {
  return {.config = std::move(changeAll),
          .session = [](Session::Config& config) { config.override = {}; },
          .passwordless =
              [change = std::move(change)](Passwordless::Config& config) {
                config.contactMethod = ContactMethod::EmailOrPhone;
                config.flowType = FlowType::UserInputCodeAndMagicLink;
                config.override = {};
                if (change) change(config);
              }};
}

/// The guide with other settings of its codes; its overrides stay.
inline GuideChanges guideWith(std::function<void(Passwordless::Config&)> change,
                              std::function<void(Config&)> changeAll = {}) {
  return {.config = std::move(changeAll), .passwordless = std::move(change)};
}

/// Sends limits out of the way of tests about something else.
inline void allowManySends(Config& config) {
  config.limits.sends = {};
  config.limits.sendsPerDay = {};
}

/// A code of six digits that is not `code`.
inline std::string wrongCodeFor(const std::string& code) {
  auto wrong = code;
  wrong.back() = wrong.back() == '9' ? '0' : static_cast<char>(wrong.back() + 1);
  return wrong;
}

/// What stands behind the `#` of a link.
inline std::string linkCodeIn(const std::string& url) { return url.substr(url.find('#') + 1); }

inline json::object linkBody(const Device& device, const std::string& url) {
  return {{"preAuthSessionId", device.preAuthSessionId}, {"linkCode", linkCodeIn(url)}};
}

inline Answer consumeLink(Browser& browser, const Device& device, const std::string& url) {
  return browser.post("/signinup/code/consume", linkBody(device, url), {{"rid", "passwordless"}});
}

/// How many events of that type and reason there were.
inline std::size_t countEvents(const GuideServer& server, EventType type, const std::string& reason) {
  std::size_t count = 0;
  for (const auto& event : server.events())
    if (event.type == type && event.reason == reason) ++count;
  return count;
}

/// Signs in by a code in that browser.
inline Answer signInByCode(GuideServer& server, Browser& browser, const std::string& phoneNumber) {
  const auto asked = browser.createCode(phoneNumber);
  if (asked.outcome() != "OK") return asked;
  return browser.consumeCode(browser.device(), server.lastCode(phoneNumber));
}

}  // namespace mfa::test
