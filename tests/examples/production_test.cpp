#include <algorithm>
#include <catch2/catch.hpp>

#include "acme_config.hpp"

namespace {

class SilentSms final : public mfa::SmsSender {
 public:
  void sendSms(const mfa::PasswordlessLogin&) override {}
};

std::vector<std::string> problemsOf(mfa::Config config) {
  std::vector<std::string> fields;
  try {
    const mfa::Auth auth{std::move(config)};
  } catch (const mfa::ConfigError& error) {
    for (const auto& problem : error.problems()) fields.push_back(problem.field);
  }
  std::ranges::sort(fields);
  return fields;
}

mfa::Config sound() { return acmeConfig(":memory:", {std::string(32, 'k')}, std::make_shared<SilentSms>()); }

}  // namespace

TEST_CASE("the configuration of the manual starts in production", "[examples][production]") {
  CHECK(problemsOf(sound()).empty());
}

TEST_CASE("production refuses what only development may do", "[examples][production]") {
  auto config = sound();
  config.masterKeys.clear();
  config.appInfo.apiDomain = "http://api.acme.example";
  config.limits.allowedCallingCodes.clear();
  const auto problems = problemsOf(std::move(config));
  CHECK(std::ranges::count(problems, "masterKeys") == 1);
  CHECK(std::ranges::count(problems, "appInfo.apiDomain") == 1);
  CHECK(std::ranges::count(problems, "limits.allowedCallingCodes") == 1);
}

TEST_CASE("production refuses to show codes in an outbox", "[examples][production]") {
  CHECK_FALSE(problemsOf(acmeConfig(":memory:", {std::string(32, 'k')}, nullptr)).empty());
}
