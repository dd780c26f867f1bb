// A recipe whose routes a test makes up, as a host writes one of its own; and the least configuration around
// it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mfa/mfa.hpp"
#include "mfa/testing/fake_clock.hpp"
#include "support/fake_http.hpp"
#include "support/seeded_random.hpp"

namespace mfa::test {

class MadeUpRecipe final : public RecipeObject {
 public:
  MadeUpRecipe(std::string recipeId, std::vector<Route> routes)
      : recipeId_{std::move(recipeId)}, routes_{std::move(routes)} {}

  [[nodiscard]] std::string recipeId() const override { return recipeId_; }
  [[nodiscard]] std::vector<Route> routes() const override { return routes_; }

 private:
  std::string recipeId_;
  std::vector<Route> routes_;
};

[[nodiscard]] inline Recipe madeUp(const std::string& recipeId, std::vector<Route> routes) {
  return Recipe{recipeId,
                [=](const RecipeSetup&) { return std::make_unique<MadeUpRecipe>(recipeId, routes); }};
}

/// A route that answers {"route": name, "tenantId": …}.
[[nodiscard]] inline Route namedRoute(const std::string& method, const std::string& path,
                                      const std::string& name) {
  return {method, path, [name](const RouteCall& call) {
            sendJson(call.res, {{"route", name}, {"tenantId", call.tenantId}});
          }};
}

/// A configuration that is sound, on a database in memory, without messages on the console.
[[nodiscard]] inline Config plainConfig(std::vector<Recipe> recipeList) {
  return {
      .appInfo = {.appName = "Acme",
                  .apiDomain = "https://api.acme.example",
                  .websiteDomain = "https://acme.example"},
      .storage = sqlite::open(":memory:"),
      .recipeList = std::move(recipeList),
      .outbox = std::make_shared<MemoryOutbox>(),
      .clock = std::make_shared<testing::FakeClock>(),
      .random = std::make_shared<SeededRandom>(),
  };
}

/// What `auth` made of a request.
struct Handled {
  bool handled = false;
  FakeResponse response{};

  [[nodiscard]] json::object body() const { return json::parse(response.body).as_object(); }
};

[[nodiscard]] inline Handled handled(const Auth& auth, const FakeRequest& request) {
  Handled result;
  result.handled = auth.handle(request, result.response);
  return result;
}

}  // namespace mfa::test
