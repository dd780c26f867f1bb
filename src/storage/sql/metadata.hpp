// User metadata in SQL.
#pragma once

#include "mfa/storage/metadata.hpp"
#include "storage/sql/connection.hpp"

namespace mfa::sql {

class Metadata final : public MetadataStore {
 public:
  explicit Metadata(Connection& db) : db_{db} {}

  json::object get(const std::string& userId) override;
  json::object merge(const std::string& userId, const json::object& update) override;
  Update clear(const std::string& userId) override;

 private:
  Connection& db_;
};

}  // namespace mfa::sql
