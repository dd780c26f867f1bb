// Kept events in SQL.
#pragma once

#include "mfa/storage/events.hpp"
#include "storage/sql/connection.hpp"

namespace mfa::sql {

class Events final : public EventStore {
 public:
  explicit Events(Connection& db) : db_{db} {}

  void append(const Event& event) override;
  Insert appendUnlessRepeated(const Event& event, Time since) override;
  std::vector<StoredEvent> listNewestFirst(const EventPageQuery& query) override;
  int removeAll(const std::string& userId) override;
  int removeEarlierThan(Time time, int limit) override;

 private:
  Connection& db_;
};

}  // namespace mfa::sql
