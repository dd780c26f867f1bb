#include "auth_config.hpp"

#include <algorithm>
#include <set>

#include "abuse/limits_check.hpp"
#include "crypto/random.hpp"
#include "http/origin.hpp"
#include "http/site.hpp"
#include "http/text.hpp"
#include "http/utf8.hpp"

namespace mfa {
namespace {

constexpr std::size_t kMinMasterKeyBytes = 32;
constexpr std::size_t kMaxAppNameBytes = 256;

bool isHttp(std::string_view origin) { return http::schemeOf(origin) == "http"; }

std::string readDomain(const std::string& field, const std::string& domain, const Config& config,
                       ConfigProblems& problems) {
  const auto origin = http::normalisedOrigin(domain);
  const auto scheme = origin ? http::schemeOf(*origin) : std::string_view{};
  if (scheme != "http" && scheme != "https") {
    problems.add(field, "is not a domain; write it as \"https://example.com\"");
    return "https://invalid.example";
  }
  if (!http::siteOf(http::hostOf(*origin)))
    problems.add(field, "is a public suffix, on which cookies cannot be set; write the app's own domain");
  if (config.mode == Mode::Production && isHttp(*origin))
    problems.add(field, "is plain http, so anybody on the way could read sessions; production needs https");
  return *origin;
}

std::string readPath(const std::string& field, const std::string& path, ConfigProblems& problems) {
  const auto normalised = http::normalisedPath(path);
  if (!normalised) problems.add(field, "is not a path; write it as \"/auth\"");
  return normalised.value_or("");
}

AppInfo readAppInfo(const Config& config, ConfigProblems& problems) {
  const auto& given = config.appInfo;
  AppInfo read{.appName = given.appName, .origin = given.origin};
  if (given.appName.empty() || given.appName.size() > kMaxAppNameBytes || !http::isSoundText(given.appName))
    problems.add("appInfo.appName", "must be a text of 1 to 256 bytes; users read it in messages");
  read.apiDomain = readDomain("appInfo.apiDomain", given.apiDomain, config, problems);
  if (!given.websiteDomain.empty() || !given.origin)
    read.websiteDomain = readDomain("appInfo.websiteDomain", given.websiteDomain, config, problems);
  read.apiBasePath = readPath("appInfo.apiBasePath", given.apiBasePath, problems);
  read.websiteBasePath = readPath("appInfo.websiteBasePath", given.websiteBasePath, problems);
  read.apiGatewayPath = readPath("appInfo.apiGatewayPath", given.apiGatewayPath, problems);
  return read;
}

bool isTenantId(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (http::lower(c) >= 'a' && http::lower(c) <= 'z') || c == '-';
  });
}

std::vector<std::string> readTenantIds(const Config& config, ConfigProblems& problems) {
  if (config.tenantIds.empty()) problems.add("tenantIds", "is empty; leave it out for \"public\" alone");
  for (const auto& tenantId : config.tenantIds)
    if (!isTenantId(tenantId))
      problems.add("tenantIds", "may have letters, digits and hyphens, 1 to 64 of them in each");
  return config.tenantIds;
}

std::vector<std::string> readOrigins(const Config& config, ConfigProblems& problems) {
  std::vector<std::string> origins;
  for (const auto& given : config.allowedOrigins) {
    const auto origin = http::normalisedOrigin(given);
    if (!origin)
      problems.add("allowedOrigins", "must list origins, such as \"https://example.com\", and never \"*\"");
    else if (config.mode == Mode::Production && isHttp(*origin))
      problems.add("allowedOrigins", "has a plain-http origin; production needs https");
    else
      origins.push_back(*origin);
  }
  return origins;
}

std::vector<http::Network> readProxies(const Config& config, ConfigProblems& problems) {
  std::vector<http::Network> networks;
  for (const auto& text : config.trustedProxies) {
    const auto network = http::Network::parse(text);
    if (network)
      networks.push_back(*network);
    else
      problems.add("trustedProxies", "must list networks, such as \"10.0.0.0/8\" or \"::1/128\"");
  }
  return networks;
}

void checkMasterKeys(const Config& config, ConfigProblems& problems) {
  const auto isShort = [](const std::string& key) { return key.size() < kMinMasterKeyBytes; };
  if (std::ranges::any_of(config.masterKeys, isShort))
    problems.add("masterKeys", "must be at least 32 octets of random material each");
  if (std::set<std::string>{config.masterKeys.begin(), config.masterKeys.end()}.size() <
      config.masterKeys.size())
    problems.add("masterKeys", "has a key twice");
  if (config.mode == Mode::Production && config.masterKeys.empty() &&
      config.keysAtRest == KeysAtRest::Encrypted)
    problems.add("masterKeys",
                 "is empty; set it, or keysAtRest to Open if private keys may lie in the database in clear");
}

std::shared_ptr<const crypto::KeyRing> readMasterKeys(const Config& config, ConfigProblems& problems) {
  const auto before = problems.all().size();
  checkMasterKeys(config, problems);
  if (config.masterKeys.empty() || problems.all().size() != before)
    return std::make_shared<const crypto::KeyRing>();
  std::vector<crypto::Secret> keys;
  for (const auto& key : config.masterKeys) keys.emplace_back(key);
  const auto clearText = config.keysAtRest == KeysAtRest::Open ? crypto::KeyRing::ClearText::Accepted
                                                               : crypto::KeyRing::ClearText::Refused;
  return std::make_shared<const crypto::KeyRing>(std::move(keys), clearText);
}

std::shared_ptr<Outbox> readOutbox(const Config& config, ConfigProblems& problems) {
  if (config.mode == Mode::Development) return config.outbox ? config.outbox : consoleOutbox();
  if (config.outbox) problems.add("outbox", "shows codes instead of sending them; production needs senders");
  return nullptr;
}

/// Recipes that sign somebody in, and so cannot work without sessions.
bool needsSession(std::string_view recipeId) {
  return recipeId == "emailpassword" || recipeId == "passwordless" || recipeId == "thirdparty" ||
         recipeId == "thirdpartyemailpassword";
}

void checkRecipeList(const std::vector<Recipe>& recipeList, ConfigProblems& problems) {
  std::set<std::string> seen;
  for (const auto& recipe : recipeList)
    if (!seen.insert(recipe.recipeId()).second)
      problems.add("recipeList", "has \"" + recipe.recipeId() + "\" twice");
  if (!seen.contains("session") && std::ranges::any_of(seen, needsSession))
    problems.add("recipeList", "signs users in, so it needs Session::init() too");
}

}  // namespace

Services readConfig(const Config& config, ConfigProblems& problems) {
  Services read;
  read.mode = config.mode;
  read.appInfo = readAppInfo(config, problems);
  read.basePath = read.appInfo.apiGatewayPath + read.appInfo.apiBasePath;
  read.issuer = read.appInfo.apiDomain + read.basePath;
  if (!config.storage) problems.add("storage", "is missing; mfa::sqlite::open(\"auth.db\") makes one");
  read.storage = config.storage;
  read.tenantIds = readTenantIds(config, problems);
  read.allowedOrigins = readOrigins(config, problems);
  read.trustedProxies = readProxies(config, problems);
  read.keyRing = readMasterKeys(config, problems);
  abuse::checkLimits(config.limits, problems);
  read.limits = config.limits;
  read.auditLog = config.auditLog;
  if (config.auditLog && config.auditLog->retention.count() <= 0)
    problems.add("auditLog.retention", "must be longer than nothing; leave auditLog out to keep no events");
  read.outbox = readOutbox(config, problems);
  read.sendsToOutbox = read.outbox != nullptr;
  checkRecipeList(config.recipeList, problems);
  read.random = config.random ? config.random : crypto::systemRandom();
  return read;
}

}  // namespace mfa
