#include "recipes/emailpassword/credentials.hpp"

#include <algorithm>

#include "abuse/limit_names.hpp"
#include "abuse/wait_in_words.hpp"
#include "observe/emit.hpp"
#include "recipes/emailpassword/request_session.hpp"
#include "recipes/session/credential_evidence.hpp"

namespace mfa::emailpassword {
namespace {

// Of an address that can be nobody's nothing is told.
void tell(const UserContext& userContext, Event event, const std::optional<identity::EmailAddress>& email) {
  if (email)
    observe::emit(userContext, std::move(event), contactOf(*email));
  else
    observe::emit(userContext, std::move(event));
}

/// What an attempt draws from.
abuse::PasswordTry tryOf(const Attempt& attempt, const std::optional<Account>& account) {
  abuse::PasswordTry made{
      .tenantId = attempt.tenantId, .email = attempt.email, .client = clientAddress(attempt.userContext)};
  if (account) made.accountId = account->user.id;
  made.sessionUserId =
      attempt.session ? std::optional{attempt.session->getUserId()} : requestUser(attempt.userContext);
  return made;
}

bool isChallengeAccepted(const Workings& workings, const Attempt& attempt) {
  return workings.acceptChallenge && attempt.email &&
         workings.acceptChallenge({attempt.email->text(), attempt.tenantId, attempt.userContext});
}

void tell(EventType type, const Attempt& attempt, const std::optional<Account>& account,
          const std::string& reason) {
  Event event{.type = type, .reason = reason};
  if (account) event.userId = account->user.id;
  tell(attempt.userContext, std::move(event), attempt.email);
}

GeneralError refuseForBudget(const Attempt& attempt, const BudgetRefusal& refusal) {
  // Told of no account: what is kept for one takes time, and would tell that there is one.
  tell(EventType::SignInRefused, attempt, std::nullopt, "no_budget");
  tell(EventType::BudgetExhausted, attempt, std::nullopt, abuse::limitOf(refusal));
  return GeneralError{"Too many passwords were tried: " + abuse::tryAgainIn(refusal.retryAfter)};
}

// A sign-in that is right succeeds even if the machine is too busy to improve the hash: the next one will.
std::optional<std::string> todaysHash(Workings& workings, const std::string& password) {
  try {
    return workings.hasher.hash(password);
  } catch (const OverloadedError&) {
    return std::nullopt;
  }
}

// Compare-and-set: a password that was changed meanwhile is not put back, and who tried the old one has not
// signed in. Answers the hash that is stored now, if it is one of the password that was tried: another
// sign-in may have improved it.
std::optional<std::string> settle(Workings& workings, const Attempt& attempt, const Match& match) {
  const auto& recipeUserId = match.account.recipeUserId;
  const auto& compared = match.account.passwordHash;
  const auto upgraded = match.needsRehash ? todaysHash(workings, attempt.password) : std::nullopt;
  const auto isTried = [&](const std::optional<std::string>& hash) {
    return hash == compared || (upgraded && hash == upgraded);
  };
  auto stored = workings.services.storage->transact([&](Transaction& tx) {
    if (upgraded) static_cast<void>(tx.users().replacePasswordHash(recipeUserId, compared, *upgraded));
    auto hash = tx.users().passwordHash(recipeUserId);
    if (isTried(hash)) workings.budgets.settle(tx, tryOf(attempt, match.account));
    return hash;
  });
  if (isTried(stored)) return stored;
  return workings.hasher.verify(attempt.password, stored).matches ? stored : std::nullopt;
}

constexpr const char* kVerified = "mfa.emailpassword.verified";

using session::CredentialEvidence;

void keepVerified(UserContext userContext, CredentialEvidence verified) {
  userContext.set(kVerified, std::move(verified));
}

// Only a sign-in leads to a session: who asks for the password again, to change it, has one.
void needForSession(const UserContext& userContext, const std::string& recipeUserId) {
  const auto* verified = userContext.get<CredentialEvidence>(kVerified);
  if (verified != nullptr && verified->recipeUserId == recipeUserId)
    session::noteCredential(userContext, *verified);
}

std::optional<std::string> idOfMethod(const User& user, const identity::EmailAddress& email) {
  const auto method = std::ranges::find_if(user.loginMethods, [&email](const LoginMethod& candidate) {
    return candidate.recipeId == kRecipeId && candidate.email == email.text();
  });
  if (method == user.loginMethods.end()) return std::nullopt;
  return method->recipeUserId;
}

}  // namespace

Contact contactOf(const identity::EmailAddress& email) { return {ContactKind::Email, email.text()}; }

std::optional<Account> findAccount(const Workings& workings, const std::string& tenantId,
                                   const identity::EmailAddress& email) {
  return workings.services.storage->read([&](Transaction& tx) -> std::optional<Account> {
    auto user = tx.users().findByContact(tenantId, kRecipeId, contactOf(email));
    const auto recipeUserId = user ? idOfMethod(*user, email) : std::nullopt;
    // Also asked for where nobody is: one query more or less would tell who has an account.
    auto passwordHash = tx.users().passwordHash(recipeUserId.value_or(""));
    if (!recipeUserId) return std::nullopt;
    return Account{*std::move(user), *recipeUserId, std::move(passwordHash)};
  });
}

std::variant<Match, WrongCredentialsError, GeneralError> tryPassword(Workings& workings,
                                                                     const Attempt& attempt) {
  auto account = attempt.email ? findAccount(workings, attempt.tenantId, *attempt.email) : std::nullopt;
  const auto refusal =
      workings.budgets.take(tryOf(attempt, account), [&] { return isChallengeAccepted(workings, attempt); });
  if (refusal) return refuseForBudget(attempt, *refusal);
  const auto check = workings.hasher.verify(attempt.password, account ? account->passwordHash : std::nullopt);
  if (check.matches) return Match{*std::move(account), check.needsRehash};
  tell(EventType::SignInRefused, attempt, account, account ? "wrong_password" : "unknown_user");
  return WrongCredentialsError{};
}

VerifyCredentials::Result verifyCredentials(Workings& workings, const VerifyCredentials::Input& input) {
  const Attempt attempt{input.tenantId, identity::EmailAddress::parse(input.email), input.password,
                        input.session, input.userContext};
  auto tried = tryPassword(workings, attempt);
  auto* match = ok(tried);
  if (match == nullptr) {
    if (auto* refused = std::get_if<GeneralError>(&tried)) return std::move(*refused);
    return WrongCredentialsError{};
  }
  const auto stored = settle(workings, attempt, *match);
  if (!stored) return WrongCredentialsError{};
  keepVerified(input.userContext, {match->account.recipeUserId, *stored});
  return VerifyCredentials::Ok{std::move(match->account.user), std::move(match->account.recipeUserId)};
}

SignIn::Result signIn(const Workings& workings, const SignIn::Input& input) {
  auto verified = workings.functions.verifyCredentials({.email = input.email,
                                                        .password = input.password,
                                                        .session = input.session,
                                                        .tenantId = input.tenantId,
                                                        .userContext = input.userContext});
  if (auto* refused = std::get_if<GeneralError>(&verified)) return std::move(*refused);
  auto* done = ok(verified);
  if (done == nullptr) return WrongCredentialsError{};
  needForSession(input.userContext, done->recipeUserId);
  tell(input.userContext, {.type = EventType::SignedIn, .userId = done->user.id},
       identity::EmailAddress::parse(input.email));
  return std::move(*done);
}

}  // namespace mfa::emailpassword
