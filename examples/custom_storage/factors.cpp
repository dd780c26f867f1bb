#include "stores.hpp"

namespace custom_storage {

using mfa::EnrolledFactor;
using mfa::Enrolment;
using mfa::Insert;
using mfa::Update;

Enrolment Factors::enrolFirstOrCompare(const EnrolledFactor& factor) {
  auto& factors = draft_.write().factors.write();
  if (list(factor.userId).empty()) {
    factors.emplace(FactorKey{factor.userId, factor.factorId}, factor);
    return Enrolment::Enrolled;
  }
  const auto enrolled = find(factor.userId, factor.factorId);
  return enrolled && enrolled->contact == factor.contact ? Enrolment::Same : Enrolment::Other;
}

Insert Factors::insertUnique(const EnrolledFactor& factor) {
  const FactorKey key{factor.userId, factor.factorId};
  return draft_.write().factors.write().emplace(key, factor).second ? Insert::Done : Insert::Conflict;
}

std::optional<EnrolledFactor> Factors::find(const std::string& userId, const std::string& factorId) {
  const auto& factors = draft_.read().factors.read();
  const auto found = factors.find({userId, factorId});
  if (found == factors.end()) return std::nullopt;
  return found->second;
}

std::vector<EnrolledFactor> Factors::list(const std::string& userId) {
  std::vector<EnrolledFactor> listed;
  for (const auto& [key, factor] : draft_.read().factors.read())
    if (factor.userId == userId) listed.push_back(factor);
  return listed;
}

Update Factors::replace(const EnrolledFactor& factor, const mfa::Contact& expected) {
  auto& factors = draft_.write().factors.write();
  const auto found = factors.find({factor.userId, factor.factorId});
  if (found == factors.end() || found->second.contact != expected) return Update::Missing;
  found->second = factor;
  return Update::Done;
}

Update Factors::remove(const std::string& userId, const std::string& factorId) {
  return draft_.write().factors.write().erase({userId, factorId}) > 0 ? Update::Done : Update::Missing;
}

int Factors::removeAll(const std::string& userId) {
  auto& factors = draft_.write().factors.write();
  return static_cast<int>(
      std::erase_if(factors, [&](const auto& entry) { return entry.second.userId == userId; }));
}

}  // namespace custom_storage
