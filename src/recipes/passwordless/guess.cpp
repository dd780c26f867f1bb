#include "recipes/passwordless/guess.hpp"

#include "abuse/limit_names.hpp"
#include "abuse/wait_in_words.hpp"
#include "mfa/errors.hpp"
#include "observe/emit.hpp"
#include "recipes/passwordless/code_secrets.hpp"
#include "testing/defences.hpp"

namespace mfa::passwordless {

namespace {

constexpr const char* kCounted = "mfa.passwordless.countedGuess";

/// The code that was named, and its device.
struct NamedCode {
  CodeDevice device{};
  std::string codeHash{};
  CodeForm form = CodeForm::UserInputCode;
};

/// What a context remembers of a guess that needs no counting.
struct CountedBefore {
  std::string codeHash{};
  int attempts = 0;
};

struct Count {
  std::optional<BudgetRefusal> refusal{};
  std::optional<int> attempts{};  ///< nothing: the device is gone
};

void requireOneKind(const Guess& guess) {
  const bool isTyped = guess.deviceId.has_value() && guess.userInputCode.has_value();
  const bool isPartlyTyped = guess.deviceId.has_value() || guess.userInputCode.has_value();
  if (guess.linkCode ? isPartlyTyped : !isTyped)
    throw BadInputError{"give either deviceId and userInputCode, or linkCode"};
}

std::optional<CodeDevice> findDevice(const Passwordless::Impl& impl, const std::string& preAuthSessionId) {
  auto found = impl.services.storage->read(
      [&preAuthSessionId](Transaction& tx) { return tx.codes().findDevice(preAuthSessionId); });
  if (!found) return std::nullopt;
  return std::move(found->device);
}

std::optional<NamedCode> typedCode(const Passwordless::Impl& impl, const Guess& guess) {
  const auto id = preAuthSessionIdOf(*guess.deviceId);
  if (!id || *id != withoutPadding(guess.preAuthSessionId)) return std::nullopt;
  auto device = findDevice(impl, *id);
  if (!device) return std::nullopt;
  const auto linkCode =
      linkCodeOf(*guess.deviceId, device->linkCodeSalt, canonicalCode(*guess.userInputCode));
  return NamedCode{*std::move(device), codeHashOf(*impl.services.hashingKey, linkCode).value(),
                   CodeForm::UserInputCode};
}

std::optional<NamedCode> linkedCode(const Passwordless::Impl& impl, const Guess& guess) {
  const auto codeHash = codeHashOf(*impl.services.hashingKey, *guess.linkCode);
  if (!codeHash) return std::nullopt;
  auto found = impl.services.storage->read(
      [&codeHash](Transaction& tx) { return tx.codes().findDeviceByCodeHash(*codeHash); });
  if (!found || found->device.preAuthSessionId != withoutPadding(guess.preAuthSessionId)) return std::nullopt;
  return NamedCode{std::move(found->device), *codeHash, CodeForm::LinkCode};
}

bool isBoundAlike(const Passwordless::Impl& impl, const CodeDevice& device, const Guess& guess) {
  return impl.services.storage->read(
      [&](Transaction& tx) { return matches(tx, device, guess.binding, impl.now()); });
}

// A link code has 256 bits: nobody guesses one, and whoever only knows the link's address must not be able to
// use up the attempts of its device.
Count count(const Passwordless::Impl& impl, const NamedCode& code) {
  const abuse::CodeTarget target{.accountId = code.device.accountId, .contact = code.device.contact};
  return impl.services.storage->transact([&](Transaction& tx) -> Count {
    if (stands(Defence::GuessesAreLimited))
      if (auto refusal = impl.services.budgets->takeGuess(tx, target)) return {.refusal = std::move(refusal)};
    if (code.form == CodeForm::LinkCode) return {.attempts = 0};
    const auto attempts = tx.codes().countAttempt(code.device.preAuthSessionId);
    return {.attempts = stands(Defence::GuessesAreCountedFirst) ? attempts : code.device.failedAttempts + 1};
  });
}

std::optional<int> takeCountedBefore(const UserContext& userContext, const NamedCode& code) {
  const auto* before = userContext.get<CountedBefore>(kCounted);
  if (before == nullptr || before->codeHash != code.codeHash) return std::nullopt;
  const int attempts = before->attempts;
  userContext.erase(kCounted);
  return attempts;
}

GeneralError refuseForBudget(const UserContext& userContext, const CodeDevice& device,
                             const BudgetRefusal& refusal) {
  emitRefusal(userContext, device, "no_budget");
  observe::emit(userContext,
                {.type = EventType::BudgetExhausted,
                 .userId = device.accountId,
                 .sessionHandle = device.sessionHandle,
                 .reason = abuse::limitOf(refusal)},
                device.contact);
  return GeneralError{"Too many codes were tried. Please " + abuse::tryAgainIn(refusal.retryAfter) + "."};
}

}  // namespace

std::variant<CountedGuess, RestartFlowError, GeneralError> countGuess(const Passwordless::Impl& impl,
                                                                      const Guess& guess) {
  requireOneKind(guess);
  const auto code = guess.linkCode ? linkedCode(impl, guess) : typedCode(impl, guess);
  if (!code) return RestartFlowError{};
  if (!isBoundAlike(impl, code->device, guess)) {
    emitRefusal(guess.userContext, code->device, "other_session");
    return RestartFlowError{};
  }
  if (const auto attempts = takeCountedBefore(guess.userContext, *code))
    return CountedGuess{code->device, code->codeHash, code->form, *attempts};
  if (code->device.failedAttempts >= impl.config.maximumCodeInputAttempts) return RestartFlowError{};

  const auto counted = count(impl, *code);
  if (counted.refusal) return refuseForBudget(guess.userContext, code->device, *counted.refusal);
  // More than the device allows are on their way at the same time: these are not even compared.
  if (!counted.attempts || *counted.attempts > impl.config.maximumCodeInputAttempts)
    return RestartFlowError{};
  return CountedGuess{code->device, code->codeHash, code->form, *counted.attempts};
}

void noteCounted(UserContext userContext, const CountedGuess& guess) {
  userContext.set(kCounted, CountedBefore{guess.codeHash, guess.attempts});
}

void noteOwnCode(const Passwordless::Impl& impl, UserContext userContext, const CreatedCode& code) {
  if (const auto codeHash = codeHashOf(*impl.services.hashingKey, code.linkCode))
    userContext.set(kCounted, CountedBefore{.codeHash = *codeHash});
}

bool survives(const Passwordless::Impl& impl, const CountedGuess& guess) {
  return guess.form == CodeForm::UserInputCode && guess.attempts < impl.config.maximumCodeInputAttempts;
}

void emitRefusal(const UserContext& userContext, const CodeDevice& device, const std::string& reason) {
  observe::emit(userContext,
                {.type = EventType::CodeRefused,
                 .userId = device.accountId,
                 .sessionHandle = device.sessionHandle,
                 .reason = reason},
                device.contact);
}

}  // namespace mfa::passwordless
