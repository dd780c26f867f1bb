#include "greeting.hpp"

// [build]
mfa::Recipe Greeting::init(Config config) {
  return mfa::Recipe{"greeting", [config = std::move(config)](const mfa::RecipeSetup& setup) {
                       return std::make_unique<Greeting>(setup, config);
                     }};
}

Greeting::Greeting(const mfa::RecipeSetup& setup, Config config)
    : auth_{setup.auth}, config_{std::move(config)} {
  if (config_.salutation.empty()) setup.problems.add("greeting.salutation", "is empty");
  functions_ = config_.override.functions.over({
      .greet = [this](const Greet::Input& input) -> Greet::Result {
        return Greet::Ok{config_.salutation + ", " + input.userId};
      },
  });
  apis_ = config_.override.apis.over({
      .greetGET = [this](const GreetGET::Input& input) -> GreetGET::Result {
        return functions_.greet({.userId = input.session->getUserId(), .userContext = input.userContext});
      },
  });
  mfa::requireHook(functions_.greet, "greeting.greet", setup.problems);
}
// [build]

// [serve]
std::vector<mfa::Route> Greeting::routes() const {
  mfa::Route route{.method = "GET", .path = "/greeting"};
  if (apis_.greetGET) route.handler = [this](const mfa::RouteCall& call) { serveGreeting(call); };
  return {route};
}

void Greeting::serveGreeting(const mfa::RouteCall& call) const {
  const auto session = auth_.session().getSession(call.req, call.res, call.userContext);
  const auto result =
      apis_.greetGET({.session = session, .options = {call.req, call.res}, .userContext = call.userContext});
  if (const auto* greeted = mfa::ok(result))
    mfa::sendJson(call.res, {{"status", "OK"}, {"text", greeted->text}});
  else
    mfa::sendJson(call.res, {{"status", "GENERAL_ERROR"}, {"message", std::get<1>(result).message}});
}

Greeting::Greet::Result Greeting::greet(Greet::Input input) const {
  input.userContext.bind(auth_);
  return functions_.greet(std::move(input));
}
// [serve]
