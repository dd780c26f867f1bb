#include "mfa/storage.hpp"

namespace mfa {

Transaction::~Transaction() = default;
Storage::~Storage() = default;

}  // namespace mfa
