#include "storage/sql/events.hpp"

#include <limits>

#include "storage/sql/answers.hpp"
#include "storage/sql/columns.hpp"

namespace mfa::sql {
namespace {

StoredEvent eventOf(Row& row) {
  Fields in{row};
  const auto number = in.integer();
  return {.number = number,
          .event = {.type = storedEventTypeOf(in.text()),
                    .time = in.time(),
                    .requestId = in.text(),
                    .userId = in.text(),
                    .sessionHandle = in.optionalText(),
                    .contactHash = in.optionalText(),
                    .contactMasked = in.optionalText(),
                    .clientAddress = in.optionalText(),
                    .reason = in.text()}};
}

// A page without a beginning starts behind everything: the statement stays a range of the index.
EventPageQuery::Position beginningOf(const EventPageQuery& query) {
  if (query.from) return *query.from;
  return {.time = fromUnixMillis(std::numeric_limits<UnixMillis>::max()),
          .number = std::numeric_limits<std::int64_t>::max()};
}

}  // namespace

void Events::append(const Event& event) {
  db_.execute(
      "INSERT INTO mfa_audit_events (type, happened_at, request_id, user_id, session_handle, contact_hash, "
      "contact_masked, client_address, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {name(event.type), event.time, event.requestId, event.userId, event.sessionHandle, event.contactHash,
       event.contactMasked, event.clientAddress, event.reason});
}

// What may be absent is compared as if it were empty: none of these is ever empty.
Insert Events::appendUnlessRepeated(const Event& event, Time since) {
  const auto same = db_.query(
      "SELECT 1 FROM mfa_audit_events WHERE user_id = $1 AND happened_at > $2 AND type = $3 AND reason = $4 "
      "AND coalesce(session_handle, '') = $5 AND coalesce(client_address, '') = $6 LIMIT 1",
      {event.userId, since, name(event.type), event.reason, event.sessionHandle.value_or(""),
       event.clientAddress.value_or("")});
  if (!same.empty()) return Insert::Conflict;
  append(event);
  return Insert::Done;
}

std::vector<StoredEvent> Events::listNewestFirst(const EventPageQuery& query) {
  const auto from = beginningOf(query);
  auto rows = db_.query(
      "SELECT event_number, type, happened_at, request_id, user_id, session_handle, contact_hash, "
      "contact_masked, client_address, reason FROM mfa_audit_events "
      "WHERE user_id = $1 AND (happened_at, event_number) <= ($2, $3) "
      "ORDER BY happened_at DESC, event_number DESC LIMIT $4",
      {query.userId, from.time, from.number, query.limit});
  std::vector<StoredEvent> events;
  events.reserve(rows.size());
  for (auto& row : rows) events.push_back(eventOf(row));
  return events;
}

int Events::removeAll(const std::string& userId) {
  return static_cast<int>(db_.execute("DELETE FROM mfa_audit_events WHERE user_id = $1", {userId}));
}

int Events::removeEarlierThan(Time time, int limit) {
  return static_cast<int>(
      db_.execute("DELETE FROM mfa_audit_events WHERE event_number IN "
                  "(SELECT event_number FROM mfa_audit_events WHERE happened_at < $1 "
                  "ORDER BY happened_at LIMIT $2)",
                  {time, limit}));
}

}  // namespace mfa::sql
