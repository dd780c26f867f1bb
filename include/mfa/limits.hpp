/// @file
/// Limits: how many messages may be sent, and how many guesses made, before the answer is "later".
///
/// Every limit is counted before the thing it limits happens, in a committed statement of its own, in the
/// storage: it holds for parallel requests, for all nodes of a database, and across restarts. A new code or
/// device resets none. An exhausted limit answers GENERAL_ERROR, with the wait in words.
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

/// The limits of one `Auth`.
struct Limits {
  /// Messages per account, and per destination, in a row. A second factor's own pair of account and
  /// destination has these for itself, so strangers who name the number cannot use them up. Stock front ends
  /// offer a resend after 15 s.
  BucketLimit sends{3, std::chrono::seconds{200}};
  /// Messages per account, and per destination, in a day.
  WindowLimit sendsPerDay{10, std::chrono::hours{24}};
  /// Messages that one client address (IPv6: its /64) may cause. Off while messages go to the development
  /// outbox.
  WindowLimit sendsPerAddress{10, std::chrono::hours{1}};
  /// Messages to one block of numbers: all but their last three digits. Off with the outbox.
  WindowLimit sendsPerNumberBlock{20, std::chrono::hours{1}};
  /// Messages to the numbers of one calling code. Off with the outbox.
  WindowLimit sendsPerCountry{100, std::chrono::hours{1}};
  /// Messages in all. Off with the outbox.
  WindowLimit sendsInAll{1'000, std::chrono::hours{1}};
  /// Calling codes ("1", "49") that may be sent to; empty: all. In production an SMS sender needs this list.
  std::vector<std::string> allowedCallingCodes{};

  /// Wrong codes per account, and per destination, in a day. Reset by a sign-in that passed every factor.
  WindowLimit guessesPerDay{25, std::chrono::hours{24}};

  /// Passwords tried for one account from one client address.
  BucketLimit passwordsPerAccountAndAddress{5, std::chrono::minutes{3}};
  /// Passwords tried from one client address (IPv6: its /64), whatever the account.
  WindowLimit passwordsPerAddress{100, std::chrono::hours{1}};
};

}  // namespace mfa
