/// @file
/// Kept events: appended with the change they tell of, listed newest first, removed by age or with the
/// account.
#pragma once

#include <set>
#include <vector>

#include "mfa/errors.hpp"
#include "mfa/testing/storage_conformance/race.hpp"

namespace mfa::testing::conformance {

inline Event happening(const std::string& userId, Time time, EventType type = EventType::SignedIn) {
  return {.type = type, .time = time, .userId = userId};
}

inline std::vector<Event> listedEvents(Transaction& tx, const EventPageQuery& query) {
  std::vector<Event> events;
  for (auto& stored : tx.events().listNewestFirst(query)) events.push_back(std::move(stored.event));
  return events;
}

TEST_CASE("an event comes back as it was kept", "[storage][events]") {
  const auto storage = openEmptyStorage();
  const Event full{.type = EventType::CodeRefused,
                   .time = kNow,
                   .requestId = "0123456789abcdef",
                   .userId = "ada",
                   .sessionHandle = "s",
                   .contactHash = "hash",
                   .contactMasked = "\u2022\u2022\u20220123",
                   .clientAddress = "2001:db8::1",
                   .reason = "wrong_code"};
  const auto bare = happening("ada", kNow + seconds{1});
  storage->transact([&](Transaction& tx) {
    tx.events().append(full);
    tx.events().append(bare);
    CHECK(listedEvents(tx, {.userId = "ada"}) == std::vector{bare, full});
  });
  storage->read([&](Transaction& tx) {
    CHECK(listedEvents(tx, {.userId = "ada"}) == std::vector{bare, full});
    CHECK(listedEvents(tx, {.userId = "bob"}).empty());
  });
}

TEST_CASE("every type of event is kept under its name", "[storage][events]") {
  const auto storage = openEmptyStorage();
  const int last = static_cast<int>(EventType::RequestFailed);
  storage->transact([&](Transaction& tx) {
    for (int type = 0; type <= last; ++type)
      tx.events().append(happening("ada", kNow, static_cast<EventType>(type)));
    const auto kept = listedEvents(tx, {.userId = "ada", .limit = last + 2});
    REQUIRE(kept.size() == static_cast<std::size_t>(last) + 1);
    for (int type = 0; type <= last; ++type)
      CHECK(kept[static_cast<std::size_t>(last - type)].type == static_cast<EventType>(type));
  });
}

TEST_CASE("pages of events join without a gap even within one millisecond", "[storage][events]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& events = tx.events();
    for (int i = 0; i < 7; ++i) {
      auto event = happening("ada", kNow + milliseconds{i / 3});
      event.requestId = std::to_string(i);
      events.append(event);
      events.append(happening("bob", kNow));
    }
    std::string seen;
    EventPageQuery query{.userId = "ada", .limit = 3};
    for (auto page = events.listNewestFirst(query); !page.empty(); page = events.listNewestFirst(query)) {
      if (page.size() < 3) {
        for (const auto& stored : page) seen += stored.event.requestId;
        break;
      }
      seen += page[0].event.requestId + page[1].event.requestId;
      query.from = EventPageQuery::Position{page[2].event.time, page[2].number};
    }
    CHECK(seen == "6543210");
  });
}

TEST_CASE("an event is kept once while it repeats", "[storage][events]") {
  const auto storage = openEmptyStorage();
  Event event{.type = EventType::CodeRefused,
              .time = kNow,
              .userId = "ada",
              .sessionHandle = "s",
              .clientAddress = "203.0.113.7",
              .reason = "no_budget"};
  storage->transact([&](Transaction& tx) {
    const auto repeat = [&](const Event& candidate, Time since = kNow - minutes{1}) {
      return tx.events().appendUnlessRepeated(candidate, since);
    };
    CHECK(repeat(event) == Insert::Done);
    CHECK(repeat(event) == Insert::Conflict);
    CHECK(repeat(event, kNow) == Insert::Done);
    for (auto member : {&Event::sessionHandle, &Event::clientAddress}) {
      auto other = event;
      other.*member = std::nullopt;
      CHECK(repeat(other) == Insert::Done);
      CHECK(repeat(other) == Insert::Conflict);
    }
    auto other = event;
    other.reason = "other_session";
    CHECK(repeat(other) == Insert::Done);
    other.type = EventType::CodeNotSent;
    CHECK(repeat(other) == Insert::Done);
    other.userId = "bob";
    CHECK(repeat(other) == Insert::Done);
    CHECK(listedEvents(tx, {.userId = "ada"}).size() == 6);
  });
}

TEST_CASE("events go with their account or when they are too old", "[storage][events]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& events = tx.events();
    for (int i = 0; i < 5; ++i) events.append(happening("ada", kNow + seconds{i}));
    events.append(happening("bob", kNow + seconds{2}));
    CHECK(events.removeEarlierThan(kNow, 9) == 0);
    CHECK(events.removeEarlierThan(kNow + seconds{3}, 2) == 2);
    CHECK(events.removeEarlierThan(kNow + seconds{3}, 9) == 2);
    CHECK(listedEvents(tx, {.userId = "ada"}).size() == 2);
    CHECK(events.removeAll("ada") == 2);
    CHECK(events.removeAll("ada") == 0);
    events.append(happening("ada", kNow));
    CHECK(listedEvents(tx, {.userId = "ada"}).size() == 1);
  });
}

TEST_CASE("events of a transaction that fails are not kept", "[storage][events]") {
  const auto storage = openEmptyStorage();
  CHECK_THROWS_AS(storage->transact([](Transaction& tx) {
    tx.events().append(happening("ada", kNow));
    throw Error{"the change failed"};
  }),
                  Error);
  CHECK(
      storage->read([](Transaction& tx) { return tx.events().listNewestFirst({.userId = "ada"}).empty(); }));
}

TEST_CASE("events of many threads are all kept with numbers of their own", "[storage][events][races]") {
  const auto storage = openEmptyStorage();
  constexpr int kThreads = 8;
  const int rounds = trials(20, 500);
  const auto nothing = [](int) {};
  race(
      kThreads, rounds, nothing,
      [&](int, int) {
        storage->transact([](Transaction& tx) { tx.events().append(happening("ada", kNow)); });
      },
      nothing);
  const auto kept = storage->read([&](Transaction& tx) {
    return tx.events().listNewestFirst({.userId = "ada", .limit = kThreads * rounds + 1});
  });
  std::set<std::int64_t> numbers;
  for (const auto& stored : kept) numbers.insert(stored.number);
  CHECK(kept.size() == static_cast<std::size_t>(kThreads * rounds));
  CHECK(numbers.size() == kept.size());
}

}  // namespace mfa::testing::conformance
