#include "tokens/signing_keys.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "crypto/random.hpp"
#include "mfa/errors.hpp"

namespace mfa::tokens {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kMostLead = std::chrono::seconds{60};
constexpr milliseconds kDiscoveryGap = std::chrono::seconds{1};
constexpr milliseconds kFarAway = std::chrono::hours{24 * 365 * 1'000};
constexpr int kMostAttempts = 8;
constexpr UnixMillis kNever = std::numeric_limits<UnixMillis>::min() / 2;

std::string kindName(KeyKind kind) { return kind == KeyKind::Dynamic ? "dynamic" : "static"; }

std::string sealingContext(const std::string& keyId) { return "mfa_signing_keys:" + keyId + ":private_key"; }

/// The id of a rotating key tells when it was made; two of one millisecond must still differ.
std::string unusedKeyId(Time created, const std::vector<SigningKeyRow>& taken) {
  for (auto millis = toUnixMillis(created);; ++millis) {
    auto keyId = "d-" + std::to_string(millis);
    if (std::none_of(taken.begin(), taken.end(), [&](const auto& row) { return row.keyId == keyId; }))
      return keyId;
  }
}

}  // namespace

SigningKeys::SigningKeys(Settings settings, Surroundings surroundings)
    : settings_{settings}, around_{std::move(surroundings)}, lastFailure_{kNever}, lastDiscovery_{kNever} {}

void SigningKeys::start() {
  const auto known = load();
  if (!known->unreadable.empty())
    throw ConfigError{
        {{"masterKeys", "cannot open the signing key " + known->unreadable.front().keyId +
                            ": add the master key that sealed it; "
                            "if none did, keysAtRest must be Open until everything is sealed"}}};
  (void)current(KeyKind::Dynamic);
}

SigningKey SigningKeys::current(KeyKind kind) const {
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    // Read anew each time: making a key takes a while, and a first key signs from when it was made.
    const auto now = around_.clock->now();
    if (isDue(*snapshot(), kind, now)) makeUnlessMaking(kind, now);
    const auto known = snapshot();
    if (const auto* const entry = signing(*known, kind, now)) return entry->key;
  }
  throw Error{"another node keeps taking the place of the next signing key"};
}

void SigningKeys::makeUnlessMaking(KeyKind kind, Time now) const {
  // In the lead the old key still signs: one caller makes the next one, the others go on.
  std::unique_lock making{making_, std::defer_lock};
  if (signing(*snapshot(), kind, now) == nullptr)
    making.lock();
  else if (!making.try_lock())
    return;
  if (isDue(*snapshot(), kind, now)) make(kind);
}

std::shared_ptr<const KeySet> SigningKeys::keySet() const {
  const auto known = snapshot();
  if (around_.clock->now() - known->loadedAt < settings_.reloadInterval) return known->keySet;
  const std::unique_lock making{making_, std::try_to_lock};
  if (!making.owns_lock()) return known->keySet;
  const auto loaded = loadUnlessDown();
  return loaded ? loaded->keySet : known->keySet;
}

// Tokens are verified while the database is away: the keys are here, and a good token is no reason for a 5xx.
SigningKeys::SnapshotPtr SigningKeys::loadUnlessDown() const {
  const auto now = toUnixMillis(around_.clock->now());
  if (now - lastFailure_.load() < kDiscoveryGap.count()) return nullptr;
  try {
    return load();
  } catch (const StorageError&) {
    lastFailure_ = now;
    return nullptr;
  }
}

bool SigningKeys::discover(std::string_view keyId) const {
  if (!keyKind(keyId)) return false;
  // Whoever comes while another asks the storage waits for its answer: refused in that moment, a good token
  // of another node would send its client to refresh.
  const std::scoped_lock lock{discovery_};
  if (snapshot()->keySet->find(keyId) != nullptr) return true;
  const auto now = toUnixMillis(around_.clock->now());
  if (now - lastDiscovery_ < kDiscoveryGap.count()) return false;
  lastDiscovery_ = now;
  const auto loaded = loadUnlessDown();
  return loaded && loaded->keySet->find(keyId) != nullptr;
}

SigningKeys::Published SigningKeys::published() const {
  // A verifier must not keep a set that lacks the key of tokens made before it asks again.
  (void)current(KeyKind::Static);
  (void)current(KeyKind::Dynamic);
  const auto now = around_.clock->now();
  const auto known = snapshot();
  std::vector<VerifyingKey> keys;
  Time lastDay = now;
  for (const auto& [row, key] : known->entries) {
    if (row.verifiesUntil <= now) continue;
    keys.push_back(key.verifyingKey());
    if (row.kind == kindName(KeyKind::Dynamic) && key.algorithm() == settings_.algorithm)
      lastDay = std::max(lastDay, row.signsUntil);
  }
  const auto wait = std::chrono::floor<std::chrono::seconds>(lastDay - lead() - now);
  return {.keys = KeySet{std::move(keys)}, .maxAge = std::max(wait, std::chrono::seconds{1})};
}

bool SigningKeys::revoke(const std::string& keyId) const {
  const auto removed = around_.storage->transact(
      [&keyId](Transaction& transaction) { return transaction.keys().remove(keyId); });
  load();
  return removed == Update::Done;
}

void SigningKeys::housekeep() const {
  (void)current(KeyKind::Dynamic);
  const auto now = around_.clock->now();
  around_.storage->transact([now](Transaction& transaction) { transaction.keys().removeExpired(now); });
  reseal(*load());
}

SigningKeys::SnapshotPtr SigningKeys::snapshot() const {
  const std::scoped_lock lock{snapshotMutex_};
  return snapshot_;
}

SigningKeys::SnapshotPtr SigningKeys::load() const {
  auto loaded = std::make_shared<Snapshot>();
  loaded->number = loads_.fetch_add(1) + 1;
  loaded->loadedAt = around_.clock->now();
  auto rows = around_.storage->read([](Transaction& transaction) { return transaction.keys().list(); });
  const auto before = snapshot();
  std::vector<VerifyingKey> verifying;
  for (auto& row : rows) {
    auto key = opened(row, *before);
    if (!key) {
      loaded->unreadable.push_back(std::move(row));
      continue;
    }
    verifying.push_back(key->verifyingKey());
    loaded->entries.push_back({std::move(row), *std::move(key)});
  }
  loaded->keySet = std::make_shared<const KeySet>(std::move(verifying));
  return keepNewest(std::move(loaded));
}

std::optional<SigningKey> SigningKeys::opened(const SigningKeyRow& row, const Snapshot& before) const {
  for (const auto& entry : before.entries)  // reading a private key takes a while
    if (entry.row.keyId == row.keyId) return entry.key;
  const auto algorithm = algorithmNamed(row.algorithm);
  const auto pem = around_.keyRing->open(row.privateKey, sealingContext(row.keyId));
  if (!algorithm || !pem) return std::nullopt;
  return SigningKey::fromPem(*algorithm, row.keyId, *pem);
}

SigningKeys::SnapshotPtr SigningKeys::keepNewest(std::shared_ptr<const Snapshot> loaded) const {
  const std::scoped_lock lock{snapshotMutex_};
  if (loaded->number < snapshot_->number) return snapshot_;
  const bool lost =
      std::any_of(snapshot_->entries.begin(), snapshot_->entries.end(),
                  [&loaded](const Entry& entry) { return loaded->keySet->find(entry.row.keyId) == nullptr; });
  snapshot_ = std::move(loaded);
  if (lost) removals_.fetch_add(1, std::memory_order_acq_rel);
  return snapshot_;
}

void SigningKeys::make(KeyKind kind) const {
  // Another node may be ahead: ask before making a key, which takes a while.
  const auto known = load();
  const auto now = around_.clock->now();
  if (!isDue(*known, kind, now)) return;
  auto row = planned(kind, *known, now);
  row.privateKey = seal(SigningKey::generate(settings_.algorithm, row.keyId));
  // The epoch is unique: of all that make this key, one does.
  (void)around_.storage->transact(
      [&row](Transaction& transaction) { return transaction.keys().insertUnique(row); });
  load();
}

SigningKeyRow SigningKeys::planned(KeyKind kind, const Snapshot& known, Time now) const {
  SigningKeyRow row{.kind = kindName(kind), .algorithm = std::string{name(settings_.algorithm)}};
  row.createdAt = row.signsFrom = now;
  auto taken = known.unreadable;
  for (const auto& entry : known.entries) taken.push_back(entry.row);
  for (const auto& other : taken)
    if (other.kind == row.kind && other.algorithm == row.algorithm)
      row.epoch = std::max(row.epoch, other.epoch + 1);

  if (kind == KeyKind::Static) {
    row.keyId = "s-" + crypto::uuid4(*around_.random);
    row.signsUntil = row.verifiesUntil = now + kFarAway;
    return row;
  }
  row.keyId = unusedKeyId(now, taken);
  if (const auto* const before = signing(known, kind, now)) row.signsFrom = before->row.signsUntil;
  row.signsUntil = row.signsFrom + settings_.updateInterval;
  row.verifiesUntil = row.signsUntil + 2 * settings_.accessTokenValidity;
  return row;
}

const SigningKeys::Entry* SigningKeys::signing(const Snapshot& known, KeyKind kind, Time now) const {
  const Entry* newest = nullptr;
  for (const auto& entry : known.entries) {
    const auto& row = entry.row;
    if (row.kind != kindName(kind) || entry.key.algorithm() != settings_.algorithm) continue;
    if (row.signsFrom > now || row.signsUntil <= now) continue;
    if (newest == nullptr || newest->row.epoch < row.epoch) newest = &entry;
  }
  return newest;
}

bool SigningKeys::isDue(const Snapshot& known, KeyKind kind, Time now) const {
  const auto* const entry = signing(known, kind, now);
  if (entry == nullptr) return true;
  if (kind == KeyKind::Static || now + lead() < entry->row.signsUntil) return false;
  return signing(known, kind, entry->row.signsUntil) == nullptr;
}

milliseconds SigningKeys::lead() const noexcept { return std::min(kMostLead, settings_.updateInterval / 2); }

std::string SigningKeys::seal(const SigningKey& key) const {
  return around_.keyRing->seal(key.toPem(), sealingContext(key.keyId()), *around_.random);
}

void SigningKeys::reseal(const Snapshot& known) const {
  for (const auto& entry : known.entries) {
    const auto& stored = entry.row;
    if (around_.keyRing->isCurrent(stored.privateKey)) continue;
    const auto sealed = seal(entry.key);
    (void)around_.storage->transact([&stored, &sealed](Transaction& transaction) {
      return transaction.keys().reseal(stored.keyId, stored.privateKey, sealed);
    });
  }
}

}  // namespace mfa::tokens
