#include "recipes/passwordless/session_binding.hpp"

namespace mfa::passwordless {

namespace {

constexpr const char* kKey = "mfa.passwordless.binding";

}  // namespace

SessionBinding bindingOf(const SessionPtr& session, const std::string& tenantId) {
  if (!session) return {.tenantId = tenantId};
  return {.tenantId = session->getTenantId(),
          .sessionHandle = session->getHandle(),
          .accountId = session->getUserId()};
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
  return device.sessionHandle == binding.sessionHandle && device.accountId == binding.accountId &&
         device.tenantId == binding.tenantId && isLive(tx, binding, now);
}

bool isLive(Transaction& tx, const SessionBinding& binding, Time now) {
  return !binding.sessionHandle || tx.sessions().find(*binding.sessionHandle, now).has_value();
}

}  // namespace mfa::passwordless
