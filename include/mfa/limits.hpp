/// @file
/// Limits: how many messages may be sent, and how many guesses made, before the answer is "later".
///
/// Every limit is counted before the thing it limits happens, in a committed statement of its own, in the
/// storage: it holds for parallel requests, for all nodes of a database, and across restarts. A new code or
/// device resets none. An exhausted limit answers GENERAL_ERROR, with the wait in words, and is told as
/// `EventType::BudgetExhausted` with the limit's name. What an operator can do while a server runs is in
/// `mfa/message_governor.hpp`.
///
/// Source: NIST SP 800-63B section 5.2.2, OWASP ASVS 2.4.1, 6.3.1, 6.6.3.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace mfa {

/// A bucket that holds `capacity` and gets one back every `refill`. A capacity of 0 switches the limit off.
struct BucketLimit {
  int capacity = 0;
  std::chrono::milliseconds refill{};
};

/// At most `count` in any span of `period`. A count of 0 switches the limit off.
struct WindowLimit {
  int count = 0;
  std::chrono::milliseconds period{};
};

/// When codes to a country are asked for and not typed in, somebody is paid for the messages.
///
/// Counted per calling code, over its last `minimumSends` to twice as many messages to new numbers: those
/// that nobody has proven yet. When less than `share` of them came back as a right code, messages to new
/// numbers of the country pause; numbers that are known, and second factors that are enrolled, go on. After
/// `pause`, `trialSends` messages find out whether it is over, one of each client (IPv6: of each /48).
struct ConversionBreaker {
  int minimumSends = 50;  ///< before anything is judged; 0 switches the breaker off
  double share = 0.2;     ///< over 0, at most 1
  std::chrono::milliseconds pause = std::chrono::hours{1};  ///< also between two trials
  int trialSends = 10;                                      ///< 1 or more; `share` of them have to come back
};

/// What happens to a password that cannot be counted because the database does not write.
enum class OnStorageError {
  Refuse,  ///< answered with 503
  Allow,   ///< compared all the same: while the disk is full, passwords may be guessed without limit
};

/// The limits of one `Auth`.
struct Limits {
  /// Messages per account, and per destination, in a row. A second factor's own pair of account and
  /// destination has these for itself, so strangers who name the number cannot use them up. Stock front ends
  /// offer a resend after 15 s.
  BucketLimit sends{3, std::chrono::seconds{200}};
  /// Messages per account, and per destination, in a day.
  WindowLimit sendsPerDay{10, std::chrono::hours{24}};
  /// Messages that one client address may cause: IPv4 an address; IPv6 a /64, and sixteen times as many a
  /// /48. Off while messages go to the development outbox.
  ///
  /// Codes to the contact that an account has enrolled do not draw from it, and have windows of their own for
  /// the next two, five times as large: strangers shut no users out. Such a contact gets at most three times
  /// `sendsPerDay`, however many accounts have enrolled it.
  WindowLimit sendsPerAddress{10, std::chrono::hours{1}};
  /// Messages to one block of numbers: all but their last three digits. Off with the outbox.
  WindowLimit sendsPerNumberBlock{20, std::chrono::hours{1}};
  /// Messages to the numbers of one calling code. Off with the outbox.
  WindowLimit sendsPerCountry{100, std::chrono::hours{1}};
  /// Messages in all: the ceiling of the bill. Notices to users are counted, and have a tenth of it beside it
  /// that no codes use up. Off with the outbox.
  WindowLimit sendsInAll{1'000, std::chrono::hours{1}};
  /// The same for a day.
  WindowLimit sendsInAllPerDay{10'000, std::chrono::hours{24}};
  /// The share of both ceilings that only enrolled second factors may use, so that a flood of strangers does
  /// not shut users out. 0 or more, under 1.
  double shareForEnrolled = 0.2;
  /// Calling codes ("1", "49") that may be sent to; empty: all. In production an SMS sender needs this list.
  std::vector<std::string> allowedCallingCodes{};
  /// Beginnings of numbers ("+1900", "+4490") that are never sent to, enrolled or not: premium-rate ranges.
  std::vector<std::string> deniedNumberPrefixes{};
  /// Pauses a country whose codes do not come back. Off with the outbox.
  ConversionBreaker conversionBreaker{};

  /// Wrong codes per account, and per destination, in a day. Reset by a sign-in that passed every factor.
  WindowLimit guessesPerDay{25, std::chrono::hours{24}};

  /// Passwords tried for one account from one client address. Filled up by a sign-in that passed every factor
  /// that the user has.
  BucketLimit passwordsPerAccountAndAddress{5, std::chrono::minutes{3}};
  /// Passwords tried for one account from clients it does not know. A known client, one from whose address
  /// the user has signed in before or that brings a session of the user, neither draws from it nor is
  /// refused by it: nobody can lock users out of the devices they use.
  WindowLimit passwordsPerAccount{100, std::chrono::hours{24}};
  /// Passwords tried, and accounts made, from one client address, whatever the account: IPv4 an address; IPv6
  /// a /64, and sixteen times as many a /48.
  WindowLimit passwordsPerAddress{100, std::chrono::hours{1}};
  /// How long a client stays known after a sign-in that passed every factor; ten per user, the latest. Kept
  /// as a keyed hash of address (IPv6: its /64) and user. 0: no client is ever known.
  std::chrono::milliseconds knownClientsFor = std::chrono::hours{30 * 24};
  /// Codes are refused in any case while they cannot be counted.
  OnStorageError passwordsOnStorageError = OnStorageError::Refuse;
};

}  // namespace mfa
