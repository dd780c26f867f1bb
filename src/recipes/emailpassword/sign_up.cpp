#include "recipes/emailpassword/sign_up.hpp"

#include "abuse/limit_names.hpp"
#include "abuse/wait_in_words.hpp"
#include "crypto/random.hpp"
#include "observe/emit.hpp"
#include "observe/report.hpp"
#include "recipes/emailpassword/credentials.hpp"
#include "recipes/session/credential_evidence.hpp"

namespace mfa::emailpassword {
namespace {

identity::EmailAddress readEmail(const std::string& typed) {
  if (auto email = identity::EmailAddress::parse(typed)) return *std::move(email);
  throw BadInputError{"the e-mail address has no canonical form"};
}

struct Newcomer {
  std::string tenantId{};
  identity::EmailAddress email;
  std::string passwordHash{};
  UserContext userContext{};
  std::string reason{};  ///< of the event
};

// One of any number at a time gets in: the insert itself looks whether the address is taken.
std::optional<UserWithLoginMethod> insertUser(const Workings& workings, const Newcomer& newcomer) {
  const auto& services = workings.services;
  const LoginMethod method{.recipeId = kRecipeId,
                           .recipeUserId = crypto::uuid4(*services.random),
                           .tenantIds = {newcomer.tenantId},
                           .timeJoined = services.clock->now(),
                           .email = newcomer.email.text()};
  const NewUser user{newcomer.tenantId, method, newcomer.passwordHash};
  const auto inserted =
      observe::transact(services, newcomer.userContext, [&](Transaction& tx, observe::Report& report) {
        const auto done = tx.users().insertUnique(user);
        if (done == Insert::Done)
          report.add({.type = EventType::SignedUp, .userId = method.recipeUserId, .reason = newcomer.reason},
                     contactOf(newcomer.email));
        return done;
      });
  if (inserted == Insert::Conflict) return std::nullopt;
  return UserWithLoginMethod{userOf(method.recipeUserId, false, {method}), method.recipeUserId};
}

}  // namespace

// Looks first, to spare a hash; the insert decides.
CreateNewRecipeUser::Result createNewRecipeUser(Workings& workings, const CreateNewRecipeUser::Input& input) {
  const auto email = readEmail(input.email);
  if (input.password.empty()) throw BadInputError{"the password is empty"};
  if (findAccount(workings, input.tenantId, email)) return EmailAlreadyExistsError{};
  const auto passwordHash = workings.hasher.hash(input.password);
  auto made = insertUser(workings, {input.tenantId, email, passwordHash, input.userContext});
  if (!made) return EmailAlreadyExistsError{};
  session::noteCredential(input.userContext, {made->recipeUserId, passwordHash});
  return *std::move(made);
}

CreateUserWithPasswordHash::Result createUserWithPasswordHash(
    Workings& workings, const CreateUserWithPasswordHash::Input& input) {
  const auto email = readEmail(input.email);
  if (!crypto::passwordScheme(input.passwordHash))
    return CreateUserWithPasswordHash::UnsupportedPasswordHashError{};
  auto made =
      insertUser(workings, {input.tenantId, email, input.passwordHash, input.userContext, "imported"});
  if (!made) return EmailAlreadyExistsError{};
  workings.hasher.expect(input.passwordHash);
  return *std::move(made);
}

SignUp::Result signUp(const Workings& workings, const SignUp::Input& input) {
  if (const auto refusal = workings.budgets.takeSignUp(clientAddress(input.userContext))) {
    observe::emit(input.userContext,
                  {.type = EventType::BudgetExhausted, .reason = abuse::limitOf(*refusal)});
    return GeneralError{"Too many accounts were made: " + abuse::tryAgainIn(refusal->retryAfter)};
  }
  auto created = workings.functions.createNewRecipeUser({.email = input.email,
                                                         .password = input.password,
                                                         .tenantId = input.tenantId,
                                                         .userContext = input.userContext});
  auto* made = ok(created);
  if (made == nullptr) return EmailAlreadyExistsError{};
  return std::move(*made);
}

}  // namespace mfa::emailpassword
