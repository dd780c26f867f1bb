#include "mfa/factors.hpp"

#include <utility>

#include "credential_change.hpp"
#include "factors/completed_factor.hpp"
#include "factors/contact_change.hpp"
#include "factors/impl.hpp"
#include "factors/notices.hpp"
#include "mfa/errors.hpp"
#include "observe/report.hpp"

namespace mfa {

namespace {

using factors::Proof;

/// The user that this id, or that of one of its login methods, belongs to. A host may keep users of its own.
std::string primaryUserId(Transaction& tx, const std::string& userId) {
  const auto user = tx.users().find(userId);
  return user ? user->id : userId;
}

struct Removal {
  Proof proof = Proof::Missing;
  std::optional<EnrolledFactor> removed{};
  std::vector<std::string> revoked{};
};

Removal removeOne(Transaction& tx, observe::Report& report, const Services& services,
                  const Factors::Remove::Input& input) {
  const auto& userId = input.session->getUserId();
  Removal removal{.proof = factors::proofOf(tx, {input.session->getHandle(), input.completedWithin},
                                            services.clock->now())};
  if (removal.proof != Proof::Given) return removal;
  removal.removed = tx.factors().find(userId, input.factorId);
  if (!removal.removed) return removal;
  report.add({.type = EventType::FactorRemoved,
              .userId = userId,
              .sessionHandle = input.session->getHandle(),
              .reason = "by_user"},
             removal.removed->contact);
  removal.revoked = endAllElse(tx, report, {userId, input.session->getHandle(), factors::kFactorChanged});
  (void)tx.factors().remove(userId, input.factorId);
  return removal;
}

struct Emptying {
  std::string userId{};
  std::vector<EnrolledFactor> removed{};
  std::vector<std::string> revoked{};
};

Emptying removeAll(Transaction& tx, observe::Report& report, const std::string& userId) {
  Emptying emptying{.userId = primaryUserId(tx, userId)};
  emptying.removed = tx.factors().list(emptying.userId);
  for (const auto& row : emptying.removed)
    report.add({.type = EventType::FactorRemoved, .userId = emptying.userId, .reason = "administrator_reset"},
               row.contact);
  emptying.revoked = endAllElse(tx, report, {emptying.userId, std::nullopt, factors::kFactorChanged});
  tx.factors().removeAll(emptying.userId);
  return emptying;
}

void requireSession(const SessionPtr& session) {
  if (!session) throw Error{"changing a factor needs the session of the user"};
}

}  // namespace

Factors::Factors(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Factors::~Factors() = default;

std::vector<Factors::Factor> Factors::list(const std::string& userId, const UserContext& userContext) const {
  userContext.bind(impl_->auth);
  const auto rows = impl_->services.storage->read(
      [&userId](Transaction& tx) { return tx.factors().list(primaryUserId(tx, userId)); });
  std::vector<Factor> listed;
  listed.reserve(rows.size());
  for (const auto& row : rows) listed.push_back(factors::factorOf(row));
  return listed;
}

Factors::StartContactChange::Result Factors::startContactChange(StartContactChange::Input input) const {
  input.userContext.bind(impl_->auth);
  requireSession(input.session);
  return factors::start(*impl_, input);
}

Factors::FinishContactChange::Result Factors::finishContactChange(FinishContactChange::Input input) const {
  input.userContext.bind(impl_->auth);
  requireSession(input.session);
  return factors::finish(*impl_, input);
}

Factors::Remove::Result Factors::remove(Remove::Input input) const {
  input.userContext.bind(impl_->auth);
  requireSession(input.session);
  const auto& services = impl_->services;
  auto removal = observe::transact(
      services, input.userContext,
      [&](Transaction& tx, observe::Report& report) { return removeOne(tx, report, services, input); });
  if (removal.proof == Proof::SessionGone) throw UnauthorisedError{UnauthorisedError::Tokens::Clear};
  if (removal.proof == Proof::Missing) return factors::FactorNotCompletedError{};
  if (!removal.removed) return factors::UnknownFactorError{};
  const auto& userId = input.session->getUserId();
  forgetEnded(services, removal.revoked);
  factors::tell(services, {.type = NoticeType::FactorRemoved,
                           .userId = userId,
                           .tenantId = input.session->getTenantId(),
                           .toldTo = {*removal.removed},
                           .userContext = input.userContext});
  return Remove::Ok{factors::factorOf(*removal.removed), std::move(removal.revoked)};
}

Factors::Reset::Result Factors::reset(Reset::Input input) const {
  input.userContext.bind(impl_->auth);
  const auto& services = impl_->services;
  auto emptying = observe::transact(
      services, input.userContext,
      [&](Transaction& tx, observe::Report& report) { return removeAll(tx, report, input.userId); });
  forgetEnded(services, emptying.revoked);
  Reset::Ok done{.revokedSessionHandles = emptying.revoked};
  for (const auto& row : emptying.removed) done.removed.push_back(factors::factorOf(row));
  factors::tell(services, {.type = NoticeType::FactorReset,
                           .userId = emptying.userId,
                           .tenantId = kPublicTenant,
                           .toldTo = emptying.removed,
                           .userContext = input.userContext});
  return done;
}

}  // namespace mfa
