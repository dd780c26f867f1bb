// The configuration of a server in production: docs/how-to/go-to-production.md explains it.
#pragma once

#include <memory>
#include <mfa/mfa.hpp>
#include <string>
#include <vector>

/// @param masterKeys the current one first, each 32 octets or more
mfa::Config acmeConfig(const std::string& database, std::vector<std::string> masterKeys,
                       std::shared_ptr<mfa::SmsSender> sms);
