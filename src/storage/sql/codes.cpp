#include "storage/sql/codes.hpp"

#include "mfa/errors.hpp"
#include "storage/sql/answers.hpp"
#include "storage/sql/columns.hpp"
#include "testing/defences.hpp"

namespace mfa::sql {
namespace {

CodeDevice deviceOf(Row& row) {
  Fields in{row};
  return {.preAuthSessionId = in.text(),
          .tenantId = in.text(),
          .contact = {.kind = contactKindOf(in.text()), .value = in.text()},
          .purpose = codePurposeOf(in.text()),
          .sessionHandle = in.optionalText(),
          .accountId = in.optionalText(),
          .linkCodeSalt = in.text(),
          .failedAttempts = in.count(),
          .createdAt = in.time()};
}

Code codeOf(Row& row) {
  Fields in{row};
  return {.codeId = in.text(),
          .preAuthSessionId = in.text(),
          .codeHash = in.text(),
          .createdAt = in.time(),
          .expiresAt = in.time()};
}

}  // namespace

bool Codes::taken(const CodeDevice& device, const Code& code) {
  return !db_.query(
                 "SELECT 1 FROM mfa_code_devices WHERE pre_auth_session_id = $1 "
                 "UNION ALL SELECT 1 FROM mfa_codes WHERE code_id = $2 OR code_hash = $3",
                 {device.preAuthSessionId, code.codeId, code.codeHash})
              .empty();
}

std::int64_t Codes::insertCode(const Code& code) {
  return db_.execute(
      "INSERT INTO mfa_codes (code_id, pre_auth_session_id, code_hash, created_at, expires_at) "
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
      {code.codeId, code.preAuthSessionId, code.codeHash, code.createdAt, code.expiresAt});
}

// The unique index over destination, purpose and account holds even where two transactions get this far at
// once: the later one runs again, and then finds the device of the earlier one to remove.
Insert Codes::replaceDevice(const CodeDevice& device, const Code& code) {
  if (taken(device, code)) return Insert::Conflict;
  db_.execute(
      "DELETE FROM mfa_code_devices WHERE tenant_id = $1 AND contact_kind = $2 AND contact_value = $3 "
      "AND purpose = $4 AND COALESCE(account_id, '') = COALESCE($5, '')",
      {device.tenantId, toColumn(device.contact.kind), device.contact.value, toColumn(device.purpose),
       device.accountId});
  const auto inserted = db_.execute(
      "INSERT INTO mfa_code_devices (pre_auth_session_id, tenant_id, contact_kind, contact_value, purpose, "
      "session_handle, account_id, link_code_salt, failed_attempts, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
      {device.preAuthSessionId, device.tenantId, toColumn(device.contact.kind), device.contact.value,
       toColumn(device.purpose), device.sessionHandle, device.accountId, Octets{device.linkCodeSalt},
       device.failedAttempts, device.createdAt});
  if (inserted == 0 || insertCode(code) == 0)
    throw StorageError{StorageError::Retry::Yes, "CONFLICT", "a code was made while this one was written"};
  return Insert::Done;
}

DeviceWithCodes Codes::withCodes(CodeDevice device) {
  auto rows = db_.query(
      "SELECT code_id, pre_auth_session_id, code_hash, created_at, expires_at FROM mfa_codes "
      "WHERE pre_auth_session_id = $1 ORDER BY created_at, code_id",
      {device.preAuthSessionId});
  DeviceWithCodes result{.device = std::move(device), .codes = {}};
  for (auto& row : rows) result.codes.push_back(codeOf(row));
  return result;
}

std::optional<DeviceWithCodes> Codes::findDevice(const std::string& preAuthSessionId) {
  auto rows = db_.query(
      "SELECT pre_auth_session_id, tenant_id, contact_kind, contact_value, purpose, session_handle, "
      "account_id, link_code_salt, failed_attempts, created_at FROM mfa_code_devices "
      "WHERE pre_auth_session_id = $1",
      {preAuthSessionId});
  if (rows.empty()) return std::nullopt;
  return withCodes(deviceOf(rows.front()));
}

std::optional<DeviceWithCodes> Codes::findDeviceByCodeHash(const std::string& codeHash) {
  auto rows = db_.query("SELECT pre_auth_session_id FROM mfa_codes WHERE code_hash = $1", {codeHash});
  if (rows.empty()) return std::nullopt;
  return findDevice(Fields{rows.front()}.text());
}

CodeInsert Codes::addCode(const Code& code, const std::optional<std::string>& sessionHandle) {
  // The device's row is the lock under which its codes change: of two resends, the later one sees both codes.
  const auto device = db_.queryForUpdate(
      "SELECT 1 FROM mfa_code_devices WHERE pre_auth_session_id = $1 "
      "AND session_handle IS NOT DISTINCT FROM $2",
      {code.preAuthSessionId, sessionHandle});
  if (device.empty()) return CodeInsert::NoDevice;
  if (insertCode(code) == 0) return CodeInsert::Conflict;
  if (!stands(Defence::OlderCodesDie)) return CodeInsert::Done;
  db_.execute(
      "DELETE FROM mfa_codes WHERE pre_auth_session_id = $1 AND code_id <> $2 AND code_id <> "
      "(SELECT code_id FROM mfa_codes WHERE pre_auth_session_id = $1 AND code_id <> $2 "
      "ORDER BY created_at DESC, code_id DESC LIMIT 1)",
      {code.preAuthSessionId, code.codeId});
  return CodeInsert::Done;
}

std::optional<int> Codes::countAttempt(const std::string& preAuthSessionId) {
  auto rows = db_.query(
      "UPDATE mfa_code_devices SET failed_attempts = failed_attempts + 1 WHERE pre_auth_session_id = $1 "
      "RETURNING failed_attempts",
      {preAuthSessionId});
  if (rows.empty()) return std::nullopt;
  return Fields{rows.front()}.count();
}

// One guarded statement decides who gets the code, and under which session: whoever deletes the row has spent
// it.
code_spending::Result Codes::consumeOnce(const CodeSpending& spending) {
  auto rows = db_.query(
      "DELETE FROM mfa_codes WHERE pre_auth_session_id = $1 AND code_hash = $2 AND expires_at > $4 "
      "AND EXISTS (SELECT 1 FROM mfa_code_devices d WHERE d.pre_auth_session_id = $1 "
      "AND d.session_handle IS NOT DISTINCT FROM $3 AND (d.session_handle IS NULL OR EXISTS "
      "(SELECT 1 FROM mfa_sessions s WHERE s.session_handle = d.session_handle AND s.expires_at > $4))) "
      "RETURNING code_id, pre_auth_session_id, code_hash, created_at, expires_at",
      {spending.preAuthSessionId, spending.codeHash, spending.sessionHandle, spending.now});
  if (rows.empty()) return explainRefusal(spending);

  code_spending::Spent spent{.device = findDevice(spending.preAuthSessionId).value().device,
                             .code = codeOf(rows.front())};
  if (stands(Defence::CodesAreSpentOnce))
    removeDevicesOfContact(spent.device.tenantId, spent.device.contact);
  else
    (void)insertCode(spent.code);
  return spent;
}

code_spending::Result Codes::explainRefusal(const CodeSpending& spending) {
  auto rows = db_.query(
      "SELECT EXISTS (SELECT 1 FROM mfa_codes WHERE pre_auth_session_id = $1 AND code_hash = $2) "
      "FROM mfa_code_devices d WHERE d.pre_auth_session_id = $1 "
      "AND d.session_handle IS NOT DISTINCT FROM $3 AND (d.session_handle IS NULL OR EXISTS "
      "(SELECT 1 FROM mfa_sessions s WHERE s.session_handle = d.session_handle AND s.expires_at > $4))",
      {spending.preAuthSessionId, spending.codeHash, spending.sessionHandle, spending.now});
  if (rows.empty()) return code_spending::NoDevice{};
  if (Fields{rows.front()}.flag()) return code_spending::Expired{};
  return code_spending::Wrong{};
}

Update Codes::removeDevice(const std::string& preAuthSessionId) {
  return updateOf(
      db_.execute("DELETE FROM mfa_code_devices WHERE pre_auth_session_id = $1", {preAuthSessionId}));
}

Update Codes::removeCode(const std::string& codeId) {
  auto rows = db_.query("DELETE FROM mfa_codes WHERE code_id = $1 RETURNING pre_auth_session_id", {codeId});
  if (rows.empty()) return Update::Missing;
  db_.execute(
      "DELETE FROM mfa_code_devices WHERE pre_auth_session_id = $1 "
      "AND NOT EXISTS (SELECT 1 FROM mfa_codes WHERE pre_auth_session_id = $1)",
      {Fields{rows.front()}.text()});
  return Update::Done;
}

void Codes::removeDevicesOfContact(const std::string& tenantId, const Contact& contact) {
  db_.execute(
      "DELETE FROM mfa_code_devices WHERE tenant_id = $1 AND contact_kind = $2 AND contact_value = $3",
      {tenantId, toColumn(contact.kind), contact.value});
}

void Codes::removeSignInDevices(const std::string& tenantId, const Contact& contact) {
  db_.execute(
      "DELETE FROM mfa_code_devices WHERE tenant_id = $1 AND contact_kind = $2 AND contact_value = $3 "
      "AND purpose <> $4",
      {tenantId, toColumn(contact.kind), contact.value, toColumn(CodePurpose::ChangeFactor)});
}

void Codes::removeDevicesOfAccount(const std::string& accountId,
                                   const std::optional<std::string>& exceptSession) {
  db_.execute(
      "DELETE FROM mfa_code_devices WHERE account_id = $1 "
      "AND (CAST($2 AS TEXT) IS NULL OR session_handle IS DISTINCT FROM $2)",
      {accountId, exceptSession});
}

std::vector<DeviceWithCodes> Codes::listByContact(const std::string& tenantId, const Contact& contact) {
  auto rows = db_.query(
      "SELECT pre_auth_session_id, tenant_id, contact_kind, contact_value, purpose, session_handle, "
      "account_id, link_code_salt, failed_attempts, created_at FROM mfa_code_devices "
      "WHERE tenant_id = $1 AND contact_kind = $2 AND contact_value = $3 "
      "ORDER BY created_at, pre_auth_session_id",
      {tenantId, toColumn(contact.kind), contact.value});
  std::vector<DeviceWithCodes> devices;
  for (auto& row : rows) devices.push_back(withCodes(deviceOf(row)));
  return devices;
}

// A device is looked at through the last of its codes.
int Codes::removeExpired(Time now, int limit) {
  return static_cast<int>(
      db_.execute("DELETE FROM mfa_code_devices WHERE pre_auth_session_id IN "
                  "(SELECT last.pre_auth_session_id FROM mfa_codes last WHERE last.expires_at <= $1 "
                  "AND NOT EXISTS (SELECT 1 FROM mfa_codes later "
                  "WHERE later.pre_auth_session_id = last.pre_auth_session_id "
                  "AND (later.expires_at, later.code_id) > (last.expires_at, last.code_id)) "
                  "ORDER BY last.expires_at LIMIT $2)",
                  {now, limit}));
}

}  // namespace mfa::sql
