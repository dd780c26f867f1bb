// The time itself, of many requests in turns: what the counted work does not show. It is the time that the
// thread had a processor for, so that what else the machine does matters less; still it takes minutes, and an
// idle machine.
#include <catch2/catch.hpp>
#include <ctime>

#include "contract/password_server.hpp"
#include "contract/passwordless_server.hpp"
#include "timing/welch.hpp"

namespace mfa::test {
namespace {

constexpr double kCrop = 0.9;

double threadNanoseconds() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) * 1e9 + static_cast<double>(spent.tv_nsec);
}

/// Measures both in turns; which one goes first is drawn.
template <class Left, class Right>
Samples inTurns(int count, const Left& left, const Right& right) {
  const auto measure = [](const auto& act) {
    const double start = threadNanoseconds();
    act();
    return threadNanoseconds() - start;
  };
  Samples samples;
  Lots lots{testSeed()};
  for (int i = 0; i < count; ++i) {
    const bool isLeftFirst = lots.onceIn(2);
    if (isLeftFirst) samples.left.push_back(measure(left));
    samples.right.push_back(measure(right));
    if (!isLeftFirst) samples.left.push_back(measure(left));
  }
  return cropped(samples, kCrop);
}

double difference(const Samples& samples) {
  return std::abs(mean(samples.left) - mean(samples.right)) / mean(samples.right);
}

void checkAlike(const Samples& samples) {
  const double t = welch(samples);
  CAPTURE(t, mean(samples.left), mean(samples.right));
  CHECK(std::abs(t) < kSuspicious);
  CHECK(difference(samples) < 0.01);
}

}  // namespace

TEST_CASE("a sign-in for nobody takes as long as one with a wrong password",
          "[.nightly][timing][emailpassword]") {
  PasswordServer server{{.passwords = [](EmailPassword::Config& config) { config.passwordHashing = {}; },
                         .config = [](Config& config) { config.limits.passwordsPerAccountAndAddress = {}; }}};
  (void)server.signedUp("known@example.com");
  const auto failing = [&](const std::string& email) {
    REQUIRE_FALSE(ok(server.passwords().signIn({.email = email, .password = "wrong password 1"})));
  };
  checkAlike(inTurns(
      5'000, [&] { failing("known@example.com"); }, [&] { failing("nobody@example.com"); }));
}

TEST_CASE("a code to the enrolled number takes as long as one to another number",
          "[.nightly][timing][passwordless]") {
  GuideServer server{codesAlone({}, [](Config& config) {
    config.limits.sends = {1'000'000, std::chrono::milliseconds{1}};
    config.limits.sendsPerDay = {};
  })};
  auto browser = server.signedIn(kEmail);
  const auto userId = browser.session()->getUserId();
  server.storage().transact([&](Transaction& tx) {
    (void)tx.factors().enrolFirstOrCompare({.userId = userId,
                                            .factorId = "otp-phone",
                                            .contact = {ContactKind::Phone, kPhoneNumber},
                                            .codeId = "code",
                                            .enrolledAt = server.clock().now()});
  });
  const auto ask = [&](const std::string& number) { REQUIRE(browser.createCode(number).outcome() == "OK"); };
  checkAlike(inTurns(
      20'000, [&] { ask(kPhoneNumber); }, [&] { ask("+12015550199"); }));
}

}  // namespace mfa::test
