// From the command line to the configuration of `Auth`.
#pragma once

#include <memory>
#include <mfa/mfa.hpp>
#include <string>

#include "options.hpp"

namespace server {

/// Opens the storage that `--storage` names.
/// @throws UsageError for a storage of no known kind
/// @throws mfa::StorageError if it cannot be opened
[[nodiscard]] std::shared_ptr<mfa::Storage> openStorage(const std::string& url);

/// The configuration of the second-factor guide, on these options. `outbox` receives every message; `port` is
/// the one that is really listened on.
[[nodiscard]] mfa::Config configOf(const Options& options, unsigned short port,
                                   std::shared_ptr<mfa::Storage> storage,
                                   std::shared_ptr<mfa::MemoryOutbox> outbox);

}  // namespace server
