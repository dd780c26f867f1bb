#include <algorithm>
#include <set>

#include "recipes/thirdparty/impl.hpp"

namespace mfa {
namespace {

void checkClients(const thirdparty::ProviderConfig& provider, const std::string& field,
                  ConfigProblems& problems) {
  const auto name = field + " \"" + provider.thirdPartyId + "\"";
  if (provider.clients.empty()) problems.add(name, "has no client; register the app with the provider");
  std::set<std::string> types;
  for (const auto& client : provider.clients) {
    if (client.clientId.empty()) problems.add(name, "has a client without a clientId");
    if (!types.insert(client.clientType).second)
      problems.add(name, "has two clients of one clientType; front ends could not tell them apart");
  }
}

void check(const std::vector<thirdparty::ProviderConfig>& providers, const std::string& field,
           ConfigProblems& problems) {
  std::set<std::string> seen;
  for (const auto& provider : providers) {
    if (provider.thirdPartyId.empty() || provider.thirdPartyId.find('|') != std::string::npos)
      problems.add(field, "has a provider whose thirdPartyId is empty or has a bar in it");
    if (!seen.insert(provider.thirdPartyId).second)
      problems.add(field, "has \"" + provider.thirdPartyId + "\" twice");
    checkClients(provider, field, problems);
  }
}

}  // namespace

ThirdParty::Impl::Impl(const RecipeSetup& setup, const Config& config, const std::string& field)
    : workings{.auth = setup.auth,
               .services = services(setup.auth),
               .providers = config.signInAndUpFeature.providers} {
  check(workings.providers, field, setup.problems);
  workings.functions = config.override.functions.over(thirdparty::defaultFunctions(workings));
  workings.apis = config.override.apis.over(thirdparty::defaultApis());
}

ThirdParty::ThirdParty(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

ThirdParty::~ThirdParty() = default;

Recipe ThirdParty::init() { return init(Config{}); }

Recipe ThirdParty::init(Config config) {
  return Recipe{"thirdparty", [config = std::move(config)](const RecipeSetup& setup) {
                  auto impl =
                      std::make_unique<Impl>(setup, config, "thirdparty.signInAndUpFeature.providers");
                  const auto& table = impl->workings.functions;
                  requireHook(table.getProvider, "thirdparty.getProvider", setup.problems);
                  requireHook(table.signInUp, "thirdparty.signInUp", setup.problems);
                  requireHook(table.manuallyCreateOrUpdateUser, "thirdparty.manuallyCreateOrUpdateUser",
                              setup.problems);
                  return std::make_unique<ThirdParty>(std::move(impl));
                }};
}

std::optional<ThirdParty::Provider> ThirdParty::getProvider(GetProvider::Input input) const {
  return impl_->call<GetProvider>(impl_->workings.functions.getProvider, std::move(input));
}

ThirdParty::SignInUp::Result ThirdParty::signInUp(SignInUp::Input input) const {
  return impl_->call<SignInUp>(impl_->workings.functions.signInUp, std::move(input));
}

ThirdParty::ManuallyCreateOrUpdateUser::Result ThirdParty::manuallyCreateOrUpdateUser(
    ManuallyCreateOrUpdateUser::Input input) const {
  return impl_->call<ManuallyCreateOrUpdateUser>(impl_->workings.functions.manuallyCreateOrUpdateUser,
                                                 std::move(input));
}

std::string ThirdParty::recipeId() const { return "thirdparty"; }

std::vector<Route> ThirdParty::routes() const { return thirdparty::routes(impl_->workings); }

}  // namespace mfa
