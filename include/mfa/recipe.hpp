/// @file
/// Recipes: what an `Auth` is made of, and what a host needs to write one of its own.
///
/// A recipe has two tables of hooks: functions (what it does) and APIs (what one HTTP route does). An
/// override is a function from table to table: it copies `original`, replaces entries, returns the copy. A
/// replacement calls what it replaced through a captured copy of `original`.
/// @code
/// Passwordless::Functions countSignIns(Passwordless::Functions original) {
///   auto functions = original;
///   functions.consumeCode = [next = original.consumeCode](Passwordless::ConsumeCode::Input input) {
///     auto result = next(std::move(input));
///     if (ok(result)) ++signIns;
///     return result;
///   };
///   return functions;
/// }
/// @endcode
/// Defaults call their siblings through the final table, so an override of one function is seen by all the
/// others. Hooks run on the caller's thread, outside transactions and locks, and may block; what they throw
/// ends the request.
#pragma once

#include <concepts>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mfa/claims.hpp"
#include "mfa/errors.hpp"
#include "mfa/export.hpp"
#include "mfa/http.hpp"
#include "mfa/json.hpp"
#include "mfa/user_context.hpp"

namespace mfa {

class Auth;

/// One overridable operation: takes its input by value, returns its result.
template <class Operation>
using Hook = std::function<typename Operation::Result(typename Operation::Input)>;

/// What an overridden API, or the sender behind it, answers for any reason of its own:
/// 200 `{"status":"GENERAL_ERROR","message":…}`. Stock front ends show the message.
struct GeneralError {
  std::string message{};
};

/// The good outcome of `result`, its first alternative; null for any other.
template <class Ok, class... Others>
[[nodiscard]] Ok* ok(std::variant<Ok, Others...>& result) noexcept {
  return std::get_if<0>(&result);
}
template <class Ok, class... Others>
[[nodiscard]] const Ok* ok(const std::variant<Ok, Others...>& result) noexcept {
  return std::get_if<0>(&result);
}

/// What a host puts over a table: one function from table to table, or a list of them, applied in order.
template <class Table>
class Layers {
 public:
  using Layer = std::function<Table(Table)>;

  Layers() = default;
  Layers(std::initializer_list<Layer> layers) : layers_{layers} {}
  template <class Function>
  requires std::constructible_from<Layer, Function> &&
      (!std::same_as<std::remove_cvref_t<Function>, Layers>)Layers(Function&& layer)
      : layers_{Layer{std::forward<Function>(layer)}} {}

  /// The table a recipe runs with.
  [[nodiscard]] Table over(Table table) const {
    for (const auto& layer : layers_)
      if (layer) table = layer(std::move(table));
    return table;
  }

 private:
  std::vector<Layer> layers_{};
};

/// The member `override` of a recipe's `Config`.
template <class Functions, class Apis>
struct Override {
  Layers<Functions> functions{};
  Layers<Apis> apis{};
};

/// Collects the mistakes of a configuration, so that `Auth` reports them all at once.
class MFA_EXPORT ConfigProblems {
 public:
  void add(std::string field, std::string mend) { problems_.push_back({std::move(field), std::move(mend)}); }
  [[nodiscard]] const std::vector<ConfigProblem>& all() const noexcept { return problems_; }

 private:
  std::vector<ConfigProblem> problems_{};
};

/// Notes an emptied function: found at start, not at night.
template <class Function>
void requireHook(const Function& hook, const std::string& name, ConfigProblems& problems) {
  if (!hook) problems.add(name, "was left empty by an override; leave the entry as it came, or replace it");
}

/// One call of a route: what the router found out about the request.
struct RouteCall {
  const Request& req;
  Response& res;
  std::string tenantId{};
  UserContext userContext{};
};

/// Which pages may call a route that changes state.
enum class Callers {
  OurPages,  ///< browsers' requests of other origins, and forms, are refused
  AnyPage,   ///< for what another site posts by design, such as a provider's answer
};

/// One route of a recipe. Routes without a handler (an emptied API) are not served: the request is the
/// host's. A route with method GET must not change state: it is not protected against other sites.
struct Route {
  std::string method{};  ///< "GET", "POST", "PUT", "DELETE"
  std::string path{};    ///< behind the base path and the tenant: "/signinup/code"; matched without case
  std::function<void(RouteCall)> handler{};
  Callers callers = Callers::OurPages;
};

/// A recipe's object within one `Auth`: `Session`, `Passwordless`, …, or a host's own.
///
/// Made while `Auth` is constructed, used from any thread afterwards; it never moves, so hooks may capture
/// `this`.
class MFA_EXPORT RecipeObject {
 public:
  RecipeObject() = default;
  RecipeObject(const RecipeObject&) = delete;
  RecipeObject& operator=(const RecipeObject&) = delete;
  virtual ~RecipeObject();

  /// As in the `rid` header: "passwordless".
  [[nodiscard]] virtual std::string recipeId() const = 0;

  /// Asked once, when all recipes are there.
  [[nodiscard]] virtual std::vector<Route> routes() const = 0;

  /// Called once, when the configuration is known to be sound and all recipes are there, before any request:
  /// the first moment to touch the storage. Does nothing by default. What it throws ends `Auth`'s
  /// constructor.
  virtual void start();

  /// Claims that every new session shall have, and validators that every protected route shall ask for. Asked
  /// once; none by default.
  [[nodiscard]] virtual std::vector<std::shared_ptr<const SessionClaim>> sessionClaims() const;
  [[nodiscard]] virtual std::vector<SessionClaimValidator> sessionClaimValidators() const;
};

/// What a recipe is built with.
struct RecipeSetup {
  /// The `Auth` that is being made: keep the reference; its recipes may be asked for once its constructor is
  /// through.
  const Auth& auth;
  ConfigProblems& problems;
};

/// An entry of `Config::recipeList`: how to build a recipe. `Passwordless::init(…)` and its kin return one.
/// @code
/// class Greeting final : public mfa::RecipeObject {
///  public:
///   static mfa::Recipe init() {
///     return mfa::Recipe{"greeting", [](const mfa::RecipeSetup& setup) { return
///     std::make_unique<Greeting>(setup.auth); }};
///   }
///   …
/// };
/// auth.recipe<Greeting>().greet(…);
/// @endcode
class MFA_EXPORT Recipe {
 public:
  using Build = std::function<std::unique_ptr<RecipeObject>(const RecipeSetup&)>;

  Recipe(std::string recipeId, Build build) : recipeId_{std::move(recipeId)}, build_{std::move(build)} {}

  [[nodiscard]] const std::string& recipeId() const noexcept { return recipeId_; }
  [[nodiscard]] std::unique_ptr<RecipeObject> build(const RecipeSetup& setup) const { return build_(setup); }

 private:
  std::string recipeId_;
  Build build_;
};

/// Answers 200 with `body`, as every route of the FDI does for every outcome.
MFA_EXPORT void sendJson(Response& res, const json::object& body);
/// Answers `status` with `body`.
MFA_EXPORT void sendJson(Response& res, int status, const json::object& body);

/// The body of a request: an empty one is `{}`.
/// @throws BadInputError if it is no JSON object, is longer than 64 KiB, or has duplicate keys, too deep a
/// nesting (16), more than 256 members, numbers without a finite value, or texts with NUL or invalid UTF-8
[[nodiscard]] MFA_EXPORT json::object jsonBody(const Request& req);

/// The value of `name` in the query of a request, percent-decoded; the first, if there are several.
/// @throws BadInputError if it has NUL or invalid UTF-8
[[nodiscard]] MFA_EXPORT std::optional<std::string> queryParameter(const Request& req, std::string_view name);

}  // namespace mfa
