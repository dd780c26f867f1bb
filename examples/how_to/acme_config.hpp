// The configuration of a server in production: docs/how-to/go-to-production.md explains it.
#pragma once

#include <memory>
#include <mfa/mfa.hpp>
#include <string>
#include <vector>

/// The keys in a file, the current one first: one a line, in hex digits.
/// @throws std::runtime_error if there is none, or a line is something else
std::vector<std::string> readMasterKeys(const std::string& path);

/// Writes one JSON line to the standard error.
void logEvent(const mfa::Event& event);

/// A password, and a code to the phone that the user has enrolled.
/// @param masterKeys the current one first, each 32 octets or more
mfa::Config acmeConfig(const std::string& database, std::vector<std::string> masterKeys,
                       std::shared_ptr<mfa::SmsSender> sms);
