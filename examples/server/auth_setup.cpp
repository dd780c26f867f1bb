#include "auth_setup.hpp"

#include <algorithm>
#include <fstream>
#include <thread>
#include <utility>
#include <vector>

#include "../second_factor/enrolled_phone.hpp"
#include "../second_factor/second_factor.hpp"

namespace server {
namespace {

constexpr std::string_view kSqlite = "sqlite:";

int hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  throw UsageError{"--master-key-file: a line is not made of hex digits"};
}

std::string fromHex(const std::string& text) {
  if (text.size() % 2 != 0) throw UsageError{"--master-key-file: a line has an odd number of hex digits"};
  std::string octets;
  for (std::size_t i = 0; i < text.size(); i += 2)
    octets += static_cast<char>(hexDigit(text[i]) * 16 + hexDigit(text[i + 1]));
  return octets;
}

std::vector<std::string> readMasterKeys(const std::string& path) {
  if (path.empty()) return {};
  std::ifstream file{path};
  if (!file) throw UsageError{"--master-key-file: cannot read " + path};
  std::vector<std::string> keys;
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) keys.push_back(fromHex(line));
  if (keys.empty())
    throw UsageError{"--master-key-file: " + path + " has no key; make one with: openssl rand -hex 32"};
  return keys;
}

// Whoever waits for a hash holds a worker: a flood of passwords must leave some to refresh sessions.
mfa::emailpassword::PasswordHashing hashingFor(const server::Options& options) {
  mfa::emailpassword::PasswordHashing hashing;
  hashing.atOnce = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const int workers = static_cast<int>(server::workerThreadsOf(options));
  hashing.waiting = std::max(1, workers * 3 / 4 - hashing.atOnce);
  return hashing;
}

}  // namespace

std::shared_ptr<mfa::Storage> openStorage(const std::string& url) {
  if (!url.starts_with(kSqlite)) throw UsageError{"--storage takes sqlite:PATH, such as sqlite:auth.db"};
  return mfa::sqlite::open(url.substr(kSqlite.size()));
}

mfa::Config configOf(const Options& options, unsigned short port, std::shared_ptr<mfa::Storage> storage,
                     std::shared_ptr<mfa::MemoryOutbox> outbox) {
  const auto here = "http://localhost:" + std::to_string(port);
  std::vector<std::shared_ptr<mfa::Outbox>> outboxes{mfa::consoleOutbox(), std::move(outbox)};
  if (!options.outbox.empty()) outboxes.push_back(mfa::fileOutbox(options.outbox));
  const auto aboutPhone = options.phoneHint ? tokenHintsAtEnrolledPhone : tokenNamesEnrolledPhone;
  mfa::Session::Config session{.override = {.functions = {aboutPhone, keepFirstSession}}};
  if (options.accessTokenValidity) session.accessTokenValidity = *options.accessTokenValidity;
  return {
      .appInfo = {.appName = "mfa-server",
                  .apiDomain = options.apiDomain.empty() ? here : options.apiDomain,
                  .websiteDomain = options.websiteDomain.empty() ? here : options.websiteDomain},
      .storage = std::move(storage),
      .recipeList = {mfa::UserMetadata::init(),
                     mfa::ThirdPartyEmailPassword::init({.passwordHashing = hashingFor(options)}),
                     mfa::Passwordless::init({.contactMethod = mfa::ContactMethod::Phone,
                                              .flowType = mfa::FlowType::UserInputCode,
                                              .override = {.apis = secondFactorApis}}),
                     mfa::Session::init(std::move(session))},
      .masterKeys = readMasterKeys(options.masterKeyFile),
      .trustedProxies = options.trustedProxies,
      .outbox = mfa::outboxes(std::move(outboxes)),
      .auditLog = mfa::AuditLog{},
  };
}

}  // namespace server
