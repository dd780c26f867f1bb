#include "recipes/passwordless/sending.hpp"

#include <exception>
#include <utility>

#include "abuse/limit_names.hpp"
#include "abuse/wait_in_words.hpp"
#include "mfa/errors.hpp"
#include "observe/emit.hpp"
#include "testing/defences.hpp"

namespace mfa::passwordless {

namespace {

constexpr const char* kCountedRequest = "mfa.passwordless.countedRequest";

struct CountedRequest {
  std::string accountId{};
  Contact contact{};
};

void emitNotSent(const UserContext& userContext, const SessionBinding& binding, const Contact& contact,
                 const std::string& reason) {
  observe::emit(userContext,
                {.type = EventType::CodeNotSent,
                 .userId = binding.accountId,
                 .sessionHandle = binding.sessionHandle,
                 .reason = reason},
                contact);
}

GeneralError refuseForBudget(const std::string& limit, std::chrono::milliseconds retryAfter,
                             const UserContext& userContext, const SessionBinding& binding,
                             const Contact& contact) {
  emitNotSent(userContext, binding, contact, "no_budget");
  observe::emit(userContext,
                {.type = EventType::BudgetExhausted,
                 .userId = binding.accountId,
                 .sessionHandle = binding.sessionHandle,
                 .reason = limit},
                contact);
  return GeneralError{"Too many codes were requested. Please " + abuse::tryAgainIn(retryAfter) + "."};
}

GeneralError refuse(const abuse::SendRefusal& refusal, const UserContext& userContext,
                    const SessionBinding& binding, const Contact& contact) {
  using Why = abuse::SendRefusal::Why;
  if (refusal.why == Why::NoBudget)
    return refuseForBudget(refusal.limit, refusal.retryAfter, userContext, binding, contact);
  emitNotSent(userContext, binding, contact,
              refusal.why == Why::CountryPaused ? "country_paused" : "new_numbers_stopped");
  return GeneralError{"Codes cannot be sent to this number at the moment. Please " +
                      abuse::tryAgainIn(refusal.retryAfter) + "."};
}

abuse::AccountPart takeAccountPart(const UserContext& userContext, const SessionBinding& binding,
                                   const Contact& contact) {
  const auto* counted = userContext.get<CountedRequest>(kCountedRequest);
  if (counted == nullptr || counted->accountId != binding.accountId || counted->contact != contact)
    return abuse::AccountPart::Due;
  userContext.erase(kCountedRequest);
  return abuse::AccountPart::Taken;
}

PasswordlessLogin messageOf(const Passwordless::Impl& impl, const CreatedCode& code, const Contact& contact,
                            const SessionBinding& binding, const UserContext& userContext) {
  const auto flowType = flowTypeOf(impl, binding);
  PasswordlessLogin message{.isFirstFactor = !binding.sessionHandle,
                            .isNewContact = binding.purpose == CodePurpose::ChangeFactor,
                            .to = contact.value,
                            .codeLifetime = code.codeLifetime,
                            .preAuthSessionId = code.preAuthSessionId,
                            .tenantId = binding.tenantId,
                            .appName = impl.services.appInfo.appName,
                            .userContext = userContext};
  if (flowType != FlowType::MagicLink) message.userInputCode = code.userInputCode;
  if (flowType != FlowType::UserInputCode)
    message.urlWithLinkCode = magicLink(impl, code, binding.tenantId, userContext);
  return message;
}

void handOver(const Passwordless::Impl& impl, const Contact& contact, PasswordlessLogin message) {
  if (contact.kind == ContactKind::Phone)
    impl.sms.sendSms(std::move(message));
  else
    impl.email.sendEmail(std::move(message));
}

}  // namespace

std::optional<GeneralError> countRequest(const Passwordless::Impl& impl, const Contact& contact,
                                         const SessionBinding& binding, const UserContext& userContext) {
  if (!binding.accountId || !stands(Defence::RequestsAreCounted)) return std::nullopt;
  if (const auto refusal = impl.services.budgets->takeRequest(*binding.accountId, contact))
    return refuseForBudget(abuse::limitOf(*refusal), refusal->retryAfter, userContext, binding, contact);
  UserContext{userContext}.set(kCountedRequest, CountedRequest{*binding.accountId, contact});
  return std::nullopt;
}

std::optional<GeneralError> countSend(const Passwordless::Impl& impl, const Contact& contact,
                                      const SessionBinding& binding, const UserContext& userContext) {
  if (!impl.services.budgets->allows(contact)) {
    emitNotSent(userContext, binding, contact, "country_not_allowed");
    return GeneralError{"Codes cannot be sent to numbers of this country."};
  }
  if (!stands(Defence::SendsAreLimited)) return std::nullopt;
  const auto decision = impl.services.budgets->takeSend(
      {.target = {.accountId = binding.accountId, .contact = contact, .tenantId = binding.tenantId},
       .carrier = impl.carrierTo(contact),
       .client = clientAddress(userContext),
       .accountPart = takeAccountPart(userContext, binding, contact)});
  if (decision.pausedCountry)
    observe::emit(
        userContext,
        {.type = EventType::CountryPaused, .callingCode = decision.pausedCountry, .reason = "few_verified"});
  if (!decision.refusal) return std::nullopt;
  return refuse(*decision.refusal, userContext, binding, contact);
}

FlowType flowTypeOf(const Passwordless::Impl& impl, const SessionBinding& binding) {
  return binding.sessionHandle ? FlowType::UserInputCode : impl.config.flowType;
}

std::string magicLink(const Passwordless::Impl& impl, const CreatedCode& code, const std::string& tenantId,
                      const UserContext& userContext) {
  return websiteOrigin(impl.services, userContext) + impl.services.appInfo.websiteBasePath +
         "/verify?preAuthSessionId=" + code.preAuthSessionId + "&tenantId=" + tenantId + '#' + code.linkCode;
}

std::optional<GeneralError> send(const Passwordless::Impl& impl, const CreatedCode& code,
                                 const Contact& contact, const SessionBinding& binding,
                                 const UserContext& userContext) {
  try {
    handOver(impl, contact, messageOf(impl, code, contact, binding, userContext));
  } catch (const GeneralErrorException& refusal) {
    emitNotSent(userContext, binding, contact, "sender_refused");
    return GeneralError{refusal.what()};
  } catch (const std::exception&) {
    // A sender is the host's or a provider's: whatever goes wrong there is no fault of this request.
    emitNotSent(userContext, binding, contact, "sender_failed");
    return GeneralError{"The code could not be sent. Please try again later."};
  }
  observe::emit(
      userContext,
      {.type = EventType::CodeSent, .userId = binding.accountId, .sessionHandle = binding.sessionHandle},
      contact);
  return std::nullopt;
}

}  // namespace mfa::passwordless
