#include "recipes/usermetadata/functions.hpp"

#include "recipes/usermetadata/document.hpp"

namespace mfa::usermetadata {
namespace {

json::object read(Storage& storage, const std::string& userId) {
  checkUserId(userId);
  return storage.read([&userId](Transaction& tx) { return tx.metadata().get(userId); });
}

// The result is looked at inside the transaction: two updates that fit may not fit together.
json::object update(Storage& storage, const std::string& userId, const json::object& metadataUpdate) {
  checkUserId(userId);
  checkDocument(metadataUpdate);
  return storage.transact([&](Transaction& tx) {
    auto merged = tx.metadata().merge(userId, metadataUpdate);
    checkDocument(merged);
    return merged;
  });
}

void clear(Storage& storage, const std::string& userId) {
  checkUserId(userId);
  storage.transact([&userId](Transaction& tx) {
    // Missing is no error: what shall be gone is gone.
    static_cast<void>(tx.metadata().clear(userId));
  });
}

}  // namespace

UserMetadata::Functions defaultFunctions(const Services& services) {
  return {
      .getUserMetadata = [&services](GetUserMetadata::Input input) -> GetUserMetadata::Result {
        return GetUserMetadata::Ok{read(*services.storage, input.userId)};
      },
      .updateUserMetadata = [&services](UpdateUserMetadata::Input input) -> UpdateUserMetadata::Result {
        return UpdateUserMetadata::Ok{update(*services.storage, input.userId, input.metadataUpdate)};
      },
      .clearUserMetadata = [&services](ClearUserMetadata::Input input) -> ClearUserMetadata::Result {
        clear(*services.storage, input.userId);
        return ClearUserMetadata::Ok{};
      },
  };
}

}  // namespace mfa::usermetadata
