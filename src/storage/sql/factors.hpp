// Enrolled factors in SQL.
#pragma once

#include "mfa/storage/factors.hpp"
#include "storage/sql/connection.hpp"

namespace mfa::sql {

class Factors final : public FactorStore {
 public:
  explicit Factors(Connection& db) : db_{db} {}

  Enrolment enrolFirstOrCompare(const EnrolledFactor& factor) override;
  Insert insertUnique(const EnrolledFactor& factor) override;
  std::optional<EnrolledFactor> find(const std::string& userId, const std::string& factorId) override;
  std::vector<EnrolledFactor> list(const std::string& userId) override;
  Update replace(const EnrolledFactor& factor, const Contact& expected) override;
  Update remove(const std::string& userId, const std::string& factorId) override;
  int removeAll(const std::string& userId) override;

 private:
  Connection& db_;
};

}  // namespace mfa::sql
