#include "factors/notices.hpp"

#include <exception>
#include <functional>
#include <utility>

#include "mfa/errors.hpp"
#include "observe/emit.hpp"
#include "recipes/passwordless/impl.hpp"
#include "services.hpp"

namespace mfa::factors {
namespace {

void emitNotSent(const Change& change, const Contact& contact, const char* reason) {
  observe::emit(change.userContext,
                {.type = EventType::NoticeNotSent, .userId = change.userId, .reason = reason}, contact);
}

/// What carries notices to contacts of that kind: empty where the recipe is missing, or an override left it
/// out.
std::function<void(SecurityNotice)> carrierTo(const Services& services, ContactKind kind) {
  if (services.passwordless == nullptr) return nullptr;
  const auto& passwordless = services.passwordless->impl();
  return kind == ContactKind::Phone ? passwordless.sms.sendNotice : passwordless.email.sendNotice;
}

// The change is committed: what cannot be counted is told all the same.
bool mayTell(const Services& services, abuse::Carrier carrier) {
  try {
    return !services.budgets->takeNotice(carrier);
  } catch (const StorageError&) {
    return true;
  }
}

}  // namespace

Factor factorOf(const EnrolledFactor& row) {
  Factor factor{.factorId = row.factorId,
                .contactMasked = observe::masked(row.contact),
                .timeEnrolled = row.enrolledAt};
  if (row.contact.kind == ContactKind::Email) factor.email = row.contact.value;
  if (row.contact.kind == ContactKind::Phone) factor.phoneNumber = row.contact.value;
  return factor;
}

void tell(const Services& services, const Change& change) {
  for (const auto& told : change.toldTo) {
    const auto send = carrierTo(services, told.contact.kind);
    if (!send) {
      emitNotSent(change, told.contact, "no_sender");
      continue;
    }
    const auto carrier = services.passwordless->impl().carrierTo(told.contact);
    if (!mayTell(services, carrier)) {
      emitNotSent(change, told.contact, "no_budget");
      continue;
    }
    SecurityNotice notice{.type = change.type,
                          .to = told.contact.value,
                          .time = services.clock->now(),
                          .tenantId = change.tenantId,
                          .appName = services.appInfo.appName,
                          .userContext = change.userContext};
    if (change.now) notice.contactMasked = change.now->contactMasked;
    try {
      send(std::move(notice));
    } catch (const std::exception&) {
      // The sender is the host's or a provider's.
      emitNotSent(change, told.contact, "sender_failed");
    }
  }
}

}  // namespace mfa::factors
