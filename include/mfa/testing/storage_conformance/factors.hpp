/// @file
/// Enrolled factors: the first by compare-and-set, more and other ones by explicit verbs.
#pragma once

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

TEST_CASE("the first factor is enrolled once and compared afterwards", "[storage][factors]") {
  const auto storage = openEmptyStorage();
  const auto first = factor("ada", "+12015550123");
  storage->transact([&](Transaction& tx) {
    auto& factors = tx.factors();
    CHECK(factors.enrolFirstOrCompare(first) == Enrolment::Enrolled);
    CHECK(factors.enrolFirstOrCompare(first) == Enrolment::Same);
    auto again = first;
    again.codeId = "another code";
    again.enrolledAt = kNow + hours{1};
    CHECK(factors.enrolFirstOrCompare(again) == Enrolment::Same);
    CHECK(factors.enrolFirstOrCompare(factor("ada", "+12015550199")) == Enrolment::Other);
    auto address = factor("ada", "x", "otp-email");
    address.contact = email("ada@example.com");
    CHECK(factors.enrolFirstOrCompare(address) == Enrolment::Other);
    CHECK(factors.list("ada") == std::vector{first});
    CHECK(factors.enrolFirstOrCompare(factor("bob", "+12015550123")) == Enrolment::Enrolled);
  });
  storage->read([&](Transaction& tx) {
    CHECK(tx.factors().find("ada", "otp-phone") == first);
    CHECK_FALSE(tx.factors().find("ada", "otp-email"));
    CHECK_FALSE(tx.factors().find("cy", "otp-phone"));
    CHECK(tx.factors().list("cy").empty());
  });
}

TEST_CASE("one more factor is enrolled under an id that is free", "[storage][factors]") {
  const auto storage = openEmptyStorage();
  auto address = factor("ada", "x", "otp-email");
  address.contact = email("ada@example.com");
  storage->transact([&](Transaction& tx) {
    auto& factors = tx.factors();
    (void)factors.enrolFirstOrCompare(factor("ada", "+12015550123"));
    CHECK(factors.insertUnique(address) == Insert::Done);
    CHECK(factors.insertUnique(factor("ada", "+12015550199")) == Insert::Conflict);
    CHECK(factors.enrolFirstOrCompare(address) == Enrolment::Same);
    CHECK(factors.enrolFirstOrCompare(factor("ada", "+12015550123")) == Enrolment::Same);
    CHECK(factors.list("ada").size() == 2);
    CHECK(factors.insertUnique(factor("bob", "+12015550123")) == Insert::Done);
    CHECK(factors.enrolFirstOrCompare(factor("bob", "+12015550199")) == Enrolment::Other);
  });
}

TEST_CASE("a factor is replaced only from the expected contact", "[storage][factors]") {
  const auto storage = openEmptyStorage();
  const auto next = factor("ada", "+12015550199");
  storage->transact([&](Transaction& tx) {
    auto& factors = tx.factors();
    (void)factors.enrolFirstOrCompare(factor("ada", "+12015550123"));
    CHECK(factors.replace(next, phone("+12015550100")) == Update::Missing);
    CHECK(factors.replace(next, email("+12015550123")) == Update::Missing);
    CHECK(factors.replace(factor("bob", "+12015550199"), phone("+12015550123")) == Update::Missing);
    CHECK(factors.find("ada", "otp-phone") == factor("ada", "+12015550123"));
    CHECK(factors.replace(next, phone("+12015550123")) == Update::Done);
    CHECK(factors.find("ada", "otp-phone") == next);
    CHECK(factors.enrolFirstOrCompare(factor("ada", "+12015550123")) == Enrolment::Other);
  });
}

TEST_CASE("factors are removed and a first one may follow the last", "[storage][factors]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& factors = tx.factors();
    auto address = factor("ada", "x", "otp-email");
    address.contact = email("ada@example.com");
    (void)factors.enrolFirstOrCompare(factor("ada", "+12015550123"));
    (void)factors.insertUnique(address);
    (void)factors.enrolFirstOrCompare(factor("bob", "+12015550123"));

    CHECK(factors.remove("ada", "otp-phone") == Update::Done);
    CHECK(factors.remove("ada", "otp-phone") == Update::Missing);
    CHECK(factors.enrolFirstOrCompare(factor("ada", "+12015550199")) == Enrolment::Other);
    CHECK(factors.remove("ada", "otp-email") == Update::Done);
    CHECK(factors.enrolFirstOrCompare(factor("ada", "+12015550199")) == Enrolment::Enrolled);

    (void)factors.insertUnique(address);
    CHECK(factors.removeAll("ada") == 2);
    CHECK(factors.removeAll("ada") == 0);
    CHECK(factors.list("bob").size() == 1);
    CHECK(factors.enrolFirstOrCompare(address) == Enrolment::Enrolled);
  });
}

}  // namespace mfa::testing::conformance
