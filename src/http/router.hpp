// Which requests are the library's, and whose route they are for.
//
// `base path [/tenant] /route`, matched against the routes of all recipes in their order. A `rid` header that
// names a recipe (or an alias of one) makes its routes come first. What no route matches is the host's.
// Source: FDI, routing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mfa/http.hpp"
#include "mfa/recipe.hpp"

namespace mfa::http {

/// A route and the recipe it belongs to.
struct RecipeRoute {
  std::string recipeId{};
  Route route{};
};

/// Immutable; any thread.
class Router {
 public:
  struct Match {
    const Route& route;
    std::string tenantId{};
  };

  Router() = default;
  /// Routes without a handler are left out.
  Router(std::string basePath, std::vector<RecipeRoute> routes);

  [[nodiscard]] std::optional<Match> match(const Request& req) const;

 private:
  template <class IsCandidate>
  [[nodiscard]] const RecipeRoute* find(std::string_view method, std::string_view path,
                                        const IsCandidate& isCandidate) const;
  [[nodiscard]] const RecipeRoute* find(std::string_view method, std::string_view path,
                                        std::string_view rid) const;

  std::string basePath_{};
  std::vector<RecipeRoute> routes_{};
};

}  // namespace mfa::http
