#include <algorithm>
#include <set>

#include "support/made_up_recipe.hpp"

using namespace mfa;
using test::plainConfig;

namespace {

std::multiset<std::string> fieldsOf(const ConfigError& error) {
  std::multiset<std::string> fields;
  for (const auto& problem : error.problems()) fields.insert(problem.field);
  return fields;
}

/// The fields that `Auth` complains about.
std::multiset<std::string> problems(Config config) {
  try {
    const Auth auth{std::move(config)};
  } catch (const ConfigError& error) {
    return fieldsOf(error);
  }
  return {};
}

std::multiset<std::string> problems(const std::function<void(Config&)>& change) {
  auto config = plainConfig({});
  change(config);
  return problems(std::move(config));
}

using Fields = std::multiset<std::string>;

Config production() {
  auto config = plainConfig({});
  config.mode = Mode::Production;
  config.outbox = nullptr;
  config.masterKeys = {std::string(32, 'k')};
  return config;
}

/// Counts how often anything touched it.
class CountingStorage final : public Storage {
 public:
  int touched = 0;
  [[nodiscard]] std::string name() const override { return "counting"; }

 private:
  void runTransaction(const std::function<void(Transaction&)>& work) override {
    ++touched;
    inner_->transact(work);
  }
  void runRead(const std::function<void(Transaction&)>& work) override {
    ++touched;
    inner_->read(work);
  }
  std::shared_ptr<Storage> inner_ = sqlite::open(":memory:");
};

}  // namespace

TEST_CASE("the least configuration is sound", "[contract][config]") {
  CHECK(problems(plainConfig({})) == Fields{});
  CHECK(problems(production()) == Fields{});
}

TEST_CASE("every mistake is named at once", "[contract][config]") {
  const auto all = problems([](Config& config) {
    config.appInfo = {
        .apiBasePath = "/a;b",
        .websiteBasePath = "/a b",
        .apiGatewayPath = "\"",
    };
    config.storage = nullptr;
    config.masterKeys = {"short"};
    config.tenantIds = {"public", "not a tenant"};
    config.allowedOrigins = {"*"};
    config.trustedProxies = {"10.0.0.0/33"};
    config.limits.sends = {.capacity = -1};
    config.limits.sendsInAll = {.count = 5};
    config.limits.allowedCallingCodes = {"+1"};
    config.recipeList = {test::madeUp("r", {}), test::madeUp("r", {}), test::madeUp("passwordless", {}),
                         Recipe{"broken", [](const RecipeSetup& setup) -> std::unique_ptr<RecipeObject> {
                                  setup.problems.add("broken.field", "is wrong");
                                  throw ConfigError{{{"broken.other", "is wrong too"}}};
                                }}};
  });
  CHECK(all == Fields{"appInfo.appName", "appInfo.apiDomain", "appInfo.websiteDomain", "appInfo.apiBasePath",
                      "appInfo.websiteBasePath", "appInfo.apiGatewayPath", "storage", "masterKeys",
                      "tenantIds", "allowedOrigins", "trustedProxies", "limits.sends", "limits.sendsInAll",
                      "limits.allowedCallingCodes", "recipeList", "recipeList", "broken.field",
                      "broken.other"});
}

TEST_CASE("the text of a configuration error has a line for each field and its mend", "[contract][config]") {
  auto config = plainConfig({});
  config.appInfo.appName.clear();
  config.storage = nullptr;
  CHECK_THROWS_WITH(Auth{std::move(config)}, Catch::Contains("\n  appInfo.appName must be") &&
                                                 Catch::Contains("\n  storage is missing"));
}

TEST_CASE("an unsound configuration leaves the storage alone", "[contract][config]") {
  const auto storage = std::make_shared<CountingStorage>();
  CHECK_FALSE(problems([&](Config& config) {
                config.storage = storage;
                config.appInfo.apiDomain = "*";
              }).empty());
  CHECK(storage->touched == 0);
  CHECK(problems([&](Config& config) { config.storage = storage; }).empty());
  CHECK(storage->touched > 0);
}

TEST_CASE("what a recipe throws as a consequence of a known mistake does not hide it", "[contract][config]") {
  const auto touchesStorage = Recipe{"r", [](const RecipeSetup&) -> std::unique_ptr<RecipeObject> {
                                       throw StorageError{StorageError::Retry::No, "X", {}};
                                     }};
  CHECK(problems([&](Config& config) {
          config.storage = nullptr;
          config.recipeList = {touchesStorage};
        }) == Fields{"storage"});
  auto config = plainConfig({touchesStorage});
  CHECK_THROWS_AS(Auth{std::move(config)}, StorageError);
}

TEST_CASE("domains and paths are normalised", "[contract][config]") {
  auto config = plainConfig({});
  config.appInfo = {.appName = "Acme",
                    .apiDomain = " API.Acme.example/x ",
                    .websiteDomain = "localhost:3000",
                    .apiBasePath = "Auth/",
                    .websiteBasePath = "/",
                    .apiGatewayPath = "gw"};
  const Auth auth{std::move(config)};
  CHECK(auth.appInfo().apiDomain == "https://api.acme.example");
  CHECK(auth.appInfo().websiteDomain == "http://localhost:3000");
  CHECK(auth.appInfo().websiteBasePath.empty());
  CHECK(auth.basePath() == "/gw/Auth");
}

TEST_CASE("a domain on which no cookie can be set is refused", "[contract][config]") {
  CHECK(problems([](Config& config) { config.appInfo.apiDomain = "https://co.uk"; }) ==
        Fields{"appInfo.apiDomain"});
  CHECK(problems([](Config& config) { config.appInfo.websiteDomain = "https://github.io"; }) ==
        Fields{"appInfo.websiteDomain"});
  CHECK(problems([](Config& config) { config.appInfo.apiDomain = "http://intranet"; }) == Fields{});
}

TEST_CASE("production refuses what is for development", "[contract][config]") {
  const auto refused = [](const std::function<void(Config&)>& change) {
    auto config = production();
    change(config);
    return problems(std::move(config));
  };
  CHECK(refused([](Config& config) { config.outbox = consoleOutbox(); }) == Fields{"outbox"});
  CHECK(refused([](Config& config) { config.appInfo.apiDomain = "http://acme.example"; }) ==
        Fields{"appInfo.apiDomain"});
  CHECK(refused([](Config& config) { config.appInfo.websiteDomain = "localhost"; }) ==
        Fields{"appInfo.websiteDomain"});
  CHECK(refused([](Config& config) { config.allowedOrigins = {"http://acme.example"}; }) ==
        Fields{"allowedOrigins"});
  CHECK(refused([](Config& config) { config.masterKeys.clear(); }) == Fields{"masterKeys"});
  CHECK(refused([](Config& config) {
          config.masterKeys.clear();
          config.keysAtRest = KeysAtRest::Open;
        }) == Fields{});
}

TEST_CASE("a master key has 32 octets and stands once", "[contract][config]") {
  const auto with = [](std::vector<std::string> keys) {
    return problems([&](Config& config) { config.masterKeys = std::move(keys); });
  };
  CHECK(with({std::string(31, 'k')}) == Fields{"masterKeys"});
  CHECK(with({std::string(32, 'k'), std::string(32, 'k')}) == Fields{"masterKeys"});
  CHECK(with({std::string(32, 'k'), std::string(32, 'l')}) == Fields{});
}

TEST_CASE("a recipe that signs in needs sessions", "[contract][config]") {
  for (const auto* recipeId : {"passwordless", "emailpassword", "thirdparty", "thirdpartyemailpassword"}) {
    CHECK(problems(plainConfig({test::madeUp(recipeId, {})})) == Fields{"recipeList"});
    CHECK(problems(plainConfig({test::madeUp(recipeId, {}), test::madeUp("session", {})})) == Fields{});
  }
}

TEST_CASE("user metadata is there whether listed or not and other recipes only if listed",
          "[contract][config]") {
  const Auth auth{plainConfig({})};
  CHECK_NOTHROW(auth.userMetadata());
  CHECK_THROWS_WITH(auth.session(), "Session::init() is not in recipeList");
  CHECK_THROWS_WITH(auth.passwordless(), "Passwordless::init() is not in recipeList");
  CHECK_THROWS_AS(auth.emailPassword(), Error);
  CHECK_THROWS_AS(auth.thirdPartyEmailPassword(), Error);
  CHECK_THROWS_AS(auth.recipe<test::MadeUpRecipe>(), Error);
  const Auth listed{plainConfig({UserMetadata::init(), test::madeUp("r", {})})};
  CHECK_NOTHROW(listed.userMetadata());
  CHECK(listed.recipe<test::MadeUpRecipe>().recipeId() == "r");
}

namespace {

/// Notes what was called.
class Started final : public RecipeObject {
 public:
  explicit Started(std::vector<std::string>& calls) : calls_{calls} { calls_.push_back("built"); }
  [[nodiscard]] std::string recipeId() const override { return "started"; }
  [[nodiscard]] std::vector<Route> routes() const override {
    calls_.push_back("routes");
    return {};
  }
  void start() override { calls_.push_back("start"); }

 private:
  std::vector<std::string>& calls_;
};

}  // namespace

TEST_CASE("a recipe is started once and only when the configuration is sound", "[contract][config]") {
  std::vector<std::string> calls;
  const Recipe recipe{"started", [&calls](const RecipeSetup&) { return std::make_unique<Started>(calls); }};
  const Auth auth{plainConfig({recipe})};
  CHECK(calls == std::vector<std::string>{"built", "routes", "start"});
  calls.clear();
  auto unsound = plainConfig({recipe});
  unsound.appInfo.appName.clear();
  CHECK_THROWS_AS(Auth{std::move(unsound)}, ConfigError);
  CHECK(calls == std::vector<std::string>{"built"});
}
