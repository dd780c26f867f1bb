// What a recipe sends with: the host's sender or the development outbox, under the host's overrides.
#pragma once

#include <memory>

#include "mfa/delivery.hpp"
#include "mfa/delivery/outbox.hpp"
#include "mfa/time.hpp"

namespace mfa::delivery {

/// Where messages go without a sender, and the clock that dates them there. `outbox` may be null: then
/// without a sender nothing can be sent.
struct DevelopmentOutbox {
  std::shared_ptr<Outbox> outbox{};
  std::shared_ptr<const Clock> clock{};
};

/// The functions of a channel, overrides applied.
[[nodiscard]] SmsFunctions smsFunctions(const SmsDelivery& configured, const DevelopmentOutbox& development);
[[nodiscard]] EmailFunctions emailFunctions(const EmailDelivery& configured,
                                            const DevelopmentOutbox& development);

}  // namespace mfa::delivery
