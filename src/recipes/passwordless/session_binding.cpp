#include "recipes/passwordless/session_binding.hpp"

#include "testing/defences.hpp"

namespace mfa::passwordless {

namespace {

constexpr const char* kKey = "mfa.passwordless.binding";

bool isOfSession(const CodeDevice& device, const SessionBinding& binding) {
  if (!stands(Defence::CodeKeepsItsSession)) return true;
  return device.sessionHandle == binding.sessionHandle && device.accountId == binding.accountId;
}

bool isOfTenant(const CodeDevice& device, const SessionBinding& binding) {
  return !stands(Defence::CodeKeepsItsTenant) || device.tenantId == binding.tenantId;
}

// A code that changes a factor completes no session, and one that completes a session changes no factor.
bool isOfUse(const CodeDevice& device, const SessionBinding& binding) {
  return (device.purpose == CodePurpose::ChangeFactor) == (binding.purpose == CodePurpose::ChangeFactor);
}

}  // namespace

SessionBinding bindingOf(const SessionPtr& session, const std::string& tenantId) {
  if (!session) return {.tenantId = tenantId};
  return {.tenantId = session->getTenantId(),
          .sessionHandle = session->getHandle(),
          .accountId = session->getUserId(),
          .purpose = CodePurpose::CompleteSession};
}

void noteRequestBinding(UserContext userContext, const SessionBinding& binding) {
  userContext.set(kKey, binding);
}

SessionBinding requestBinding(const UserContext& userContext, const SessionPtr& session,
                              const std::string& tenantId) {
  if (const auto* noted = userContext.get<SessionBinding>(kKey)) return *noted;
  return bindingOf(session, tenantId);
}

bool matches(Transaction& tx, const CodeDevice& device, const SessionBinding& binding, Time now) {
  return isOfSession(device, binding) && isOfTenant(device, binding) && isOfUse(device, binding) &&
         isLive(tx, binding, now);
}

std::optional<std::string> handleToMatch(const CodeDevice& device, const SessionBinding& binding) {
  return stands(Defence::CodeKeepsItsSession) ? binding.sessionHandle : device.sessionHandle;
}

bool isLive(Transaction& tx, const SessionBinding& binding, Time now) {
  if (!binding.sessionHandle || !stands(Defence::DeadSessionsAskNothing)) return true;
  return tx.sessions().find(*binding.sessionHandle, now).has_value();
}

}  // namespace mfa::passwordless
