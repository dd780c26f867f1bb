#include <utility>

#include "recipes/session/apis.hpp"
#include "recipes/session/functions.hpp"
#include "recipes/session/impl.hpp"
#include "recipes/session/refresh_token_keys.hpp"
#include "recipes/session/settings.hpp"

namespace mfa {
namespace {

tokens::Algorithm algorithmOf(session::SigningAlgorithm algorithm) {
  switch (algorithm) {
    case session::SigningAlgorithm::ES256:
      return tokens::Algorithm::ES256;
    case session::SigningAlgorithm::EdDSA:
      return tokens::Algorithm::EdDSA;
    case session::SigningAlgorithm::RS256:
      break;
  }
  return tokens::Algorithm::RS256;
}

tokens::SigningKeys::Settings keySettings(const Session::Config& config) {
  return {.algorithm = algorithmOf(config.signingAlgorithm),
          .updateInterval = config.signingKeyUpdateInterval,
          .accessTokenValidity = config.accessTokenValidity,
          .reloadInterval = config.jwksRefreshInterval};
}

tokens::SigningKeys::Surroundings surroundingsOf(const Services& services) {
  return {.storage = services.storage,
          .clock = services.clock,
          .random = services.random,
          .keyRing = services.keyRing};
}

}  // namespace

Session::Impl::Impl(const RecipeSetup& setup, Session::Config chosen)
    : auth{setup.auth},
      services{mfa::services(setup.auth)},
      config{std::move(chosen)},
      signingKeys{keySettings(config), surroundingsOf(services)},
      hash{*services.random},
      marks{hash},
      verifiedTokens{config.verifiedTokenCacheSize, hash} {
  functions = config.override.functions.over(session::defaultFunctions(*this));
  apis = config.override.apis.over(session::defaultApis(*this));
  session::check(*this, setup.problems);
}

void Session::Impl::start() {
  if (!services.appInfo.origin) sameSite = session::cookieSameSite(*this, UserContext{auth});
  refreshTokens.emplace(session::refreshTokenKeys(services));
  signingKeys.start();
  startedAt = now();
}

Recipe Session::init() { return init(Config{}); }

Recipe Session::init(Config config) {
  return Recipe{"session", [config = std::move(config)](const RecipeSetup& setup) {
                  return std::make_unique<Session>(std::make_unique<Impl>(setup, config));
                }};
}

Session::Session(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Session::~Session() = default;

std::string Session::recipeId() const { return "session"; }
std::vector<Route> Session::routes() const { return session::routesOf(*impl_); }
void Session::start() { impl_->start(); }

}  // namespace mfa
