// One small store per concern, each over the draft of its transaction. No other transaction is in sight: the
// storage lets one writer in at a time, so that a verb may look first and write then.
#pragma once

#include "tables.hpp"

namespace custom_storage {

class Sessions final : public mfa::SessionStore {
 public:
  explicit Sessions(Draft& draft) : draft_{draft} {}

  mfa::Insert insertUnique(const mfa::SessionRow& session) override;
  std::optional<mfa::SessionRow> find(const std::string& sessionHandle, mfa::Time now) override;
  mfa::Update rotate(const mfa::SessionRotation& rotation) override;
  mfa::Update updateSessionData(const std::string& sessionHandle, const mfa::json::value& data,
                                mfa::Time now) override;
  std::optional<mfa::json::object> mergePayload(const std::string& sessionHandle,
                                                const mfa::json::object& update, mfa::Time now) override;
  mfa::Update completeFactor(const std::string& sessionHandle, const mfa::CompletedFactor& factor,
                             mfa::Time now) override;
  mfa::Update markOpenedByContact(const std::string& sessionHandle, const std::string& contact,
                                  mfa::Time now) override;
  mfa::Update revoke(const std::string& sessionHandle) override;
  std::vector<std::string> revokeAllForUser(const std::string& userId,
                                            const std::optional<std::string>& tenantId,
                                            const std::optional<std::string>& except) override;
  std::vector<std::string> handlesForUser(const std::string& userId,
                                          const std::optional<std::string>& tenantId, mfa::Time now) override;
  int removeExpired(mfa::Time now, int limit) override;

 private:
  [[nodiscard]] mfa::SessionRow* live(const std::string& sessionHandle, mfa::Time now);

  Draft& draft_;
};

class Users final : public mfa::UserStore {
 public:
  explicit Users(Draft& draft) : draft_{draft} {}

  mfa::Insert insertUnique(const mfa::NewUser& user) override;
  std::optional<mfa::User> find(const std::string& userId) override;
  std::optional<mfa::User> findByContact(const std::string& tenantId, const std::string& recipeId,
                                         const mfa::Contact& contact) override;
  std::vector<mfa::User> listByContact(const std::string& tenantId, const mfa::Contact& contact) override;
  std::vector<mfa::User> list(const mfa::UserPageQuery& query) override;
  std::int64_t count(const std::vector<std::string>& recipeIds,
                     const std::optional<std::string>& tenantId) override;
  mfa::ContactUpdate updateContact(const std::string& recipeUserId, mfa::ContactKind kind,
                                   const std::optional<std::string>& value) override;
  mfa::Update setVerified(const std::string& recipeUserId, bool verified) override;
  std::optional<std::string> passwordHash(const std::string& recipeUserId) override;
  mfa::Update replacePasswordHash(const std::string& recipeUserId, const std::optional<std::string>& expected,
                                  const std::string& passwordHash) override;
  mfa::Update confirmPasswordHash(const std::string& recipeUserId, const std::string& expected) override;
  std::vector<std::string> passwordHashKinds() override;
  mfa::Update removeLoginMethod(const std::string& recipeUserId) override;

 private:
  template <class Matches>
  [[nodiscard]] std::vector<mfa::User> usersWhere(const Matches& matches) const;
  [[nodiscard]] bool taken(const mfa::LoginMethod& method) const;

  Draft& draft_;
};

class Codes final : public mfa::CodeStore {
 public:
  explicit Codes(Draft& draft) : draft_{draft} {}

  mfa::Insert replaceDevice(const mfa::CodeDevice& device, const mfa::Code& code) override;
  std::optional<mfa::DeviceWithCodes> findDevice(const std::string& preAuthSessionId) override;
  std::optional<mfa::DeviceWithCodes> findDeviceByCodeHash(const std::string& codeHash) override;
  mfa::CodeInsert addCode(const mfa::Code& code, const std::optional<std::string>& sessionHandle) override;
  std::optional<int> countAttempt(const std::string& preAuthSessionId) override;
  mfa::code_spending::Result consumeOnce(const mfa::CodeSpending& spending) override;
  mfa::Update removeDevice(const std::string& preAuthSessionId) override;
  mfa::Update removeCode(const std::string& codeId) override;
  void removeDevicesOfContact(const std::string& tenantId, const mfa::Contact& contact) override;
  void removeSignInDevices(const std::string& tenantId, const mfa::Contact& contact) override;
  void removeDevicesOfAccount(const std::string& accountId,
                              const std::optional<std::string>& exceptSession) override;
  std::vector<mfa::DeviceWithCodes> listByContact(const std::string& tenantId,
                                                  const mfa::Contact& contact) override;
  int removeExpired(mfa::Time now, int limit) override;

 private:
  [[nodiscard]] bool taken(const mfa::Code& code) const;
  [[nodiscard]] bool sessionIsLive(const std::optional<std::string>& sessionHandle, mfa::Time now) const;

  Draft& draft_;
};

class Factors final : public mfa::FactorStore {
 public:
  explicit Factors(Draft& draft) : draft_{draft} {}

  mfa::Enrolment enrolFirstOrCompare(const mfa::EnrolledFactor& factor) override;
  mfa::Insert insertUnique(const mfa::EnrolledFactor& factor) override;
  std::optional<mfa::EnrolledFactor> find(const std::string& userId, const std::string& factorId) override;
  std::vector<mfa::EnrolledFactor> list(const std::string& userId) override;
  mfa::Update replace(const mfa::EnrolledFactor& factor, const mfa::Contact& expected) override;
  mfa::Update remove(const std::string& userId, const std::string& factorId) override;
  int removeAll(const std::string& userId) override;

 private:
  Draft& draft_;
};

class Budgets final : public mfa::BudgetStore {
 public:
  explicit Budgets(Draft& draft) : draft_{draft} {}

  std::optional<mfa::BudgetRefusal> take(const std::vector<mfa::Budget>& budgets, mfa::Time now) override;
  void reset(const std::vector<std::string>& keys) override;
  int removeExpired(mfa::Time now, int limit) override;

 private:
  Draft& draft_;
};

class Circuits final : public mfa::CircuitStore {
 public:
  explicit Circuits(Draft& draft) : draft_{draft} {}

  mfa::CircuitPassage attempt(const std::string& name, const mfa::CircuitPolicy& policy,
                              mfa::Time now) override;
  void withdraw(const std::string& name) override;
  bool succeed(const std::string& name, const mfa::CircuitPolicy& policy) override;
  void open(const std::string& name, mfa::Time now, mfa::Time resumesAt) override;
  mfa::Update close(const std::string& name) override;
  std::vector<mfa::Circuit> list() override;
  int removeExpired(mfa::Time now, int limit) override;

 private:
  [[nodiscard]] mfa::Circuit* find(const std::string& name);

  Draft& draft_;
};

class KnownClients final : public mfa::KnownClientStore {
 public:
  explicit KnownClients(Draft& draft) : draft_{draft} {}

  void remember(const mfa::KnownClient& client, int most) override;
  bool knows(const std::string& userId, const std::string& clientHash, mfa::Time now) override;
  int removeAll(const std::string& userId) override;
  int removeExpired(mfa::Time now, int limit) override;

 private:
  Draft& draft_;
};

class Metadata final : public mfa::MetadataStore {
 public:
  explicit Metadata(Draft& draft) : draft_{draft} {}

  mfa::json::object get(const std::string& userId) override;
  mfa::json::object merge(const std::string& userId, const mfa::json::object& update) override;
  mfa::Update clear(const std::string& userId) override;

 private:
  Draft& draft_;
};

class Keys final : public mfa::KeyStore {
 public:
  explicit Keys(Draft& draft) : draft_{draft} {}

  std::vector<mfa::SigningKeyRow> list() override;
  mfa::Insert insertUnique(const mfa::SigningKeyRow& key) override;
  mfa::Update reseal(const std::string& keyId, const std::string& expected,
                     const std::string& privateKey) override;
  mfa::Update remove(const std::string& keyId) override;
  int removeExpired(mfa::Time now) override;

 private:
  Draft& draft_;
};

class Settings final : public mfa::SettingStore {
 public:
  explicit Settings(Draft& draft) : draft_{draft} {}

  std::optional<std::string> get(const std::string& name) override;
  std::string insertIfAbsent(const std::string& name, const std::string& value) override;
  void put(const std::string& name, const std::string& value) override;
  std::int64_t raise(const std::string& name, std::int64_t value) override;

 private:
  Draft& draft_;
};

class Events final : public mfa::EventStore {
 public:
  explicit Events(Draft& draft) : draft_{draft} {}

  void append(const mfa::Event& event) override;
  mfa::Insert appendUnlessRepeated(const mfa::Event& event, mfa::Time since) override;
  std::vector<mfa::StoredEvent> listNewestFirst(const mfa::EventPageQuery& query) override;
  int removeAll(const std::string& userId) override;
  int removeEarlierThan(mfa::Time time, int limit) override;

 private:
  Draft& draft_;
};

}  // namespace custom_storage
