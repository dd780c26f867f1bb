#include <algorithm>
#include <utility>

#include "crypto/hash.hpp"
#include "crypto/random.hpp"
#include "observe/report.hpp"
#include "recipes/passwordless/contacts.hpp"
#include "recipes/passwordless/functions.hpp"
#include "recipes/passwordless/guess.hpp"
#include "recipes/passwordless/refusals.hpp"

namespace mfa::passwordless {

namespace {

struct SignedInUser {
  User user{};
  std::string recipeUserId{};
  bool isNew = false;
};

struct Spending {
  code_spending::Result code{};
  std::optional<SignedInUser> signedIn{};  ///< if the code was spent
};

template <class Input>
Guess guessOf(const Input& input) {
  return {.preAuthSessionId = input.preAuthSessionId,
          .deviceId = input.deviceId,
          .userInputCode = input.userInputCode,
          .linkCode = input.linkCode,
          .binding = requestBinding(input.userContext, input.session, input.tenantId),
          .userContext = input.userContext};
}

ConsumedDevice consumedDevice(const CodeDevice& device, const CountedGuess& guess) {
  // The guess that was right had been counted as if it were wrong.
  return {.preAuthSessionId = device.preAuthSessionId,
          .failedCodeInputAttemptCount = std::max(0, guess.attempts - 1),
          .email = emailOf(device.contact),
          .phoneNumber = phoneNumberOf(device.contact)};
}

LoginMethod newLoginMethod(const CodeDevice& device, const std::string& recipeUserId, Time now) {
  return {.recipeId = kRecipeId,
          .recipeUserId = recipeUserId,
          .tenantIds = {device.tenantId},
          .timeJoined = now,
          .verified = true,
          .email = emailOf(device.contact),
          .phoneNumber = phoneNumberOf(device.contact)};
}

std::string recipeUserIdOf(const User& user, const Contact& contact) {
  const auto found = std::ranges::find_if(user.loginMethods, [&contact](const LoginMethod& method) {
    return method.recipeId == kRecipeId &&
           (contact.kind == ContactKind::Phone ? method.phoneNumber : method.email) == contact.value;
  });
  return found == user.loginMethods.end() ? user.id : found->recipeUserId;
}

SignedInUser findOrAddUser(Transaction& tx, const CodeDevice& device, const std::string& newId, Time now) {
  auto found = tx.users().findByContact(device.tenantId, kRecipeId, device.contact);
  if (found) {
    auto recipeUserId = recipeUserIdOf(*found, device.contact);
    return {*std::move(found), std::move(recipeUserId), false};
  }
  auto method = newLoginMethod(device, newId, now);
  // Another request signs the same contact up at this moment; its user is there when the work runs again.
  if (tx.users().insertUnique({.tenantId = device.tenantId, .loginMethod = method}) == Insert::Conflict)
    throw StorageError{StorageError::Retry::Yes, "CONFLICT", "a contact was signed up twice at once"};
  return {userOf(newId, false, {std::move(method)}), newId, true};
}

// The code and the user it makes are one: there is no spent code without its user.
Spending spend(const Passwordless::Impl& impl, const Guess& attempt, const CountedGuess& guess) {
  const auto now = impl.now();
  const auto newId = crypto::uuid4(*impl.services.random);
  const CodeSpending wanted{.preAuthSessionId = guess.device.preAuthSessionId,
                            .codeHash = guess.codeHash,
                            .sessionHandle = handleToMatch(guess.device, attempt.binding),
                            .now = now};
  return observe::transact(
      impl.services, attempt.userContext, [&](Transaction& tx, observe::Report& report) -> Spending {
        auto result = tx.codes().consumeOnce(wanted);
        const auto* spent = std::get_if<code_spending::Spent>(&result);
        if (spent == nullptr) return {.code = std::move(result)};
        countVerified(tx, report, impl.services, spent->device);
        auto signedIn = findOrAddUser(tx, spent->device, newId, now);
        if (signedIn.isNew)
          report.add({.type = EventType::SignedUp, .userId = signedIn.user.id}, spent->device.contact);
        return {std::move(result), std::move(signedIn)};
      });
}

ConsumeCode::Result consumeCounted(const Passwordless::Impl& impl, const Guess& guess,
                                   const CountedGuess& counted) {
  auto spending = spend(impl, guess, counted);
  if (std::holds_alternative<code_spending::NoDevice>(spending.code)) return RestartFlowError{};
  if (std::holds_alternative<code_spending::Wrong>(spending.code))
    return refuseWrong<ConsumeCode::Result>(impl, guess, counted);
  if (std::holds_alternative<code_spending::Expired>(spending.code))
    return refuseExpired<ConsumeCode::Result>(impl, guess, counted);

  const auto& spent = std::get<code_spending::Spent>(spending.code);
  auto& signedIn = spending.signedIn.value();
  keepSpentCode(guess.userContext, {.codeId = spent.code.codeId,
                                    .contact = spent.device.contact,
                                    .form = counted.form,
                                    .sessionHandle = spent.device.sessionHandle,
                                    .recipeUserId = signedIn.recipeUserId});
  return ConsumeCode::Ok{.consumedDevice = consumedDevice(spent.device, counted),
                         .createdNewRecipeUser = signedIn.isNew,
                         .user = std::move(signedIn.user),
                         .recipeUserId = std::move(signedIn.recipeUserId)};
}

CheckCode::Result checkCounted(const Passwordless::Impl& impl, const Guess& guess,
                               const CountedGuess& counted) {
  const auto found = impl.services.storage->read(
      [&counted](Transaction& tx) { return tx.codes().findDevice(counted.device.preAuthSessionId); });
  if (!found) return RestartFlowError{};
  const auto code = std::ranges::find_if(found->codes, [&counted](const Code& candidate) {
    return crypto::equalInConstantTime(candidate.codeHash, counted.codeHash);
  });
  if (code == found->codes.end()) return refuseWrong<CheckCode::Result>(impl, guess, counted);
  if (code->expiresAt <= impl.now()) return refuseExpired<CheckCode::Result>(impl, guess, counted);
  noteCounted(guess.userContext, counted);
  return CheckCode::Ok{.consumedDevice = consumedDevice(counted.device, counted)};
}

}  // namespace

ConsumeCode::Result consumeCode(const Passwordless::Impl& impl, const ConsumeCode::Input& input) {
  const auto guess = guessOf(input);
  const auto counted = countGuess(impl, guess);
  if (const auto* refused = std::get_if<GeneralError>(&counted)) return *refused;
  if (std::holds_alternative<RestartFlowError>(counted)) return RestartFlowError{};
  return consumeCounted(impl, guess, std::get<CountedGuess>(counted));
}

CheckCode::Result checkCode(const Passwordless::Impl& impl, const CheckCode::Input& input) {
  const auto guess = guessOf(input);
  const auto counted = countGuess(impl, guess);
  if (const auto* refused = std::get_if<GeneralError>(&counted)) return *refused;
  if (std::holds_alternative<RestartFlowError>(counted)) return RestartFlowError{};
  return checkCounted(impl, guess, std::get<CountedGuess>(counted));
}

}  // namespace mfa::passwordless
