#include <atomic>
#include <catch2/catch.hpp>
#include <latch>
#include <thread>

#include "mfa/storage/sqlite.hpp"
#include "mfa/testing/fake_clock.hpp"
#include "recipes/passwordless/second_factor.hpp"

namespace mfa::passwordless {
namespace {

using namespace std::chrono_literals;

const Time kNow = fromUnixMillis(1'893'499'200'000);
const Contact kPhone{.kind = ContactKind::Phone, .value = "+12015550123"};
const Contact kOtherPhone{.kind = ContactKind::Phone, .value = "+12015559999"};

struct Bench {
  Bench() { addSession("session", std::nullopt); }

  void addSession(const std::string& handle, const std::optional<std::string>& openedBy,
                  Time expiresAt = kNow + 1h) const {
    const SessionRow row{.sessionHandle = handle,
                         .userId = "ada",
                         .recipeUserId = "ada",
                         .tenantId = "public",
                         .refreshTokenHash2 = "hash of " + handle,
                         .openedByContact = openedBy,
                         .createdAt = kNow,
                         .expiresAt = expiresAt};
    REQUIRE(storage->transact([&](Transaction& tx) { return tx.sessions().insertUnique(row); }) ==
            Insert::Done);
  }

  [[nodiscard]] Completion complete(const std::string& handle, const Contact& contact) const {
    return completeSession(services, UserContext{}, handle,
                           {.codeId = "code", .contact = contact, .sessionHandle = handle});
  }

  [[nodiscard]] std::optional<CompletedFactor> completed(const std::string& handle) const {
    return storage->read([&](Transaction& tx) { return tx.sessions().find(handle, kNow)->completedFactor; });
  }

  [[nodiscard]] std::vector<EnrolledFactor> enrolled() const {
    return storage->read([](Transaction& tx) { return tx.factors().list("ada"); });
  }

  std::shared_ptr<Storage> storage = sqlite::open(":memory:");
  Services services{.storage = storage,
                    .clock = std::make_shared<mfa::testing::FakeClock>(kNow),
                    .hashingKey = std::make_shared<const crypto::Secret>("a key of the test"),
                    .emit = [](const Event&) {}};
};

}  // namespace

TEST_CASE("the first code that completes a session enrols its contact", "[unit][passwordless]") {
  const Bench bench;
  CHECK(hasNoFactor(*bench.storage, "ada"));
  CHECK(bench.complete("session", kPhone) == Completion::DoneAndEnrolled);
  CHECK_FALSE(hasNoFactor(*bench.storage, "ada"));
  REQUIRE(bench.enrolled().size() == 1);
  CHECK(
      bench.enrolled().front() ==
      EnrolledFactor{
          .userId = "ada", .factorId = "otp-phone", .contact = kPhone, .codeId = "code", .enrolledAt = kNow});
  CHECK(bench.completed("session") ==
        CompletedFactor{.factorId = "otp-phone", .codeId = "code", .completedAt = kNow});
}

TEST_CASE("a code to the enrolled contact completes the next session", "[unit][passwordless]") {
  const Bench bench;
  bench.addSession("next", std::nullopt);
  REQUIRE(bench.complete("session", kPhone) == Completion::DoneAndEnrolled);
  CHECK(bench.complete("next", kPhone) == Completion::Done);
  CHECK(bench.completed("next").has_value());
}

TEST_CASE("a code to another contact than the enrolled one changes nothing", "[unit][passwordless]") {
  const Bench bench;
  bench.addSession("next", std::nullopt);
  REQUIRE(bench.complete("session", kPhone) == Completion::DoneAndEnrolled);
  CHECK(bench.complete("next", kOtherPhone) == Completion::OtherContact);
  CHECK(bench.complete("next", {ContactKind::Email, "ada@acme.example"}) == Completion::OtherContact);
  CHECK_FALSE(bench.completed("next").has_value());
  CHECK(bench.enrolled().front().contact == kPhone);
}

TEST_CASE("a session that a code opened is not completed by a code to the same contact",
          "[unit][passwordless]") {
  const Bench bench;
  bench.addSession("opened", "phone:+12015550123");
  CHECK(bench.complete("opened", kPhone) == Completion::OpenedByContact);
  CHECK(bench.enrolled().empty());
  CHECK_FALSE(bench.completed("opened").has_value());
  CHECK(bench.complete("opened", kOtherPhone) == Completion::DoneAndEnrolled);
}

TEST_CASE("a session that is gone or expired completes nothing and enrols nothing", "[unit][passwordless]") {
  const Bench bench;
  bench.addSession("expired", std::nullopt, kNow);
  CHECK(bench.complete("unknown", kPhone) == Completion::SessionGone);
  CHECK(bench.complete("expired", kPhone) == Completion::SessionGone);
  CHECK(bench.enrolled().empty());
}

TEST_CASE("of many first enrolments at once one wins and the others are refused",
          "[unit][passwordless][races]") {
  const Bench bench;
  constexpr int kRequests = 16;
  for (int i = 0; i < kRequests; ++i) bench.addSession("s" + std::to_string(i), std::nullopt);
  std::latch start{kRequests};
  std::atomic<int> enrolled = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> requests;
  for (int i = 0; i < kRequests; ++i)
    requests.emplace_back([&, i] {
      const auto handle = "s" + std::to_string(i);
      const auto phone = Contact{ContactKind::Phone, "+120155501" + std::to_string(10 + i)};
      start.arrive_and_wait();
      const auto completion = bench.complete(handle, phone);
      if (completion == Completion::DoneAndEnrolled) ++enrolled;
      if (completion == Completion::OtherContact) ++refused;
    });
  for (auto& request : requests) request.join();
  CHECK(enrolled == 1);
  CHECK(refused == kRequests - 1);
  CHECK(bench.enrolled().size() == 1);
}

}  // namespace mfa::passwordless
