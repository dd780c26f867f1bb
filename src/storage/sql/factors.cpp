#include "storage/sql/factors.hpp"

#include "storage/sql/answers.hpp"
#include "storage/sql/columns.hpp"

namespace mfa::sql {
namespace {

EnrolledFactor factorOf(Row& row) {
  Fields in{row};
  return {.userId = in.text(),
          .factorId = in.text(),
          .contact = {.kind = contactKindOf(in.text()), .value = in.text()},
          .codeId = in.text(),
          .enrolledAt = in.time()};
}

}  // namespace

// Two first factors with different ids do not meet at the primary key: the unique index over the rows with
// `is_first` is where one of them fails.
Enrolment Factors::enrolFirstOrCompare(const EnrolledFactor& factor) {
  const auto written = db_.execute(
      "INSERT INTO mfa_factors "
      "(user_id, factor_id, contact_kind, contact_value, code_id, enrolled_at, is_first) "
      "SELECT $1, $2, $3, $4, $5, $6, 1 "
      "WHERE NOT EXISTS (SELECT 1 FROM mfa_factors WHERE user_id = $1) "
      "ON CONFLICT DO NOTHING",
      {factor.userId, factor.factorId, toColumn(factor.contact.kind), factor.contact.value, factor.codeId,
       factor.enrolledAt});
  if (written > 0) return Enrolment::Enrolled;
  const auto enrolled = find(factor.userId, factor.factorId);
  return enrolled && enrolled->contact == factor.contact ? Enrolment::Same : Enrolment::Other;
}

Insert Factors::insertUnique(const EnrolledFactor& factor) {
  return insertOf(
      db_.execute("INSERT INTO mfa_factors "
                  "(user_id, factor_id, contact_kind, contact_value, code_id, enrolled_at, is_first) "
                  "VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT DO NOTHING",
                  {factor.userId, factor.factorId, toColumn(factor.contact.kind), factor.contact.value,
                   factor.codeId, factor.enrolledAt}));
}

std::optional<EnrolledFactor> Factors::find(const std::string& userId, const std::string& factorId) {
  auto rows = db_.query(
      "SELECT user_id, factor_id, contact_kind, contact_value, code_id, enrolled_at FROM mfa_factors "
      "WHERE user_id = $1 AND factor_id = $2",
      {userId, factorId});
  if (rows.empty()) return std::nullopt;
  return factorOf(rows.front());
}

std::vector<EnrolledFactor> Factors::list(const std::string& userId) {
  auto rows = db_.query(
      "SELECT user_id, factor_id, contact_kind, contact_value, code_id, enrolled_at FROM mfa_factors "
      "WHERE user_id = $1 ORDER BY factor_id",
      {userId});
  std::vector<EnrolledFactor> factors;
  for (auto& row : rows) factors.push_back(factorOf(row));
  return factors;
}

Update Factors::replace(const EnrolledFactor& factor, const Contact& expected) {
  return updateOf(
      db_.execute("UPDATE mfa_factors "
                  "SET contact_kind = $3, contact_value = $4, code_id = $5, enrolled_at = $6 "
                  "WHERE user_id = $1 AND factor_id = $2 AND contact_kind = $7 AND contact_value = $8",
                  {factor.userId, factor.factorId, toColumn(factor.contact.kind), factor.contact.value,
                   factor.codeId, factor.enrolledAt, toColumn(expected.kind), expected.value}));
}

Update Factors::remove(const std::string& userId, const std::string& factorId) {
  return updateOf(
      db_.execute("DELETE FROM mfa_factors WHERE user_id = $1 AND factor_id = $2", {userId, factorId}));
}

int Factors::removeAll(const std::string& userId) {
  return static_cast<int>(db_.execute("DELETE FROM mfa_factors WHERE user_id = $1", {userId}));
}

}  // namespace mfa::sql
