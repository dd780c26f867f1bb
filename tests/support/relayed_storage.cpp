#include "support/relayed_storage.hpp"

namespace mfa::test {

Insert RelayedSessions::insertUnique(const SessionRow& session) {
  return relay("sessions.insertUnique", &SessionStore::insertUnique, session);
}
std::optional<SessionRow> RelayedSessions::find(const std::string& sessionHandle, Time now) {
  return relay("sessions.find", &SessionStore::find, sessionHandle, now);
}
Update RelayedSessions::rotate(const SessionRotation& rotation) {
  return relay("sessions.rotate", &SessionStore::rotate, rotation);
}
Update RelayedSessions::updateSessionData(const std::string& sessionHandle, const json::value& data,
                                          Time now) {
  return relay("sessions.updateSessionData", &SessionStore::updateSessionData, sessionHandle, data, now);
}
std::optional<json::object> RelayedSessions::mergePayload(const std::string& sessionHandle,
                                                          const json::object& update, Time now) {
  return relay("sessions.mergePayload", &SessionStore::mergePayload, sessionHandle, update, now);
}
Update RelayedSessions::completeFactor(const std::string& sessionHandle, const CompletedFactor& factor,
                                       Time now) {
  return relay("sessions.completeFactor", &SessionStore::completeFactor, sessionHandle, factor, now);
}
Update RelayedSessions::markOpenedByContact(const std::string& sessionHandle, const std::string& contact,
                                            Time now) {
  return relay("sessions.markOpenedByContact", &SessionStore::markOpenedByContact, sessionHandle, contact,
               now);
}
Update RelayedSessions::revoke(const std::string& sessionHandle) {
  return relay("sessions.revoke", &SessionStore::revoke, sessionHandle);
}
std::vector<std::string> RelayedSessions::revokeAllForUser(const std::string& userId,
                                                           const std::optional<std::string>& tenantId,
                                                           const std::optional<std::string>& except) {
  return relay("sessions.revokeAllForUser", &SessionStore::revokeAllForUser, userId, tenantId, except);
}
std::vector<std::string> RelayedSessions::handlesForUser(const std::string& userId,
                                                         const std::optional<std::string>& tenantId,
                                                         Time now) {
  return relay("sessions.handlesForUser", &SessionStore::handlesForUser, userId, tenantId, now);
}
int RelayedSessions::removeExpired(Time now, int limit) {
  return relay("sessions.removeExpired", &SessionStore::removeExpired, now, limit);
}

Insert RelayedUsers::insertUnique(const NewUser& user) {
  return relay("users.insertUnique", &UserStore::insertUnique, user);
}
std::optional<User> RelayedUsers::find(const std::string& userId) {
  return relay("users.find", &UserStore::find, userId);
}
std::optional<User> RelayedUsers::findByContact(const std::string& tenantId, const std::string& recipeId,
                                                const Contact& contact) {
  return relay("users.findByContact", &UserStore::findByContact, tenantId, recipeId, contact);
}
std::vector<User> RelayedUsers::listByContact(const std::string& tenantId, const Contact& contact) {
  return relay("users.listByContact", &UserStore::listByContact, tenantId, contact);
}
std::vector<User> RelayedUsers::list(const UserPageQuery& query) {
  return relay("users.list", &UserStore::list, query);
}
std::int64_t RelayedUsers::count(const std::vector<std::string>& recipeIds,
                                 const std::optional<std::string>& tenantId) {
  return relay("users.count", &UserStore::count, recipeIds, tenantId);
}
ContactUpdate RelayedUsers::updateContact(const std::string& recipeUserId, ContactKind kind,
                                          const std::optional<std::string>& value) {
  return relay("users.updateContact", &UserStore::updateContact, recipeUserId, kind, value);
}
Update RelayedUsers::setVerified(const std::string& recipeUserId, bool verified) {
  return relay("users.setVerified", &UserStore::setVerified, recipeUserId, verified);
}
std::optional<std::string> RelayedUsers::passwordHash(const std::string& recipeUserId) {
  return relay("users.passwordHash", &UserStore::passwordHash, recipeUserId);
}
Update RelayedUsers::replacePasswordHash(const std::string& recipeUserId,
                                         const std::optional<std::string>& expected,
                                         const std::string& passwordHash) {
  return relay("users.replacePasswordHash", &UserStore::replacePasswordHash, recipeUserId, expected,
               passwordHash);
}
Update RelayedUsers::confirmPasswordHash(const std::string& recipeUserId, const std::string& expected) {
  return relay("users.confirmPasswordHash", &UserStore::confirmPasswordHash, recipeUserId, expected);
}

std::vector<std::string> RelayedUsers::passwordHashKinds() {
  return relay("users.passwordHashKinds", &UserStore::passwordHashKinds);
}
Update RelayedUsers::removeLoginMethod(const std::string& recipeUserId) {
  return relay("users.removeLoginMethod", &UserStore::removeLoginMethod, recipeUserId);
}

Insert RelayedCodes::replaceDevice(const CodeDevice& device, const Code& code) {
  return relay("codes.replaceDevice", &CodeStore::replaceDevice, device, code);
}
std::optional<DeviceWithCodes> RelayedCodes::findDevice(const std::string& preAuthSessionId) {
  return relay("codes.findDevice", &CodeStore::findDevice, preAuthSessionId);
}
std::optional<DeviceWithCodes> RelayedCodes::findDeviceByCodeHash(const std::string& codeHash) {
  return relay("codes.findDeviceByCodeHash", &CodeStore::findDeviceByCodeHash, codeHash);
}
CodeInsert RelayedCodes::addCode(const Code& code, const std::optional<std::string>& sessionHandle) {
  return relay("codes.addCode", &CodeStore::addCode, code, sessionHandle);
}
std::optional<int> RelayedCodes::countAttempt(const std::string& preAuthSessionId) {
  return relay("codes.countAttempt", &CodeStore::countAttempt, preAuthSessionId);
}
code_spending::Result RelayedCodes::consumeOnce(const CodeSpending& spending) {
  return relay("codes.consumeOnce", &CodeStore::consumeOnce, spending);
}
Update RelayedCodes::removeDevice(const std::string& preAuthSessionId) {
  return relay("codes.removeDevice", &CodeStore::removeDevice, preAuthSessionId);
}
Update RelayedCodes::removeCode(const std::string& codeId) {
  return relay("codes.removeCode", &CodeStore::removeCode, codeId);
}
void RelayedCodes::removeDevicesOfContact(const std::string& tenantId, const Contact& contact) {
  return relay("codes.removeDevicesOfContact", &CodeStore::removeDevicesOfContact, tenantId, contact);
}
void RelayedCodes::removeSignInDevices(const std::string& tenantId, const Contact& contact) {
  return relay("codes.removeSignInDevices", &CodeStore::removeSignInDevices, tenantId, contact);
}
void RelayedCodes::removeDevicesOfAccount(const std::string& accountId,
                                          const std::optional<std::string>& exceptSession) {
  return relay("codes.removeDevicesOfAccount", &CodeStore::removeDevicesOfAccount, accountId, exceptSession);
}
std::vector<DeviceWithCodes> RelayedCodes::listByContact(const std::string& tenantId,
                                                         const Contact& contact) {
  return relay("codes.listByContact", &CodeStore::listByContact, tenantId, contact);
}
int RelayedCodes::removeExpired(Time now, int limit) {
  return relay("codes.removeExpired", &CodeStore::removeExpired, now, limit);
}

Enrolment RelayedFactors::enrolFirstOrCompare(const EnrolledFactor& factor) {
  return relay("factors.enrolFirstOrCompare", &FactorStore::enrolFirstOrCompare, factor);
}
Insert RelayedFactors::insertUnique(const EnrolledFactor& factor) {
  return relay("factors.insertUnique", &FactorStore::insertUnique, factor);
}
std::optional<EnrolledFactor> RelayedFactors::find(const std::string& userId, const std::string& factorId) {
  return relay("factors.find", &FactorStore::find, userId, factorId);
}
std::vector<EnrolledFactor> RelayedFactors::list(const std::string& userId) {
  return relay("factors.list", &FactorStore::list, userId);
}
Update RelayedFactors::replace(const EnrolledFactor& factor, const Contact& expected) {
  return relay("factors.replace", &FactorStore::replace, factor, expected);
}
Update RelayedFactors::remove(const std::string& userId, const std::string& factorId) {
  return relay("factors.remove", &FactorStore::remove, userId, factorId);
}
int RelayedFactors::removeAll(const std::string& userId) {
  return relay("factors.removeAll", &FactorStore::removeAll, userId);
}

std::optional<BudgetRefusal> RelayedBudgets::take(const std::vector<Budget>& budgets, Time now) {
  return relay("budgets.take", &BudgetStore::take, budgets, now);
}
void RelayedBudgets::reset(const std::vector<std::string>& keys) {
  return relay("budgets.reset", &BudgetStore::reset, keys);
}
int RelayedBudgets::removeExpired(Time now, int limit) {
  return relay("budgets.removeExpired", &BudgetStore::removeExpired, now, limit);
}

CircuitPassage RelayedCircuits::attempt(const std::string& name, const CircuitPolicy& policy, Time now) {
  return relay("circuits.attempt", &CircuitStore::attempt, name, policy, now);
}
void RelayedCircuits::withdraw(const std::string& name) {
  return relay("circuits.withdraw", &CircuitStore::withdraw, name);
}
bool RelayedCircuits::succeed(const std::string& name, const CircuitPolicy& policy) {
  return relay("circuits.succeed", &CircuitStore::succeed, name, policy);
}
void RelayedCircuits::open(const std::string& name, Time now, Time resumesAt) {
  return relay("circuits.open", &CircuitStore::open, name, now, resumesAt);
}
Update RelayedCircuits::close(const std::string& name) {
  return relay("circuits.close", &CircuitStore::close, name);
}
std::vector<Circuit> RelayedCircuits::list() { return relay("circuits.list", &CircuitStore::list); }
int RelayedCircuits::removeExpired(Time now, int limit) {
  return relay("circuits.removeExpired", &CircuitStore::removeExpired, now, limit);
}

void RelayedKnownClients::remember(const KnownClient& client, int most) {
  return relay("knownClients.remember", &KnownClientStore::remember, client, most);
}
bool RelayedKnownClients::knows(const std::string& userId, const std::string& clientHash, Time now) {
  return relay("knownClients.knows", &KnownClientStore::knows, userId, clientHash, now);
}
int RelayedKnownClients::removeAll(const std::string& userId) {
  return relay("knownClients.removeAll", &KnownClientStore::removeAll, userId);
}
int RelayedKnownClients::removeExpired(Time now, int limit) {
  return relay("knownClients.removeExpired", &KnownClientStore::removeExpired, now, limit);
}

json::object RelayedMetadata::get(const std::string& userId) {
  return relay("metadata.get", &MetadataStore::get, userId);
}
json::object RelayedMetadata::merge(const std::string& userId, const json::object& update) {
  return relay("metadata.merge", &MetadataStore::merge, userId, update);
}
Update RelayedMetadata::clear(const std::string& userId) {
  return relay("metadata.clear", &MetadataStore::clear, userId);
}

std::vector<SigningKeyRow> RelayedKeys::list() { return relay("keys.list", &KeyStore::list); }
Insert RelayedKeys::insertUnique(const SigningKeyRow& key) {
  return relay("keys.insertUnique", &KeyStore::insertUnique, key);
}
Update RelayedKeys::reseal(const std::string& keyId, const std::string& expected,
                           const std::string& privateKey) {
  return relay("keys.reseal", &KeyStore::reseal, keyId, expected, privateKey);
}
Update RelayedKeys::remove(const std::string& keyId) {
  return relay("keys.remove", &KeyStore::remove, keyId);
}
int RelayedKeys::removeExpired(Time now) {
  return relay("keys.removeExpired", &KeyStore::removeExpired, now);
}

std::optional<std::string> RelayedSettings::get(const std::string& name) {
  return relay("settings.get", &SettingStore::get, name);
}
std::string RelayedSettings::insertIfAbsent(const std::string& name, const std::string& value) {
  return relay("settings.insertIfAbsent", &SettingStore::insertIfAbsent, name, value);
}
void RelayedSettings::put(const std::string& name, const std::string& value) {
  return relay("settings.put", &SettingStore::put, name, value);
}
std::int64_t RelayedSettings::raise(const std::string& name, std::int64_t value) {
  return relay("settings.raise", &SettingStore::raise, name, value);
}

void RelayedEvents::append(const Event& event) { return relay("events.append", &EventStore::append, event); }
Insert RelayedEvents::appendUnlessRepeated(const Event& event, Time since) {
  return relay("events.appendUnlessRepeated", &EventStore::appendUnlessRepeated, event, since);
}
std::vector<StoredEvent> RelayedEvents::listNewestFirst(const EventPageQuery& query) {
  return relay("events.listNewestFirst", &EventStore::listNewestFirst, query);
}
int RelayedEvents::removeAll(const std::string& userId) {
  return relay("events.removeAll", &EventStore::removeAll, userId);
}
int RelayedEvents::removeEarlierThan(Time time, int limit) {
  return relay("events.removeEarlierThan", &EventStore::removeEarlierThan, time, limit);
}

namespace {

class WatchedVerbs final : public Verbs {
 public:
  WatchedVerbs(Transaction& tx, const StorageWatch& watch) : tx_{tx}, watch_{watch} {}

 private:
  void relay(std::string_view name, const std::function<void(Transaction&)>& call) override {
    watch_(StorageStep::Verb, name);
    call(tx_);
  }

  Transaction& tx_;
  const StorageWatch& watch_;
};

class WatchedStorage final : public Storage {
 public:
  WatchedStorage(std::shared_ptr<Storage> storage, StorageWatch watch)
      : storage_{std::move(storage)}, watch_{std::move(watch)} {}

  [[nodiscard]] std::string name() const override { return storage_->name(); }

 private:
  using Work = std::function<void(Transaction&)>;

  void runTransaction(const Work& work) override {
    watch_(StorageStep::Begin, "transaction");
    storage_->transact([&](Transaction& tx) { run(work, tx); });
    watch_(StorageStep::End, "transaction");
  }

  void runRead(const Work& work) override {
    watch_(StorageStep::Begin, "read");
    storage_->read([&](Transaction& tx) { run(work, tx); });
    watch_(StorageStep::End, "read");
  }

  void run(const Work& work, Transaction& tx) const {
    WatchedVerbs verbs{tx, watch_};
    RelayedTransaction relayed{verbs};
    work(relayed);
  }

  std::shared_ptr<Storage> storage_;
  StorageWatch watch_;
};

}  // namespace

std::shared_ptr<Storage> watched(std::shared_ptr<Storage> storage, StorageWatch watch) {
  return std::make_shared<WatchedStorage>(std::move(storage), std::move(watch));
}

}  // namespace mfa::test
