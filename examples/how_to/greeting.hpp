// A recipe of a host's own: docs/how-to/write-a-recipe.md explains it.
#pragma once

#include <memory>
#include <mfa/mfa.hpp>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// [operations]
namespace greeting {

/// Says hello to a user.
struct Greet {
  struct Input {
    std::string userId{};
    mfa::UserContext userContext{};
  };
  struct Ok {
    std::string text{};
  };
  using Result = std::variant<Ok, mfa::GeneralError>;
};

/// GET /greeting
struct GreetGET {
  struct Input {
    mfa::SessionPtr session{};
    mfa::ApiOptions options;
    mfa::UserContext userContext{};
  };
  using Ok = Greet::Ok;
  using Result = std::variant<Ok, mfa::GeneralError>;
};

}  // namespace greeting
// [operations]

// [recipe]
class Greeting final : public mfa::RecipeObject {
 public:
  using Greet = greeting::Greet;
  using GreetGET = greeting::GreetGET;

  struct Functions {
    mfa::Hook<Greet> greet{};
  };
  struct Apis {
    mfa::Hook<GreetGET> greetGET{};
  };
  struct Config {
    std::string salutation = "Hello";
    mfa::Override<Functions, Apis> override{};
  };

  static mfa::Recipe init(Config config);

  Greeting(const mfa::RecipeSetup& setup, Config config);

  /// Goes through the final table, as a host's call of `auth.session()` does.
  Greet::Result greet(Greet::Input input) const;

  std::string recipeId() const override { return "greeting"; }
  std::vector<mfa::Route> routes() const override;

 private:
  void serveGreeting(const mfa::RouteCall& call) const;

  const mfa::Auth& auth_;
  Config config_;
  Functions functions_;
  Apis apis_;
};
// [recipe]
