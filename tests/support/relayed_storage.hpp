// A storage in front of another one, so that a test can come between the library and its database: every verb
// of every store goes through one place.
//
// A verb that the interface gains does not compile here until it is relayed too: no verb passes unseen.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "mfa/storage.hpp"

namespace mfa::test {

/// Where the verbs of a relayed transaction come by.
class Verbs {
 public:
  virtual ~Verbs() = default;

  /// Runs one verb, and returns what it returns.
  /// @param name of store and verb: "codes.consumeOnce"
  template <class Call>
  auto run(std::string_view name, const Call& call) {
    using Result = std::invoke_result_t<const Call&, Transaction&>;
    if constexpr (std::is_void_v<Result>) {
      relay(name, call);
    } else {
      std::optional<Result> result;
      relay(name, [&](Transaction& tx) { result.emplace(call(tx)); });
      return *std::move(result);
    }
  }

 private:
  virtual void relay(std::string_view name, const std::function<void(Transaction&)>& call) = 0;
};

/// A store each of whose verbs is the other store's.
template <class Store, Store& (Transaction::*storeOf)()>
class Relayed : public Store {
 public:
  explicit Relayed(Verbs& verbs) : verbs_{verbs} {}

 protected:
  template <class Result, class... Parameters, class... Arguments>
  Result relay(std::string_view name, Result (Store::*verb)(Parameters...), const Arguments&... arguments) {
    return verbs_.run(name, [&](Transaction& tx) { return ((tx.*storeOf)().*verb)(arguments...); });
  }

 private:
  Verbs& verbs_;
};

class RelayedSessions : public Relayed<SessionStore, &Transaction::sessions> {
 public:
  using Relayed::Relayed;
  Insert insertUnique(const SessionRow& session) override;
  std::optional<SessionRow> find(const std::string& sessionHandle, Time now) override;
  Update rotate(const SessionRotation& rotation) override;
  Update updateSessionData(const std::string& sessionHandle, const json::value& data, Time now) override;
  std::optional<json::object> mergePayload(const std::string& sessionHandle, const json::object& update,
                                           Time now) override;
  Update completeFactor(const std::string& sessionHandle, const CompletedFactor& factor, Time now) override;
  Update markOpenedByContact(const std::string& sessionHandle, const std::string& contact, Time now) override;
  Update revoke(const std::string& sessionHandle) override;
  std::vector<std::string> revokeAllForUser(const std::string& userId,
                                            const std::optional<std::string>& tenantId,
                                            const std::optional<std::string>& except) override;
  std::vector<std::string> handlesForUser(const std::string& userId,
                                          const std::optional<std::string>& tenantId, Time now) override;
  int removeExpired(Time now, int limit) override;
};

class RelayedUsers : public Relayed<UserStore, &Transaction::users> {
 public:
  using Relayed::Relayed;
  Insert insertUnique(const NewUser& user) override;
  std::optional<User> find(const std::string& userId) override;
  std::optional<User> findByContact(const std::string& tenantId, const std::string& recipeId,
                                    const Contact& contact) override;
  std::vector<User> listByContact(const std::string& tenantId, const Contact& contact) override;
  std::vector<User> list(const UserPageQuery& query) override;
  std::int64_t count(const std::vector<std::string>& recipeIds,
                     const std::optional<std::string>& tenantId) override;
  ContactUpdate updateContact(const std::string& recipeUserId, ContactKind kind,
                              const std::optional<std::string>& value) override;
  Update setVerified(const std::string& recipeUserId, bool verified) override;
  std::optional<std::string> passwordHash(const std::string& recipeUserId) override;
  Update replacePasswordHash(const std::string& recipeUserId, const std::optional<std::string>& expected,
                             const std::string& passwordHash) override;
  Update confirmPasswordHash(const std::string& recipeUserId, const std::string& expected) override;
  std::vector<std::string> passwordHashKinds() override;
  Update removeLoginMethod(const std::string& recipeUserId) override;
};

class RelayedCodes : public Relayed<CodeStore, &Transaction::codes> {
 public:
  using Relayed::Relayed;
  Insert replaceDevice(const CodeDevice& device, const Code& code) override;
  std::optional<DeviceWithCodes> findDevice(const std::string& preAuthSessionId) override;
  std::optional<DeviceWithCodes> findDeviceByCodeHash(const std::string& codeHash) override;
  CodeInsert addCode(const Code& code, const std::optional<std::string>& sessionHandle) override;
  std::optional<int> countAttempt(const std::string& preAuthSessionId) override;
  code_spending::Result consumeOnce(const CodeSpending& spending) override;
  Update removeDevice(const std::string& preAuthSessionId) override;
  Update removeCode(const std::string& codeId) override;
  void removeDevicesOfContact(const std::string& tenantId, const Contact& contact) override;
  void removeSignInDevices(const std::string& tenantId, const Contact& contact) override;
  void removeDevicesOfAccount(const std::string& accountId,
                              const std::optional<std::string>& exceptSession) override;
  std::vector<DeviceWithCodes> listByContact(const std::string& tenantId, const Contact& contact) override;
  int removeExpired(Time now, int limit) override;
};

class RelayedFactors : public Relayed<FactorStore, &Transaction::factors> {
 public:
  using Relayed::Relayed;
  Enrolment enrolFirstOrCompare(const EnrolledFactor& factor) override;
  Insert insertUnique(const EnrolledFactor& factor) override;
  std::optional<EnrolledFactor> find(const std::string& userId, const std::string& factorId) override;
  std::vector<EnrolledFactor> list(const std::string& userId) override;
  Update replace(const EnrolledFactor& factor, const Contact& expected) override;
  Update remove(const std::string& userId, const std::string& factorId) override;
  int removeAll(const std::string& userId) override;
};

class RelayedBudgets : public Relayed<BudgetStore, &Transaction::budgets> {
 public:
  using Relayed::Relayed;
  std::optional<BudgetRefusal> take(const std::vector<Budget>& budgets, Time now) override;
  void reset(const std::vector<std::string>& keys) override;
  int removeExpired(Time now, int limit) override;
};

class RelayedCircuits : public Relayed<CircuitStore, &Transaction::circuits> {
 public:
  using Relayed::Relayed;
  CircuitPassage attempt(const std::string& name, const CircuitPolicy& policy, Time now) override;
  void withdraw(const std::string& name) override;
  bool succeed(const std::string& name, const CircuitPolicy& policy) override;
  void open(const std::string& name, Time now, Time resumesAt) override;
  Update close(const std::string& name) override;
  std::vector<Circuit> list() override;
  int removeExpired(Time now, int limit) override;
};

class RelayedKnownClients : public Relayed<KnownClientStore, &Transaction::knownClients> {
 public:
  using Relayed::Relayed;
  void remember(const KnownClient& client, int most) override;
  bool knows(const std::string& userId, const std::string& clientHash, Time now) override;
  int removeAll(const std::string& userId) override;
  int removeExpired(Time now, int limit) override;
};

class RelayedMetadata : public Relayed<MetadataStore, &Transaction::metadata> {
 public:
  using Relayed::Relayed;
  json::object get(const std::string& userId) override;
  json::object merge(const std::string& userId, const json::object& update) override;
  Update clear(const std::string& userId) override;
};

class RelayedKeys : public Relayed<KeyStore, &Transaction::keys> {
 public:
  using Relayed::Relayed;
  std::vector<SigningKeyRow> list() override;
  Insert insertUnique(const SigningKeyRow& key) override;
  Update reseal(const std::string& keyId, const std::string& expected,
                const std::string& privateKey) override;
  Update remove(const std::string& keyId) override;
  int removeExpired(Time now) override;
};

class RelayedSettings : public Relayed<SettingStore, &Transaction::settings> {
 public:
  using Relayed::Relayed;
  std::optional<std::string> get(const std::string& name) override;
  std::string insertIfAbsent(const std::string& name, const std::string& value) override;
  void put(const std::string& name, const std::string& value) override;
  std::int64_t raise(const std::string& name, std::int64_t value) override;
};

class RelayedEvents : public Relayed<EventStore, &Transaction::events> {
 public:
  using Relayed::Relayed;
  void append(const Event& event) override;
  Insert appendUnlessRepeated(const Event& event, Time since) override;
  std::vector<StoredEvent> listNewestFirst(const EventPageQuery& query) override;
  int removeAll(const std::string& userId) override;
  int removeEarlierThan(Time time, int limit) override;
};

/// Every store relayed. A test that breaks one verb derives from that store and from this.
class RelayedTransaction : public Transaction {
 public:
  explicit RelayedTransaction(Verbs& verbs)
      : sessions_{verbs},
        users_{verbs},
        codes_{verbs},
        factors_{verbs},
        budgets_{verbs},
        circuits_{verbs},
        knownClients_{verbs},
        metadata_{verbs},
        keys_{verbs},
        settings_{verbs},
        events_{verbs} {}

  SessionStore& sessions() override { return sessions_; }
  UserStore& users() override { return users_; }
  CodeStore& codes() override { return codes_; }
  FactorStore& factors() override { return factors_; }
  BudgetStore& budgets() override { return budgets_; }
  CircuitStore& circuits() override { return circuits_; }
  KnownClientStore& knownClients() override { return knownClients_; }
  MetadataStore& metadata() override { return metadata_; }
  KeyStore& keys() override { return keys_; }
  SettingStore& settings() override { return settings_; }
  EventStore& events() override { return events_; }

 private:
  RelayedSessions sessions_;
  RelayedUsers users_;
  RelayedCodes codes_;
  RelayedFactors factors_;
  RelayedBudgets budgets_;
  RelayedCircuits circuits_;
  RelayedKnownClients knownClients_;
  RelayedMetadata metadata_;
  RelayedKeys keys_;
  RelayedSettings settings_;
  RelayedEvents events_;
};

/// What `watch` is told of.
enum class StorageStep {
  Begin,  ///< of a transaction or a read; the name is "transaction" or "read"
  Verb,   ///< before it; the name is "codes.consumeOnce"
  End,    ///< of a transaction or a read that was committed
};
using StorageWatch = std::function<void(StorageStep, std::string_view name)>;

/// The storage behind it, with `watch` called between the steps of every transaction. Called from any thread.
[[nodiscard]] std::shared_ptr<Storage> watched(std::shared_ptr<Storage> storage, StorageWatch watch);

}  // namespace mfa::test
