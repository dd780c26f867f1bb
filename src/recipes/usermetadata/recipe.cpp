#include "mfa/auth.hpp"
#include "mfa/recipes/usermetadata.hpp"
#include "recipes/usermetadata/functions.hpp"

namespace mfa {

struct UserMetadata::Impl {
  Impl(const RecipeSetup& setup, const Config& config)
      : auth{setup.auth},
        functions{config.override.functions.over(usermetadata::defaultFunctions(services(setup.auth)))} {
    requireHook(functions.getUserMetadata, "usermetadata.getUserMetadata", setup.problems);
    requireHook(functions.updateUserMetadata, "usermetadata.updateUserMetadata", setup.problems);
    requireHook(functions.clearUserMetadata, "usermetadata.clearUserMetadata", setup.problems);
  }

  const Auth& auth;
  Functions functions;
};

UserMetadata::UserMetadata(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

UserMetadata::~UserMetadata() = default;

Recipe UserMetadata::init() { return init(Config{}); }

Recipe UserMetadata::init(Config config) {
  return Recipe{"usermetadata", [config = std::move(config)](const RecipeSetup& setup) {
                  return std::make_unique<UserMetadata>(std::make_unique<Impl>(setup, config));
                }};
}

UserMetadata::GetUserMetadata::Result UserMetadata::getUserMetadata(GetUserMetadata::Input input) const {
  input.userContext.bind(impl_->auth);
  return impl_->functions.getUserMetadata(std::move(input));
}

UserMetadata::UpdateUserMetadata::Result UserMetadata::updateUserMetadata(
    UpdateUserMetadata::Input input) const {
  input.userContext.bind(impl_->auth);
  return impl_->functions.updateUserMetadata(std::move(input));
}

UserMetadata::ClearUserMetadata::Result UserMetadata::clearUserMetadata(
    ClearUserMetadata::Input input) const {
  input.userContext.bind(impl_->auth);
  return impl_->functions.clearUserMetadata(std::move(input));
}

json::object UserMetadata::getUserMetadata(const std::string& userId, const UserContext& userContext) const {
  auto result = getUserMetadata({.userId = userId, .userContext = userContext});
  return std::move(ok(result)->metadata);
}

json::object UserMetadata::updateUserMetadata(const std::string& userId,
                                              const json::object& metadataUpdate) const {
  return updateUserMetadata(userId, metadataUpdate, UserContext{});
}

json::object UserMetadata::updateUserMetadata(const std::string& userId, const json::object& metadataUpdate,
                                              const UserContext& userContext) const {
  auto result =
      updateUserMetadata({.userId = userId, .metadataUpdate = metadataUpdate, .userContext = userContext});
  return std::move(ok(result)->metadata);
}

void UserMetadata::clearUserMetadata(const std::string& userId, const UserContext& userContext) const {
  clearUserMetadata({.userId = userId, .userContext = userContext});
}

std::string UserMetadata::recipeId() const { return "usermetadata"; }

std::vector<Route> UserMetadata::routes() const { return {}; }

}  // namespace mfa
