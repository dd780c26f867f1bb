/// @file
/// Enrolled second factors: one row per user and factor, written once. Table `mfa_factors`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mfa/storage/results.hpp"
#include "mfa/storage/users.hpp"
#include "mfa/time.hpp"

namespace mfa {

/// A contact that completes a user's sessions. The row holds the contact itself and depends on no other user.
struct EnrolledFactor {
  std::string userId{};
  std::string factorId{};  ///< "otp-phone", "otp-email"
  Contact contact{};
  std::string codeId{};  ///< of the code that proved it
  Time enrolledAt{};

  bool operator==(const EnrolledFactor&) const = default;
};

/// What comparing with, or writing, the enrolled factor found.
enum class [[nodiscard]] Enrolment{
    Enrolled,  ///< the user had no factor at all; this is the first now
    Same,      ///< this very contact is enrolled
    Other,     ///< something else is enrolled, with this factor id or another; nothing was written
};

class FactorStore {
 public:
  virtual ~FactorStore() = default;

  /// Compare-and-set: enrols the user's first factor, or says how it compares with what is enrolled. Of
  /// several transactions with different contacts, one enrols.
  virtual Enrolment enrolFirstOrCompare(const EnrolledFactor& factor) = 0;

  /// Enrols one more factor. Conflict: that factor id is enrolled.
  virtual Insert insertUnique(const EnrolledFactor& factor) = 0;

  [[nodiscard]] virtual std::optional<EnrolledFactor> find(const std::string& userId,
                                                           const std::string& factorId) = 0;

  [[nodiscard]] virtual std::vector<EnrolledFactor> list(const std::string& userId) = 0;

  /// Replaces the contact, if `expected` is the enrolled one.
  virtual Update replace(const EnrolledFactor& factor, const Contact& expected) = 0;

  virtual Update remove(const std::string& userId, const std::string& factorId) = 0;

  /// Removes every factor of a user; returns how many.
  virtual int removeAll(const std::string& userId) = 0;
};

}  // namespace mfa
