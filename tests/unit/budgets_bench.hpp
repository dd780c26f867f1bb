// Budgets over a database of their own, with users who have enrolled phones.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <optional>
#include <string>

#include "abuse/budgets.hpp"
#include "mfa/storage/sqlite.hpp"
#include "mfa/testing/fake_clock.hpp"

namespace mfa::abuse {

inline const Contact kPhone{.kind = ContactKind::Phone, .value = "+12015550123"};
inline const Contact kOtherPhone{.kind = ContactKind::Phone, .value = "+12015559999"};
inline const std::string kAda = "ada";
inline const std::string kMallory = "mallory";

struct Bench {
  explicit Bench(const Limits& limits = {})
      : budgets{limits, storage, clock, std::make_shared<const crypto::Secret>(std::string(32, 'k'))} {}

  void enrol(const std::string& userId, const Contact& contact) const {
    const auto enrolment = storage->transact([&](Transaction& tx) {
      return tx.factors().enrolFirstOrCompare(
          {.userId = userId, .factorId = "otp-phone", .contact = contact, .codeId = "code-" + userId});
    });
    REQUIRE(enrolment == Enrolment::Enrolled);
  }

  [[nodiscard]] bool sends(const std::optional<std::string>& accountId, const Contact& contact,
                           Carrier carrier = Carrier::Outbox,
                           const std::string& client = "203.0.113.7") const {
    return !budgets
                .takeSend({.target = {.accountId = accountId, .contact = contact},
                           .carrier = carrier,
                           .client = http::Address::parse(client)})
                .refusal;
  }

  [[nodiscard]] bool guesses(const std::optional<std::string>& accountId, const Contact& contact) const {
    return !storage->transact(
        [&](Transaction& tx) { return budgets.takeGuess(tx, {.accountId = accountId, .contact = contact}); });
  }

  template <class Take>
  static int countWhile(Take take, int most = 1'000) {
    int count = 0;
    while (count < most && take()) ++count;
    return count;
  }

  std::shared_ptr<testing::FakeClock> clock = std::make_shared<testing::FakeClock>();
  std::shared_ptr<Storage> storage = sqlite::open(":memory:");
  Budgets budgets;
};

/// A number of one block of ten.
inline std::string number(int last) {
  const auto digits = std::to_string(last);
  return "+1201555" + std::string(4 - digits.size(), '0') + digits;
}

/// Nothing limits messages but the breaker.
inline Limits breakerAlone() {
  return {.sends = {},
          .sendsPerDay = {},
          .sendsPerAddress = {},
          .sendsPerNumberBlock = {},
          .sendsPerCountry = {},
          .sendsInAll = {},
          .sendsInAllPerDay = {}};
}

}  // namespace mfa::abuse
