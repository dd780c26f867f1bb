#include <algorithm>
#include <utility>

#include "mfa/errors.hpp"
#include "recipes/passwordless/contacts.hpp"
#include "recipes/passwordless/functions.hpp"

namespace mfa::passwordless {

namespace {

/// What one kind of contact shall become: nothing, if it is to be removed.
struct Change {
  ContactKind kind = ContactKind::Email;
  std::optional<std::string> value{};
};

// Thrown through the transaction, so that neither contact changes if one of them cannot.
struct Taken {
  ContactKind kind = ContactKind::Email;
};

std::vector<Change> changesOf(const UpdateUser::Input& input) {
  std::vector<Change> changes;
  if (input.email)
    changes.push_back({ContactKind::Email, input.email->empty()
                                               ? std::nullopt
                                               : std::optional{contactOf(input.email, std::nullopt).value}});
  if (input.phoneNumber)
    changes.push_back(
        {ContactKind::Phone, input.phoneNumber->empty()
                                 ? std::nullopt
                                 : std::optional{contactOf(std::nullopt, input.phoneNumber).value}});
  return changes;
}

std::optional<LoginMethod> loginMethodOf(Transaction& tx, const std::string& recipeUserId) {
  const auto user = tx.users().find(recipeUserId);
  if (!user) return std::nullopt;
  const auto found = std::ranges::find_if(user->loginMethods, [&recipeUserId](const LoginMethod& method) {
    return method.recipeId == kRecipeId && method.recipeUserId == recipeUserId;
  });
  return found == user->loginMethods.end() ? std::nullopt : std::optional{*found};
}

std::optional<std::string> valueOf(const LoginMethod& method, ContactKind kind) {
  return kind == ContactKind::Email ? method.email : method.phoneNumber;
}

void requireOneLeft(const LoginMethod& method, const std::vector<Change>& changes) {
  const auto isLeft = [&](ContactKind kind) {
    const auto change = std::ranges::find(changes, kind, &Change::kind);
    return change == changes.end() ? valueOf(method, kind).has_value() : change->value.has_value();
  };
  if (!isLeft(ContactKind::Email) && !isLeft(ContactKind::Phone))
    throw BadInputError{"a passwordless user keeps an email or a phoneNumber: nobody could sign in without"};
}

// Codes on their way to the old contact must not sign anybody in any more.
void apply(Transaction& tx, const LoginMethod& method, const Change& change) {
  const auto before = valueOf(method, change.kind);
  if (tx.users().updateContact(method.recipeUserId, change.kind, change.value) == ContactUpdate::Conflict)
    throw Taken{change.kind};
  if (!before || before == change.value) return;
  for (const auto& tenantId : method.tenantIds)
    tx.codes().removeSignInDevices(tenantId, {.kind = change.kind, .value = *before});
}

}  // namespace

UpdateUser::Result updateUser(const Passwordless::Impl& impl, const UpdateUser::Input& input) {
  const auto changes = changesOf(input);
  try {
    return impl.services.storage->transact([&](Transaction& tx) -> UpdateUser::Result {
      const auto method = loginMethodOf(tx, input.recipeUserId);
      if (!method) return UpdateUser::UnknownUserIdError{};
      requireOneLeft(*method, changes);
      for (const auto& change : changes) apply(tx, *method, change);
      return UpdateUser::Ok{};
    });
  } catch (const Taken& taken) {
    if (taken.kind == ContactKind::Email) return UpdateUser::EmailAlreadyExistsError{};
    return UpdateUser::PhoneNumberAlreadyExistsError{};
  }
}

}  // namespace mfa::passwordless
