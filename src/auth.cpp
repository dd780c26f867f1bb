#include "mfa/auth.hpp"

#include <algorithm>

#include "auth_config.hpp"
#include "auth_impl.hpp"
#include "auth_serve.hpp"
#include "auth_start.hpp"
#include "factors/impl.hpp"
#include "http/error_answers.hpp"
#include "http/origin.hpp"
#include "http/text.hpp"
#include "mfa/errors.hpp"

namespace mfa {
Auth::Auth(Config config) : impl_{std::make_unique<Impl>()} {
  ConfigProblems problems;
  auto& impl = *impl_;
  impl.clock = std::make_shared<SteadyClock>(config.clock ? config.clock : systemClock());
  impl.services = readConfig(config, problems);
  impl.services.clock = impl.clock;
  impl.services.emit = emitter(std::move(config.onEvent), impl.clock);
  prepareStorage(impl.services, *impl.clock, problems);
  impl.buildRecipes(*this, std::move(config.recipeList), problems);
  if (!problems.all().empty()) throw ConfigError{problems.all()};
  impl.connectRecipes();
  impl.factors =
      std::make_unique<const Factors>(std::make_unique<Factors::Impl>(Factors::Impl{*this, impl.services}));
  for (const auto& recipe : impl.recipes) recipe->start();
}

Auth::~Auth() { impl_->rememberTime(); }

bool Auth::handle(const Request& req, Response& res) const { return handle(req, res, UserContext{}); }

bool Auth::handle(const Request& req, Response& res, const UserContext& userContext) const {
  const auto match = impl_->router.match(req);
  if (!match) return false;
  serve(*this, match->route, {req, res, match->tenantId, userContext});
  impl_->keepTime();
  return true;
}

bool Auth::handleError(const Request& req, Response& res, std::exception_ptr error) const {
  return handleError(req, res, std::move(error), UserContext{*this, &req});
}

bool Auth::handleError(const Request& req, Response& res, std::exception_ptr error,
                       const UserContext& userContext) const {
  userContext.bind(*this, &req);
  return http::answerError(*this, req, res, std::move(error), userContext);
}

std::vector<std::string> Auth::getAllCORSHeaders() const {
  return {"anti-csrf", "rid", "fdi-version", "authorization", "st-auth-mode"};
}

const std::string& Auth::basePath() const { return impl_->services.basePath; }

bool Auth::isAllowedOrigin(std::string_view origin, const Request& req) const {
  const auto& services = impl_->services;
  const auto named = http::lower(origin);
  return named == services.appInfo.apiDomain ||
         std::ranges::find(services.allowedOrigins, named) != services.allowedOrigins.end() ||
         named == websiteOrigin(services, UserContext{*this, &req});
}

const MessageGovernor& Auth::messageGovernor() const { return impl_->messageGovernor; }

const AppInfo& Auth::appInfo() const { return impl_->services.appInfo; }

const Factors& Auth::factors() const { return *impl_->factors; }

const RecipeObject& Auth::find(const std::type_info& type) const {
  if (const auto* recipe = impl_->find(type)) return *recipe;
  throw Error{"this recipe is not in recipeList"};
}

const Services& services(const Auth& auth) { return auth.impl_->services; }

std::optional<http::Address> clientAddress(const UserContext& userContext) {
  const auto* request = userContext.request();
  if (request == nullptr) return std::nullopt;
  return http::clientAddress(*request, services(userContext.auth()).trustedProxies);
}

std::string websiteOrigin(const Services& services, const UserContext& userContext) {
  const auto& appInfo = services.appInfo;
  if (!appInfo.origin) return appInfo.websiteDomain;
  const auto origin = http::normalisedOrigin(appInfo.origin(userContext.request(), userContext));
  if (!origin) throw Error{"appInfo.origin returned what is no origin"};
  return *origin;
}

}  // namespace mfa
