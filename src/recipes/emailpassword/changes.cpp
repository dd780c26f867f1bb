#include "recipes/emailpassword/changes.hpp"

#include <algorithm>

#include "credential_change.hpp"
#include "observe/report.hpp"
#include "recipes/emailpassword/credentials.hpp"
#include "recipes/session/credential_evidence.hpp"
#include "testing/defences.hpp"

namespace mfa::emailpassword {
namespace {

std::optional<identity::EmailAddress> readEmail(const std::optional<std::string>& typed) {
  if (!typed) return std::nullopt;
  auto email = identity::EmailAddress::parse(*typed);
  if (!email) throw BadInputError{"the e-mail address has no canonical form"};
  return email;
}

bool hasPasswordMethod(const std::optional<User>& user, const std::string& recipeUserId) {
  return user && std::ranges::any_of(user->loginMethods, [&](const LoginMethod& method) {
           return method.recipeId == kRecipeId && method.recipeUserId == recipeUserId;
         });
}

// An address that was proven says nothing about the one that takes its place.
ContactUpdate writeEmail(Transaction& tx, const std::string& recipeUserId,
                         const identity::EmailAddress& email) {
  const auto user = tx.users().find(recipeUserId);
  if (!hasPasswordMethod(user, recipeUserId)) return ContactUpdate::Unknown;
  const auto method = std::ranges::find(user->loginMethods, recipeUserId, &LoginMethod::recipeUserId);
  if (method->email == email.text()) return ContactUpdate::Done;
  const auto updated = tx.users().updateContact(recipeUserId, ContactKind::Email, email.text());
  if (updated == ContactUpdate::Done) static_cast<void>(tx.users().setVerified(recipeUserId, false));
  return updated;
}

constexpr const char* kPasswordChanged = "password_changed";

std::vector<std::string> endByPassword(Transaction& tx, observe::Report& report,
                                       const CredentialChange& change) {
  report.add({.type = EventType::PasswordChanged, .userId = change.userId});
  if (!stands(Defence::PasswordChangeEndsOthers)) return {};
  return endAllElse(tx, report, change);
}

struct LoginMethodChange {
  std::string userId{};
  std::string recipeUserId{};
  std::optional<identity::EmailAddress> email{};
  std::optional<std::string> passwordHash{};
};

struct Written {
  ContactUpdate update = ContactUpdate::Done;
  std::vector<std::string> revoked{};
};

// The address first: where it cannot be had, nothing has been written yet.
Written write(Transaction& tx, observe::Report& report, const LoginMethodChange& change) {
  const auto& [userId, recipeUserId, email, passwordHash] = change;
  if (email)
    if (const auto updated = writeEmail(tx, recipeUserId, *email); updated != ContactUpdate::Done)
      return {updated};
  if (!passwordHash) return {};
  const auto replaced =
      tx.users().replacePasswordHash(recipeUserId, tx.users().passwordHash(recipeUserId), *passwordHash);
  if (replaced == Update::Missing) return {ContactUpdate::Unknown};
  return {.revoked = endByPassword(tx, report, {userId, std::nullopt, kPasswordChanged})};
}

// The login method with a password that a session's user has: that which the session began with, if it is
// one.
const LoginMethod* passwordMethodOf(const User& user, const SessionContainer& session) {
  const LoginMethod* found = nullptr;
  for (const auto& method : user.loginMethods) {
    if (method.recipeId != kRecipeId || !method.email) continue;
    if (method.recipeUserId == session.getRecipeUserId()) return &method;
    if (found == nullptr) found = &method;
  }
  return found;
}

// What a password change ends, besides the old password. Nothing: the password is another one by now.
struct Change {
  const SessionContainer& session;
  const Account& account;
  std::string passwordHash{};
  UserContext userContext{};
};

using Revoked = std::optional<std::vector<std::string>>;

Revoked commit(const Services& services, const Change& change) {
  return observe::transact(
      services, change.userContext, [&](Transaction& tx, observe::Report& report) -> Revoked {
        const auto& [session, account, passwordHash, userContext] = change;
        if (!tx.sessions().find(session.getHandle(), services.clock->now()))
          throw UnauthorisedError{UnauthorisedError::Tokens::Clear};
        if (tx.users().replacePasswordHash(account.recipeUserId, account.passwordHash, passwordHash) ==
            Update::Missing)
          return std::nullopt;
        return endByPassword(tx, report, {account.user.id, session.getHandle(), kPasswordChanged});
      });
}

}  // namespace

UpdateEmailOrPassword::Result updateEmailOrPassword(Workings& workings,
                                                    const UpdateEmailOrPassword::Input& input) {
  auto& storage = *workings.services.storage;
  const auto email = readEmail(input.email);
  const auto user = storage.read([&](Transaction& tx) { return tx.users().find(input.recipeUserId); });
  if (!hasPasswordMethod(user, input.recipeUserId)) return UnknownUserIdError{};
  if (input.password && input.applyPasswordPolicy.value_or(true))
    if (auto reason = workings.forms.refusePassword(*input.password, input.tenantIdForPasswordPolicy,
                                                    input.userContext))
      return PasswordPolicyViolatedError{*std::move(reason)};

  LoginMethodChange change{.userId = user->id, .recipeUserId = input.recipeUserId, .email = email};
  if (input.password) change.passwordHash = workings.hasher.hash(*input.password);
  const auto& services = workings.services;
  const auto written =
      observe::transact(services, input.userContext,
                        [&](Transaction& tx, observe::Report& report) { return write(tx, report, change); });
  if (written.update == ContactUpdate::Unknown) return UnknownUserIdError{};
  if (written.update == ContactUpdate::Conflict) return EmailAlreadyExistsError{};
  if (change.passwordHash) session::forgetCredential(input.userContext);
  forgetEnded(services, written.revoked);
  return UpdateEmailOrPassword::Ok{};
}

ChangePassword::Result changePassword(Workings& workings, const ChangePassword::Input& input) {
  if (!input.session) throw Error{"changePassword needs the session of the user"};
  const auto user = workings.auth.getUser(input.session->getUserId(), input.userContext);
  const auto* method = user ? passwordMethodOf(*user, *input.session) : nullptr;
  if (method == nullptr) return UnknownUserIdError{};
  const auto& tenantId = method->tenantIds.front();
  if (auto reason = workings.forms.refusePassword(input.newPassword, tenantId, input.userContext))
    return PasswordPolicyViolatedError{*std::move(reason)};

  auto tried = tryPassword(workings, {tenantId, identity::EmailAddress::parse(*method->email),
                                      input.currentPassword, input.session, input.userContext});
  if (auto* refused = std::get_if<GeneralError>(&tried)) return std::move(*refused);
  const auto* match = ok(tried);
  if (match == nullptr) return WrongCredentialsError{};

  auto revoked = commit(workings.services, {*input.session, match->account,
                                            workings.hasher.hash(input.newPassword), input.userContext});
  if (!revoked) return GeneralError{"The password was changed by somebody else just now"};
  session::forgetCredential(input.userContext);
  forgetEnded(workings.services, *revoked);
  return ChangePassword::Ok{*std::move(revoked)};
}

}  // namespace mfa::emailpassword
