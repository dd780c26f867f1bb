#include "mfa/recipe.hpp"

namespace mfa {

RecipeObject::~RecipeObject() = default;

void RecipeObject::start() {}

std::vector<std::shared_ptr<const SessionClaim>> RecipeObject::sessionClaims() const { return {}; }

std::vector<SessionClaimValidator> RecipeObject::sessionClaimValidators() const { return {}; }

}  // namespace mfa
