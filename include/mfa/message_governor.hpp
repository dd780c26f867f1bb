/// @file
/// The governor of messages: what an operator sees and does about text messages while servers run.
///
/// @code
/// auth.messageGovernor().stopNewNumbers(std::chrono::hours{2});  // an attack; enrolled users notice nothing
/// for (const auto& country : auth.messageGovernor().countries()) …
/// auth.messageGovernor().resumeNewNumbers();
/// @endcode
///
/// What is said here is kept in the database, so that every node of it obeys from its next message on, also
/// after a restart. There is no route for it: call it from an administration page of your own.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/time.hpp"

namespace mfa {

struct Services;

/// The latest messages to new numbers of one calling code; see `ConversionBreaker`.
struct CountryMessages {
  std::string callingCode{};          ///< "49"
  int sent = 0;                       ///< of the latest, at most twice `ConversionBreaker::minimumSends`
  int verified = 0;                   ///< of these, how many came back as a right code
  std::optional<Time> pausedSince{};  ///< nothing: messages go out
  std::optional<Time> pausedUntil{};  ///< when a trial begins; a few messages go out then
};

/// A number is new until a code that was sent to it came back: for this account where a request has a
/// session, for anybody where it has none. Only new numbers are ever stopped or paused. Stopping and pausing
/// hold with the development outbox too.
///
/// Any thread; every call blocks on the storage.
/// @throws StorageError from every function, when the database fails
class MFA_EXPORT MessageGovernor {
 public:
  /// Stops messages to new numbers, of all countries, for so long from now. Another call replaces the time.
  /// @throws BadInputError if `duration` is not over 0, or over ten years
  void stopNewNumbers(std::chrono::milliseconds duration) const;

  /// Lets messages go to new numbers again.
  void resumeNewNumbers() const;

  /// Until when messages to new numbers are stopped; nothing: they are not.
  [[nodiscard]] std::optional<Time> newNumbersStoppedUntil() const;

  /// Pauses messages to new numbers of one country for so long; a trial follows. Another call replaces the
  /// time.
  /// @throws BadInputError if it is no calling code, or `duration` is not over 0, or over ten years
  void pauseCountry(const std::string& callingCode, std::chrono::milliseconds duration) const;

  /// Ends the pause of a country, and counts it anew. One that is not paused is no error.
  void resumeCountry(const std::string& callingCode) const;

  /// The countries that messages to new numbers went to in the last day, or that are paused.
  [[nodiscard]] std::vector<CountryMessages> countries() const;

 private:
  friend class Auth;
  explicit MessageGovernor(const Services& services) : services_{services} {}

  const Services& services_;
};

}  // namespace mfa
