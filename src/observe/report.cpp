#include "observe/report.hpp"

#include "observe/emit.hpp"
#include "observe/keeping.hpp"

namespace mfa::observe {

Origin::Origin(const Services& services, const UserContext& userContext)
    : services_{services}, requestId_{requestId(userContext)} {
  if (const auto client = mfa::clientAddress(userContext)) clientAddress_ = client->text();
}

Event Origin::complete(Event event) const {
  event.time = services_.clock->now();
  event.requestId = requestId_;
  event.clientAddress = clientAddress_;
  return event;
}

Event Origin::complete(Event event, const Contact& contact) const {
  event.contactHash = keyedHash(*services_.hashingKey, contact);
  event.contactMasked = masked(contact);
  return complete(std::move(event));
}

void Report::clear() {
  kept_.clear();
  mentioned_.clear();
}

void Report::keep(Transaction& tx) const {
  for (const auto& event : kept_)
    if (isKept(origin_.services(), event)) append(tx, origin_.services(), event);
}

void Report::tell() const {
  for (const auto& event : kept_) origin_.services().emit(event);
  for (const auto& event : mentioned_) origin_.services().emit(event);
}

}  // namespace mfa::observe
