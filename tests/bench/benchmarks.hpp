// The benchmarks, each against what it cannot be faster than.
#pragma once

#include <string>

#include "measure.hpp"

namespace bench {

/// getSession in the guide's configuration against the raw verification of RS256 signatures.
void getSession(Report& report);

/// Sign-in with 8 clients against libsodium's Argon2id with as many threads as cores.
void signIn(Report& report);

/// Refresh with 1 and with 16 clients against RS256 signatures and durable commits. Writes files in `folder`.
void refresh(Report& report, const std::string& folder);

/// GET /api/session of a running mfa-server against a bare Beast server in this process.
/// @param serverProgram the mfa-server to start
void httpSession(Report& report, const std::string& serverProgram, const std::string& folder);

/// Sign-in and refresh with 10,000 and with 1,000,000 users. Minutes, and about 1 GiB in `folder`.
void growth(Report& report, const std::string& folder);

/// What mfa-server needs when it is idle, and how soon it is ready.
void weight(Report& report, const std::string& serverProgram, const std::string& folder);

}  // namespace bench
